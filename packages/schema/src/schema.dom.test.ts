import { DOMParser, DOMSerializer, type Node } from "prosemirror-model";
import { expect, test } from "vitest";
import { schema } from "./schema.ts";

function parse(html: string): Node {
  const place = document.createElement("div");
  place.innerHTML = html;
  return DOMParser.fromSchema(schema).parse(place);
}

function draw(doc: Node): string {
  const place = document.createElement("div");
  place.appendChild(DOMSerializer.fromSchema(schema).serializeFragment(doc.content, { document }));
  return place.innerHTML;
}

/** Each block as what sets it apart from a plain one, and its text. */
function blocks(doc: Node): unknown[] {
  const all: unknown[] = [];
  doc.forEach((block) => {
    const set = Object.fromEntries(Object.entries(block.attrs).filter(([, value]) => value !== null));
    const name = block.type.name === "paragraph" ? {} : { name: block.type.name };
    all.push({ ...name, ...set, text: block.textContent });
  });
  return all;
}

test("a nested list becomes items with their indent, and text after the inner list stays at its depth", () => {
  expect(
    blocks(parse("<ul><li>a<ul><li>b<ol start=5><li>c</li><li>d</li></ol></li></ul>e</li><li>f</li></ul>")),
  ).toEqual([
    { list: "bullet", text: "a" },
    { list: "bullet", indent: 1, text: "b" },
    { list: "ordered", indent: 2, start: 5, text: "c" },
    { list: "ordered", indent: 2, text: "d" },
    { indent: 1, text: "e" },
    { list: "bullet", text: "f" },
  ]);
});

test("a list that stands directly in a list is a level deeper, as Word and Google Docs write it", () => {
  expect(blocks(parse("<ul><li>a</li><ul><li>b</li></ul></ul>"))).toEqual([
    { list: "bullet", text: "a" },
    { list: "bullet", indent: 1, text: "b" },
  ]);
});

test("paragraphs in an item are its line and what is below it", () => {
  expect(blocks(parse("<ol><li><p>a</p><p>b</p><h2>c</h2></li><li><h3>d</h3></li></ol>"))).toEqual([
    { list: "ordered", text: "a" },
    { indent: 1, text: "b" },
    { kind: "heading", level: 2, indent: 1, text: "c" },
    { kind: "heading", level: 3, list: "ordered", text: "d" },
  ]);
});

test("an item that begins with no line of text gets an empty one", () => {
  expect(blocks(parse("<ul><li><pre>a</pre></li><li><blockquote>b</blockquote></li><li></li></ul>"))).toEqual(
    [
      { list: "bullet", text: "" },
      { name: "code_block", indent: 1, text: "a" },
      { list: "bullet", text: "" },
      { kind: "quote", indent: 1, text: "b" },
      { list: "bullet", text: "" },
    ],
  );
});

test("a quote's paragraphs are quotes, its bare text too, and a list in it is a list of quotes", () => {
  expect(
    blocks(parse("<blockquote>a<p>b</p><blockquote><p>c</p></blockquote><ul><li>d</li></ul></blockquote>e")),
  ).toEqual([
    { kind: "quote", text: "a" },
    { kind: "quote", text: "b" },
    { kind: "quote", level: 2, text: "c" },
    { kind: "quote", list: "bullet", text: "d" },
    { text: "e" },
  ]);
});

test.each([
  ["plain HTML", `<li><input type="checkbox" checked> a</li><li><input type="checkbox"> b</li>`],
  [
    "GitHub",
    `<li class="task-list-item"><p><input type="checkbox" checked="" disabled> a</p></li><li class="task-list-item"><label><input type="checkbox"> b</label></li>`,
  ],
  [
    "Google Docs",
    `<li role="checkbox" aria-checked="true"><p>a</p></li><li role="checkbox" aria-checked="false"><p>b</p></li>`,
  ],
])("a checkbox makes its item a task: %s", (_, items) => {
  expect(blocks(parse(`<ul>${items}<li>c</li></ul>`))).toEqual([
    { list: "task", checked: true, text: "a" },
    { list: "task", text: "b" },
    { list: "bullet", text: "c" },
  ]);
});

test("a task's box is not taken for that of the item around it", () => {
  expect(blocks(parse("<ul><li>a<ul><li><input type=checkbox>b</li></ul></li></ul>"))).toEqual([
    { list: "bullet", text: "a" },
    { list: "task", indent: 1, text: "b" },
  ]);
});

test("an ordered list after another starts anew, and an item's own value is its number", () => {
  expect(blocks(parse("<ol><li>a</li><li value=7>b</li></ol><ol><li>c</li></ol>"))).toEqual([
    { list: "ordered", text: "a" },
    { list: "ordered", start: 7, text: "b" },
    { list: "ordered", start: 1, text: "c" },
  ]);
});

test("code keeps its lines, its white space and its language", () => {
  expect(
    blocks(parse(`<pre><code class="hljs language-js">a\n  b</code></pre><pre class="lang-c">x</pre>`)),
  ).toEqual([
    { name: "code_block", language: "js", text: "a\n  b" },
    { name: "code_block", language: "c", text: "x" },
  ]);
});

test("a list is nested to eight levels, deeper ones stay at the eighth", () => {
  const html = `${"<ul><li>a".repeat(12)}${"</li></ul>".repeat(12)}`;
  expect(blocks(parse(html)).at(-1)).toEqual({ list: "bullet", indent: 8, text: "a" });
});

test("ED-8 a link that is not safe is its text", () => {
  const doc = parse(
    `<p><a href="javascript:alert(1)">a</a><a href=" java\nscript:x">b</a><a href="/c">c</a></p>`,
  );
  expect(doc.firstChild?.toString()).toBe('paragraph("ab", link("c"))');
});

test("the bold wrapper of what Google Docs copies is not bold", () => {
  expect(parse(`<b style="font-weight:normal"><p>a<b>b</b></p></b>`).toString()).toBe(
    'doc(paragraph("a", strong("b")))',
  );
});

test("a table keeps its merged cells and its heads, and what stands in a cell is a flow of its own", () => {
  const html =
    "<ul><li>x<table><thead><tr><th colspan=2 align=right>a</th></tr></thead><tbody>" +
    "<tr><td rowspan=3000>b<p>c</p></td><td><ul><li>d</li></ul></td></tr></tbody></table></li></ul>";
  const doc = parse(html);
  expect(doc.toString()).toBe(
    'doc(paragraph("x"), table(table_row(table_header(paragraph("a"))), ' +
      'table_row(table_cell(paragraph("b"), paragraph("c")), table_cell(paragraph("d")))))',
  );
  const table = doc.child(1);
  expect(table.attrs.indent).toBe(1);
  expect(table.child(0).child(0).attrs).toMatchObject({ colspan: 2, align: "right" });
  expect(table.child(1).child(0).attrs.rowspan).toBe(256);
  expect(table.child(1).child(1).firstChild?.attrs).toMatchObject({ list: "bullet", indent: null });
});

const { paragraph, code_block: codeBlock, horizontal_rule: rule } = schema.nodes;

test("what Quire draws comes back whole", () => {
  const text = (value: string) => schema.text(value);
  const doc = schema.node("doc", null, [
    paragraph.create({ id: "a1" }, [text("plain"), schema.node("hard_break"), text("two")]),
    paragraph.create({ kind: "heading", level: 2 }, text("heading")),
    paragraph.create({ kind: "quote", level: 3, indent: 2 }, text("quote")),
    paragraph.create({ list: "bullet", indent: 8 }, text("bullet")),
    paragraph.create({ kind: "heading", level: 4, list: "ordered", start: 5 }, text("ordered")),
    paragraph.create({ kind: "quote", list: "task", checked: true, indent: 1 }, text("done")),
    paragraph.create({ list: "task" }, []),
    codeBlock.create({ id: "b2", language: "js", indent: 1, source: true }, text("a\n  b")),
    rule.create(),
    schema.node("table", { id: "t", layout: "full", indent: 1 }, [
      schema.node("table_row", null, [
        schema.node("table_header", { colspan: 2, width: 120, background: "red" }, [paragraph.create()]),
        schema.node("table_cell", { rowspan: 2, align: "center" }, [codeBlock.create()]),
      ]),
    ]),
    paragraph.create(null, [
      schema.text("marks", [schema.mark("strong"), schema.mark("em"), schema.mark("underline")]),
      schema.text("code", [schema.mark("strike"), schema.mark("code", { source: true })]),
      schema.text("link", [schema.mark("link", { href: "/a?b#c", title: "t" })]),
    ]),
  ]);
  expect(parse(draw(doc)).toJSON()).toEqual(doc.toJSON());
});

test("ED-8 what means nothing, and a link that is not safe, is drawn as a plain block and its text", () => {
  const doc = schema.node("doc", null, [
    paragraph.create(
      { kind: "constructor", level: 7, list: "none", indent: -1, start: 0.5, id: "", checked: false },
      schema.text("a", [schema.mark("link", { href: "javascript:x", title: "\n" })]),
    ),
    codeBlock.create({ language: "a b" }, schema.text("b")),
  ]);
  expect(draw(doc)).toBe(
    '<p data-quire="paragraph"><span>a</span></p><pre data-quire="code_block"><code data-quire-text="">b</code></pre>',
  );
});

test("a value that is no scalar is refused, so that none is ever drawn", () => {
  expect(() => paragraph.create({ kind: ["script", {}] })).toThrow("Expected value of type string,null");
  expect(() => schema.mark("link", { href: { toString: () => "x" } })).toThrow(
    "Expected value of type string",
  );
});
