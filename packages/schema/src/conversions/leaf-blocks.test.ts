import { expect, test } from "vitest";
import { fromHtml, toHtml } from "../html.ts";
import { fromMarkdown, toMarkdown } from "../markdown.ts";
import { schema } from "../schema.ts";

const video = "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=4";

test("embed, Markdown and HTML both ways, in an item too", () => {
  const markdown = `- a\n\n  ::embed{src="${video}"}\n- b\n`;
  const doc = fromMarkdown(markdown);
  expect(doc.child(1).type.name).toBe("embed");
  expect(doc.child(1).attrs).toMatchObject({ src: video, indent: 1 });
  expect(toMarkdown(fromMarkdown(toMarkdown(doc)))).toBe(toMarkdown(doc));
  expect(fromHtml(toHtml(doc)).eq(doc)).toBe(true);
  expect(toHtml(doc)).not.toContain("iframe");
});

test("a frame of a page is an embed where its site is one of ours, and an address stays a link", () => {
  expect(fromHtml(`<iframe src="${video}"></iframe>`).toString()).toBe("doc(embed)");
  expect(fromHtml('<iframe src="https://example.org/x"></iframe>').toString()).not.toContain("embed");
  expect(fromMarkdown(`${video}\n`).toString()).toContain("link");
});

test("an embed of a site that is none of ours reads as a link, and one without an address as nothing", () => {
  const doc = schema.node("doc", null, [
    schema.node("embed", { src: "https://example.org/x" }),
    schema.node("embed", { src: "javascript:alert(1)" }),
  ]);
  expect(toMarkdown(doc)).toBe("<https://example.org/x>\n");
  expect(toHtml(doc)).not.toMatch(/data-embed|javascript/);
  expect(fromMarkdown('::embed{src="https://example.org/x"}').toString()).toBe(
    'doc(paragraph(link("https://example.org/x")))',
  );
  for (const text of ['::embed{src="javascript:x"}\n', "::embed\n"])
    expect(toMarkdown(fromMarkdown(text))).toBe(text);
});

test("page breaks as other programs write them, in Markdown and in HTML", () => {
  for (const markdown of [
    "::page-break",
    '<div style="page-break-after: always"></div>',
    '<div style="page-break-after: always;">\n</div>',
    '<div style="break-before:page"></div>',
  ])
    expect(toMarkdown(fromMarkdown(markdown))).toBe("::page-break\n");
  expect(fromHtml('<div style="page-break-before:always"><p>a</div><div>b</div>').toString()).toBe(
    'doc(page_break, paragraph("a"), paragraph("b"))',
  );
  expect(fromHtml('<div style="page-break-after: always"><p>a</div>').toString()).toBe(
    'doc(paragraph("a"), page_break)',
  );
  expect(fromHtml('<div style="page-break-after: avoid"></div>').toString()).toBe("doc(paragraph)");
});

test("a table of contents is its place alone, and ends a list", () => {
  const doc = fromMarkdown("- a\n\n::toc\n\n- b\n");
  expect(doc.toString()).toBe('doc(paragraph("a"), toc, paragraph("b"))');
  expect(fromHtml(toHtml(doc)).eq(doc)).toBe(true);
  expect(fromHtml('<nav role="doc-toc"><a href="#x">x</a></nav><nav>y</nav>').toString()).toBe(
    'doc(toc, paragraph("y"))',
  );
});
