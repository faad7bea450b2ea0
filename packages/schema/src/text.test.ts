import { expect, test } from "vitest";
import { schema } from "./schema.ts";
import { excerpt, publicExcerpt, toText } from "./text.ts";

const { doc, paragraph, code_block: codeBlock, horizontal_rule: rule, hard_break: br } = schema.nodes;

function lines(...texts: string[]) {
  return doc.create(
    null,
    texts.map((text) => paragraph.create(null, text === "" ? [] : schema.text(text))),
  );
}

test("text is blocks joined by one newline, code as it is, a hard break as a newline", () => {
  const text = doc.create(null, [
    paragraph.create(null, [schema.text("a"), br.create(), schema.text("b")]),
    codeBlock.create(null, schema.text("\tc\n\n d")),
    rule.create(),
    paragraph.create(),
    paragraph.create({ list: "bullet" }, schema.text("e")),
  ]);
  expect(toText(text)).toBe("a\nb\n\tc\n\n d\n\n\ne");
});

test("an excerpt is the first words on one line", () => {
  expect(excerpt(lines("", "a  b", "", "c\nd"))).toBe("a b c d");
  expect(excerpt(lines(""))).toBe("");
});

test("an excerpt ends at a word, is never longer than asked for, and says that there is more", () => {
  expect(excerpt(lines("one two three four"), 12)).toBe("one two…");
  expect(excerpt(lines("one two", "three"), 13)).toBe("one two three");
  expect(excerpt(lines("x".repeat(100)), 10)).toBe(`${"x".repeat(9)}…`);
  expect(excerpt(lines("x".repeat(100_000)))).toHaveLength(240);
});

test("an excerpt cuts no character in two", () => {
  for (let max = 4; max < 12; max++) expect(excerpt(lines("👨".repeat(20)), max).isWellFormed()).toBe(true);
});

test("B105 an excerpt for everybody names no person and no other document", () => {
  const { mention, document_link: link, math } = schema.nodes;
  const text = doc.create(null, [
    paragraph.create(null, [
      schema.text("Ask "),
      mention.create({ person: "ann", name: "Ann Abel" }),
      schema.text(" about "),
      link.create({ document: "x".repeat(22), title: "Secret plan" }),
      schema.text(" and "),
      math.create({ tex: "x^2" }),
    ]),
    paragraph.create(null, schema.text("More")),
  ]);
  expect(publicExcerpt(text)).toBe("Ask … about … and $x^2$ More");
  expect(excerpt(text)).toBe("Ask @Ann Abel about Secret plan and $x^2$ More");
  expect(publicExcerpt(lines("x".repeat(100_000)))).toHaveLength(240);
});
