import { expect, test } from "vitest";
import { fromHtml, toHtml } from "../html.ts";
import { fromMarkdown, toMarkdown } from "../markdown.ts";
import { schema } from "../schema.ts";

const line = (...inline: readonly ReturnType<typeof schema.text>[]) =>
  schema.node("doc", null, [schema.node("paragraph", null, inline)]);

test("mention, Markdown and HTML both ways, whatever the name and the id hold", () => {
  const doc = line(
    schema.text("for "),
    schema.node("mention", { person: 'a"><b|&', name: "Ada *L* <i>`x`" }),
    schema.node("mention", { person: "ben", name: "Ben" }),
  );
  expect(toMarkdown(doc)).toContain('<bdi data-mention="a&#34;&#62;&#60;b&#124;&#38;">@Ada ');
  expect(fromMarkdown(toMarkdown(doc)).eq(doc)).toBe(true);
  expect(toHtml(doc)).toContain('<bdi data-mention="ben">@Ben</bdi>');
  expect(fromHtml(toHtml(doc)).eq(doc)).toBe(true);
  expect(doc.textContent).toBe("for @Ada *L* <i>`x`@Ben");
});

test("a name of nobody is its text", () => {
  const doc = line(
    schema.node("mention", { person: null, name: "Ada" }),
    schema.node("mention", { person: "x" }),
  );
  expect([doc.textContent, toMarkdown(doc), toHtml(doc)]).toEqual([
    "@Ada@?",
    "@Ada@?\n",
    '<p><bdi>@Ada</bdi><bdi data-mention="x">@?</bdi></p>',
  ]);
  expect(toMarkdown(fromHtml("<p><bdi>x</bdi> <bdi data-mention='a'><b>y</b></bdi>"))).toBe("x **y**\n");
});
