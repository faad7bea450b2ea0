import { expect, test } from "vitest";
import { fromMarkdown, toMarkdown } from "../markdown.ts";
import { schema } from "../schema.ts";

const math = (text: string) =>
  schema.node("code_block", { language: "math" }, text === "" ? [] : [schema.text(text)]);
const docOf = (...blocks: Parameters<typeof schema.node>[2] & unknown[]) => schema.node("doc", null, blocks);

test("mathematics between two lines of dollar signs is code in its language, both ways", () => {
  for (const text of ["a^2", "\\frac{1}{2}\n\n- b\n# c\n   d", "", "**a** $5$ `b`", "    a"]) {
    const doc = docOf(math(text));
    const markdown = toMarkdown(doc);
    expect(markdown).toBe(text === "" ? "$$\n$$\n" : `$$\n${text}\n$$\n`);
    expect(fromMarkdown(markdown).eq(doc), markdown).toBe(true);
  }
});

test("a line of dollar signs in it has a longer fence around it", () => {
  const doc = docOf(math("a\n$$\n$$$ b"));
  expect(toMarkdown(doc)).toBe("$$$$\na\n$$\n$$$ b\n$$$$\n");
  expect(fromMarkdown(toMarkdown(doc)).eq(doc)).toBe(true);
});

test("it stands in items and quotes, ends with them, and interrupts a paragraph", () => {
  const item = "- a\n\n  $$\n  b\n  $$\n- c\n";
  expect(toMarkdown(fromMarkdown(item))).toBe("- a\n  $$\n  b\n  $$\n- c\n");
  expect(fromMarkdown("> $$\n> b\nc").toString()).toBe('doc(code_block("b"), paragraph("c"))');
  expect(fromMarkdown("a\n$$\nb\n$$\nc").toString()).toBe(
    'doc(paragraph("a"), code_block("b"), paragraph("c"))',
  );
  expect(fromMarkdown("  $$\n  b\n   c\n  $$").firstChild?.textContent).toBe("b\n c");
  expect(fromMarkdown("$$\nb").firstChild?.textContent).toBe("b");
});

test("a fence that names the language is the same, and two dollar signs of a line are no fence", () => {
  expect(toMarkdown(fromMarkdown("```math\na\n```"))).toBe("$$\na\n$$\n");
  expect(fromMarkdown("a $$ b\n").toString()).toBe('doc(paragraph("a $$ b"))');
  const lines = docOf(schema.node("paragraph", null, [schema.text("$$")]));
  expect(toMarkdown(lines)).toBe("\\$$\n");
  expect(fromMarkdown(toMarkdown(lines)).eq(lines)).toBe(true);
});

test("hostile fences are read to their end", () => {
  for (const text of ["$$\n".repeat(2_000), "> $$\n\n".repeat(500), "$".repeat(20_000)])
    expect(fromMarkdown(text).childCount).toBeGreaterThan(0);
});
