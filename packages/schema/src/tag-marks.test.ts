import { expect, test } from "vitest";
import { fromHtml, toHtml } from "./html.ts";
import { fromMarkdown, toMarkdown } from "./markdown.ts";
import { schema } from "./schema.ts";

/** A line of Markdown as its stretches: `text` or `mark,mark:text`, a mark with its hue. */
function stretches(markdown: string): string[] {
  return fromMarkdown(markdown)
    .child(0)
    .children.map(({ text, marks }) => {
      const names = marks.map(({ type, attrs }) =>
        [type.name, attrs.color, attrs.source].filter((part) => part).join(" "),
      );
      return names.length > 0 ? `${names.join(",")}:${text}` : (text ?? "");
    });
}

test.each([
  ["<mark>a</mark>", ["highlight:a"]],
  ['<mark data-color="red">a</mark>', ["highlight red:a"]],
  ['<mark data-color="yellow">a</mark>', ["highlight:a"]],
  ['<span data-color="blue">a</span> b', ["color blue:a", " b"]],
  ["H<sub>2</sub>O, m<SUP>2</SUP>", ["H", "subscript:2", "O, m", "superscript:2"]],
  [
    '<span data-color="red">a<span data-color="blue">b</span>c</span>',
    ["color red:a", "color blue:b", "color red:c"],
  ],
  [
    "<sub>a **b <sup>c</sup>** d</sub>",
    ["subscript:a ", "strong,subscript:b ", "strong,superscript,subscript:c", "subscript: d"],
  ],
  ["<sub>a <u>b</sub> c</u>", ["subscript:a ", "underline,subscript:b", "underline: c"]],
])("%s is read as its marks", (markdown, expected) => {
  expect(stretches(markdown)).toEqual(expected);
});

test.each([
  [
    'a <span data-color="mauve">b</span>',
    ["a ", 'code true:<span data-color="mauve">', "b", "code true:</span>"],
  ],
  ['a <mark class="x">b</mark>', ["a ", 'code true:<mark class="x">', "b", "code true:</mark>"]],
  ['a <sub data-color="red">b</sub>', ["a ", 'code true:<sub data-color="red">', "b", "code true:</sub>"]],
])(
  "IE-1 what is no mark of ours is kept as its source, and goes out as it came: %s",
  (markdown, expected) => {
    expect(stretches(markdown)).toEqual(expected);
    expect(toMarkdown(fromMarkdown(markdown))).toBe(`${markdown}\n`);
  },
);

test("IE-1 the end of somebody else's tag is not that of ours", () => {
  const markdown = 'z <span data-color="red">a <span class="x">b</span> c</span> d';
  expect(stretches(markdown)).toEqual([
    "z ",
    "color red:a ",
    'color red,code true:<span class="x">',
    "color red:b",
    "color red,code true:</span>",
    "color red: c",
    " d",
  ]);
  const once = toMarkdown(fromMarkdown(markdown));
  expect(once).toBe('z <span data-color="red">a `<span class="x">`b`</span>` c</span> d\n');
  expect(toMarkdown(fromMarkdown(once))).toBe(once);
});

test("IE-1 half of a pair, and a source that anybody wrote, changes nothing of the words around it", () => {
  const source = (text: string) => schema.text(text, [schema.mark("code", { source: true })]);
  const line = schema.node("paragraph", null, [
    schema.text("a "),
    source("<mark>"),
    schema.text("b", [schema.mark("highlight")]),
    source("</mark>"),
    schema.text("c", [schema.mark("color", { color: "url(x)" })]),
  ]);
  const markdown = toMarkdown(schema.node("doc", null, [line]));
  expect(markdown).toBe("a `<mark>`<mark>b</mark></mark>c\n");
  expect(stretches(markdown)).toEqual(["a ", "code:<mark>", "highlight:b", "code true:</mark>", "c"]);
});

test("HTML says the marks by the same tags, and a hue that is none is text", () => {
  const html =
    '<p>a <mark>b</mark> <mark data-color="red">c</mark> <span data-color="blue">d</span> <sup>e</sup> <sub>f</sub></p>';
  expect(toHtml(fromHtml(html))).toBe(html);
  expect(
    toHtml(fromHtml('<p><span data-color="x">a</span> <span>b</span> <mark data-color="x">c</mark></p>')),
  ).toBe("<p>a b <mark>c</mark></p>");
  expect(fromHtml('<p>a<sup data-footnote-ref="fn-1">1</sup></p>').toString()).toBe('doc(paragraph("a1"))');
});
