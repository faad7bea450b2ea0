import { expect, test } from "vitest";
import { fromHtml, toHtml } from "../html.ts";
import { fromMarkdown, toMarkdown } from "../markdown.ts";
import { schema } from "../schema.ts";

const markdown = "a[^n.1] b[^2]\n\n[^2]: two\n\n[^n.1]: one\n\n    and more\n\nc[^2]\n";

test("footnote, Markdown both ways: GitHub's sign, and its paragraphs under one name", () => {
  const doc = fromMarkdown(markdown);
  expect(doc.toString()).toBe(
    'doc(paragraph("a", footnote_ref, " b", footnote_ref), paragraph("two"), paragraph("one"), ' +
      'paragraph("and more"), paragraph("c", footnote_ref))',
  );
  expect(doc.children.map(({ attrs }) => [attrs.kind, attrs.name])).toEqual([
    [null, null],
    ["footnote", "2"],
    ["footnote", "n.1"],
    ["footnote", "n.1"],
    [null, null],
  ]);
  expect(toMarkdown(doc)).toBe(markdown);
  expect(doc.textContent).toBe("a btwooneand morec");
});

test("footnote, HTML both ways: numbered by the first signs", () => {
  const doc = fromMarkdown(markdown);
  const html = toHtml(doc);
  expect(html.split("\n")).toEqual([
    '<p>a<sup data-footnote-ref="n.1"><a href="#fn-n.1">1</a></sup> b<sup data-footnote-ref="2"><a href="#fn-2">2</a></sup></p>',
    '<p data-footnote="2" id="fn-2"><sup data-footnote-number>2</sup>two</p>',
    '<p data-footnote="n.1" id="fn-n.1"><sup data-footnote-number>1</sup>one</p>',
    '<p data-footnote="n.1">and more</p>',
    '<p>c<sup data-footnote-ref="2"><a href="#fn-2">2</a></sup></p>',
  ]);
  expect(fromHtml(html).eq(doc)).toBe(true);
});

test("a note that is empty, in an item, in a quote or in a callout comes back", () => {
  for (const text of [
    "a[^1]\n\n[^1]:\n",
    "- a[^1]\n\n  [^1]: x\n- b\n",
    "> [!NOTE]\n> a[^1]\n>\n> [^1]: x\n",
    "> a[^1]\n\n[^1]: x\n",
  ]) {
    const once = toMarkdown(fromMarkdown(text));
    expect(fromMarkdown(once).eq(fromMarkdown(text))).toBe(true);
    expect(once).toContain("[^1]:");
  }
});

test("a note of more than paragraphs, a second one of its name, and their signs are kept as they came", () => {
  for (const text of ["a[^1]\n\n[^1]: - x\n    - y\n", "a[^ñ]\n\n[^ñ]: x\n"])
    expect(toMarkdown(fromMarkdown(text))).toBe(text);
  const doc = fromMarkdown("a[^1]\n\n[^1]: x\n\nb\n\n[^1]: y\n");
  expect(doc.children.map(({ type, attrs }) => attrs.kind ?? type.name)).toEqual([
    "paragraph",
    "footnote",
    "paragraph",
    "code_block",
  ]);
});

test("a sign without a note is text in Markdown, and one at a line's start before a colon is no note", () => {
  const sign = schema.node("footnote_ref", { name: "1" });
  const orphan = schema.node("doc", null, [schema.node("paragraph", null, [schema.text("a"), sign])]);
  expect(toMarkdown(orphan)).toBe("a\\[^1]\n");
  const doc = schema.node("doc", null, [
    schema.node("paragraph", null, [sign, schema.text(": b")]),
    schema.node("paragraph", { kind: "footnote", name: "1" }, [schema.text("c")]),
  ]);
  expect(toMarkdown(doc)).toBe("[^1]&#58; b\n\n[^1]: c\n");
  expect(fromMarkdown(toMarkdown(doc)).eq(doc)).toBe(true);
});
