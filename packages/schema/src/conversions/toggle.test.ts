import { expect, test } from "vitest";
import { fromHtml, toHtml } from "../html.ts";
import { fromMarkdown, toMarkdown } from "../markdown.ts";
import { schema } from "../schema.ts";

const markdown = "::::toggle\n## a\n\n- b\n  :::toggle\n  c\n\n  ```\n  ::\n  ```\n  :::\n::::\n";

test("toggle, Markdown both ways: it is a directive", () => {
  const doc = fromMarkdown(markdown);
  expect(doc.toString()).toBe(
    'doc(toggle(paragraph("a"), paragraph("b"), toggle(paragraph("c"), code_block("::"))))',
  );
  expect(toMarkdown(doc)).toBe(markdown);
});

test("toggle, HTML both ways: it is details, its first block the summary", () => {
  const html = toHtml(fromMarkdown(markdown));
  expect(html.split("\n")[0]).toBe("<details><summary><h2>a</h2></summary>");
  expect(toMarkdown(fromHtml(html))).toBe(markdown);
  expect(fromHtml("<details><summary>x <b>y</b></summary>z<p>w</details>").toString()).toBe(
    'doc(toggle(paragraph("x ", strong("y")), paragraph("z"), paragraph("w")))',
  );
});

test("a foreign directive's label is the first line", () => {
  expect(fromMarkdown(":::toggle[a *b*]\nc\n:::").toString()).toBe(
    'doc(toggle(paragraph("a ", em("b")), paragraph("c")))',
  );
});

test("an empty first line stays empty", () => {
  const { toggle, paragraph } = schema.nodes;
  const doc = schema.node("doc", null, [
    toggle.create(null, [paragraph.create(), paragraph.create(null, schema.text("a"))]),
  ]);
  expect(toMarkdown(doc)).toBe(":::toggle[]\na\n:::\n");
  expect(fromMarkdown(toMarkdown(doc)).eq(doc)).toBe(true);
  expect(fromHtml(toHtml(doc)).eq(doc)).toBe(true);
});

test("another directive is kept as its source, and a colon in a line is a colon", () => {
  const text = "a:b 10:30 ::c :::d\n\n:::e[f]\ng\n:::\n\n::h{i=j}\n";
  expect(fromMarkdown(text).toString()).toBe(
    'doc(paragraph("a:b 10:30 ::c :::d"), code_block(":::e[f]\\ng\\n:::"), code_block("::h{i=j}"))',
  );
  expect(toMarkdown(fromMarkdown(text))).toBe(text);
});
