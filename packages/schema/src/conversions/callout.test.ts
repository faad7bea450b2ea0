import { expect, test } from "vitest";
import { fromHtml, toHtml } from "../html.ts";
import { fromMarkdown, toMarkdown } from "../markdown.ts";

const markdown = "> [!WARNING]\n> **a**\n>\n> - b\n>   - c\n>\n> > [!TIP]\n> > d\n";

test("callout, Markdown both ways: it is GitHub's alert", () => {
  const doc = fromMarkdown(markdown);
  expect(doc.toString()).toBe(
    'doc(callout(paragraph(strong("a")), paragraph("b"), paragraph("c"), callout(paragraph("d"))))',
  );
  expect(doc.firstChild?.attrs.tone).toBe("warning");
  expect(toMarkdown(doc)).toBe(markdown);
});

test("callout, HTML both ways: it is an aside", () => {
  const html = toHtml(fromMarkdown(markdown));
  expect(html.split("\n")[0]).toBe('<aside data-callout="warning"><p><strong>a</strong></p>');
  expect(toMarkdown(fromHtml(html))).toBe(markdown);
  expect(fromHtml("<aside>x</aside>").toString()).toBe('doc(callout(paragraph("x")))');
});

test("an alert's sign stands alone above what is no line of text, and an empty one is nothing but its sign", () => {
  for (const text of ["> [!NOTE]\n>\n> - a\n", "> [!CAUTION]\n>\n> # a\n", "> [!NOTE]\n"])
    expect(toMarkdown(fromMarkdown(text))).toBe(text);
  expect(fromMarkdown("> [!IMPORTANT]\n").toString()).toBe("doc(callout(paragraph))");
});

test("a quote is no callout whose sign was written with a backslash, has words beside it, or is none of ours", () => {
  for (const text of ["> \\[!NOTE]\n", "> \\[!NOTE] a\n", "> \\[!FOO] a\n", "> **\\[!NOTE]**\n"]) {
    expect(fromMarkdown(text).firstChild?.attrs.kind).toBe("quote");
    expect(toMarkdown(fromMarkdown(text))).toBe(text);
  }
  expect(fromMarkdown("> [!NOTE] a").firstChild?.attrs.kind).toBe("quote");
});

test("a callout stands in a list's item, whose numbers go on around it", () => {
  const text = "1. a\n\n   > [!TIP]\n   > b\n   >\n   > 1. c\n2. d\n";
  const doc = fromMarkdown(text);
  expect(doc.child(1).attrs.indent).toBe(1);
  expect(doc.child(1).lastChild?.attrs.indent).toBeNull();
  expect(toMarkdown(doc)).toBe(text);
  expect(toMarkdown(fromHtml(toHtml(doc)))).toBe(text);
});
