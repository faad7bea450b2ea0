import { expect, test } from "vitest";
import { fromHtml, toHtml } from "../html.ts";
import { isDay, writeDate } from "../inlines/date.ts";
import { fromMarkdown, toMarkdown } from "../markdown.ts";
import { schema } from "../schema.ts";

const date = (day: string | null) => schema.node("date", { date: day });
const line = (...parts: Parameters<typeof schema.text>[0][]) =>
  parts.map((part) => (isDay(part) ? date(part) : schema.text(part)));

test("date, Markdown both ways: it is the element that HTML has for it", () => {
  const markdown =
    '**by** <time datetime="2026-02-28">28 February 2026</time>, or <time datetime="2027-01-01">1 January 2027</time>\n';
  const doc = fromMarkdown(markdown);
  expect(doc.firstChild?.childCount).toBe(5);
  expect(doc.textContent).toBe("by 28 February 2026, or 1 January 2027");
  expect(toMarkdown(doc)).toBe(markdown);
});

test("date, HTML both ways", () => {
  const doc = schema.node("doc", null, [schema.node("paragraph", null, line("a ", "2026-02-28", " b"))]);
  const html = toHtml(doc);
  expect(html).toBe('<p>a <time datetime="2026-02-28">28 February 2026</time> b</p>');
  expect(fromHtml(html).eq(doc)).toBe(true);
  expect(fromHtml('<li><time datetime="2026-02-28">last <b>day</b></time>').textContent).toBe(
    "28 February 2026",
  );
});

test("a time that is no day, or a tag without its end, is kept as it came", () => {
  for (const markdown of [
    'at <time dateTime="10:30">half past</time>\n',
    "on <time>a day</time>\n",
    "on <time> and <b>a</b>\n",
  ])
    expect(toMarkdown(fromMarkdown(markdown))).toBe(markdown);
  expect(fromHtml('<p><time datetime="2026-02-31">a day</time>').textContent).toBe("a day");
});

test("a tag that stands as its source begins no date with what follows it", () => {
  const source = schema.mark("code", { source: true });
  const doc = schema.node("doc", null, [
    schema.node("paragraph", null, [
      schema.text("a"),
      schema.text('<time datetime="2026-02-28">', [source]),
      schema.text("b"),
      schema.text("</time>", [source]),
    ]),
  ]);
  expect(fromMarkdown(toMarkdown(doc)).textContent).toBe(doc.textContent);
});

test("what is stored as a day and is none is shown, and said nowhere else", () => {
  for (const day of ["2026-02-31", "2026-1-1", "0000-00-00", "x".repeat(9)]) expect(isDay(day)).toBe(false);
  const doc = schema.node("doc", null, [
    schema.node("paragraph", null, [schema.text("a"), date("tomorrow")]),
  ]);
  expect([doc.textContent, toMarkdown(doc), toHtml(doc)]).toEqual(["a?", "a\n", "<p>a<time>?</time></p>"]);
  expect(writeDate("2026-02-28")).toBe("28 February 2026");
});
