import { expect, test } from "vitest";
import { fromHtml, toHtml } from "../html.ts";
import { fromMarkdown, toMarkdown } from "../markdown.ts";
import { schema } from "../schema.ts";
import { toText } from "../text.ts";

const math = (tex: string | null) => schema.node("math", { tex });
const lineOf = (...parts: (string | ReturnType<typeof math>)[]) =>
  schema.node("doc", null, [
    schema.node(
      "paragraph",
      null,
      parts.map((part) => (typeof part === "string" ? schema.text(part) : part)),
    ),
  ]);

/** A line's formulas in angle brackets, and its words. */
function read(markdown: string): string {
  return (fromMarkdown(markdown).firstChild?.children ?? [])
    .map(({ text, attrs }) => text ?? `<${attrs.tex}>`)
    .join("");
}

test("math, Markdown and HTML both ways: between dollar signs, and as code that other programs know for it", () => {
  const markdown = "so $x^2_{i*j}$, and $\\text{\\$5}$!\n";
  const doc = fromMarkdown(markdown);
  expect(doc.eq(lineOf("so ", math("x^2_{i*j}"), ", and ", math("\\text{\\$5}"), "!"))).toBe(true);
  expect([toText(doc), toMarkdown(doc)]).toEqual([markdown.trim(), markdown]);
  expect(toHtml(doc)).toBe(
    '<p>so <code class="language-math math-inline">x^2_{i*j}</code>, and <code class="language-math math-inline">\\text{\\$5}</code>!</p>',
  );
  expect(fromHtml(toHtml(doc)).eq(doc)).toBe(true);
});

test.each([
  ["$$x$$ and $`y`$ and a$`z$5`$6", "<x> and <y> and a<z$5>6"],
  ["$$ x $$", "<x>"],
  ["函数$f$是 ($n$th) -$x$-", "函数<f>是 (<n>th) -<x>-"],
  ["*a $x* y$ b*", "a <x* y> b"],
  ["$a\n  b$", "<a b>"],
])("GitHub's ways to write mathematics in a line: %j", (markdown, expected) => {
  expect(read(markdown)).toBe(expected);
});

test.each([
  "$5 and $6",
  "US$5 to A$6",
  "it is $5-$6 or $7/$8.",
  "a $ b$ and $c $",
  "a $$ b, $",
  "from $x to y $z",
])("prices and lone dollar signs are text, and stay as they are written: %j", (text) => {
  expect(read(text)).toBe(text);
  expect(toMarkdown(fromMarkdown(text))).toBe(`${text}\n`);
});

test("words that look like a formula and are none have a backslash before their dollar signs", () => {
  for (const [text, markdown] of [
    ["$x$", "\\$x\\$"],
    ["$$x$$", "\\$\\$x\\$\\$"],
    ["a\\$x$", "a\\\\\\$x\\$"],
  ] as const) {
    expect(toMarkdown(lineOf(text))).toBe(`${markdown}\n`);
    expect(fromMarkdown(markdown).eq(lineOf(text))).toBe(true);
  }
  const bold = schema.text("b$", [schema.mark("strong")]);
  const code = schema.text("$", [schema.mark("code")]);
  for (const parts of [
    [schema.text("$a "), bold],
    [schema.text("$a "), code],
    [schema.text("$"), schema.text("a", [schema.mark("code")]), schema.text("$")],
    [schema.node("image", { src: "https://example.org/$", alt: "$x" }), schema.text(" y$ $")],
  ]) {
    const doc = schema.node("doc", null, [schema.node("paragraph", null, parts)]);
    expect(fromMarkdown(toMarkdown(doc)).eq(doc), toMarkdown(doc)).toBe(true);
  }
});

test("a formula between letters, digits, dollar signs or other formulas has GitHub's backticks", () => {
  for (const [doc, markdown] of [
    [lineOf("a", math("x"), "5"), "a$`x`$5"],
    [lineOf(math("x"), math("y")), "$`x`$$`y`$"],
    [lineOf("$", math("x"), "$"), "\\$$`x`$\\$"],
    [lineOf(math("a$b"), " ", math("`"), " ", math("x\\")), "$`a$b`$ $```$ $`x\\`$"],
  ] as const) {
    expect(toMarkdown(doc)).toBe(`${markdown}\n`);
    expect(fromMarkdown(markdown).eq(doc), markdown).toBe(true);
  }
  // What it could not say otherwise is set apart.
  expect(toMarkdown(lineOf(math("a`$b$`")))).toBe("$`a` $b$ ``$\n");
});

test("in a table a formula with a bar in it is kept whole", () => {
  const plain = "| $x$ |\n| --- |\n| b   |\n";
  expect(toMarkdown(fromMarkdown(plain))).toBe(plain);
  const markdown = "| $\\|x\\|$ |\n| - |\n| b |\n";
  const doc = fromMarkdown(markdown);
  expect(doc.textContent).toBe("$|x|$b");
  expect(fromMarkdown(toMarkdown(doc)).eq(doc)).toBe(true);
});

test("one that says nothing, or what no line holds, is nothing or code", () => {
  expect(toMarkdown(lineOf("a", math(null), math(" ")))).toBe("a\n");
  expect(lineOf(math(null)).textContent).toBe("");
  expect(fromMarkdown(`$${"x".repeat(6_000)}$`).firstChild?.firstChild?.marks[0]?.type.name).toBe("code");
});

test("hostile lines of dollar signs are read to their end", () => {
  const size = 4_000;
  for (const text of [
    "$a ".repeat(size),
    "$`".repeat(size),
    "$`a ".repeat(size),
    "$$a ".repeat(size),
    "`$".repeat(size),
    "\\$".repeat(size),
  ])
    expect(fromMarkdown(text).textContent.length).toBeGreaterThan(1_000);
});
