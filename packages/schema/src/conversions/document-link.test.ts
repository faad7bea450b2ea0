import { expect, test } from "vitest";
import { fromHtml, toHtml } from "../html.ts";
import { fromMarkdown, toMarkdown } from "../markdown.ts";
import { schema } from "../schema.ts";

const id = "0123456789abcdef";

test("document_link, Markdown and HTML both ways: a link to its place", () => {
  const markdown = `see [The *plan*\\]](/d/${id})!\n`.replace("*plan*", "\\*plan\\*");
  const doc = fromMarkdown(markdown);
  expect(doc.firstChild?.child(1).attrs).toEqual({ document: id, title: "The *plan*]" });
  expect([doc.textContent, toMarkdown(doc)]).toEqual(["see The *plan*]!", markdown]);
  expect(toHtml(doc)).toBe(`<p>see <a href="/d/${id}">The *plan*]</a>!</p>`);
  expect(fromHtml(toHtml(doc)).eq(doc)).toBe(true);
});

test("a link elsewhere, with a title, with marks in it or in other words stays a link", () => {
  for (const markdown of [
    `[x](https://example.org/d/${id})`,
    `[x](/d/${id} "title")`,
    `[**x**](/d/${id})`,
    `[x](/d/${id}/files)`,
    "[x](/d/short)",
  ]) {
    const doc = fromMarkdown(markdown);
    expect(doc.firstChild?.firstChild?.marks.map(({ type }) => type.name)).toContain("link");
    expect(toMarkdown(doc)).toBe(`${markdown}\n`);
  }
});

test("one inside a link stands beside the link's halves, since there is no link in a link", () => {
  const link = schema.mark("link", { href: "https://example.org" });
  const doc = schema.node("doc", null, [
    schema.node("paragraph", null, [
      schema.text("a", [link]),
      schema.node("document_link", { document: id, title: "x" }),
      schema.text("b", [link]),
    ]),
  ]);
  expect(toMarkdown(doc)).toBe(`[a](https://example.org)[x](/d/${id})[b](https://example.org)\n`);
  expect(fromMarkdown(toMarkdown(doc)).eq(doc)).toBe(true);
});

test("what is stored as a document and is none is its words", () => {
  const doc = schema.node("doc", null, [
    schema.node("paragraph", null, [
      schema.node("document_link", { document: "../x", title: "a" }),
      schema.node("document_link", { document: id }),
    ]),
  ]);
  expect(toHtml(doc)).toBe(`<p><a>a</a><a href="/d/${id}">${id}</a></p>`);
  expect(toMarkdown(doc)).toBe(`a[${id}](/d/${id})\n`);
});
