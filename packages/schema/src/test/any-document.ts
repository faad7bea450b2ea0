import fc from "fast-check";
import type { Mark, Node } from "prosemirror-model";
import { maxIndent } from "../limits.ts";
import { type MarkName, schema } from "../schema.ts";

// Documents as our editor can make them, for the tests of this package.

/** Pieces that mean something in Markdown or HTML, beside plain ones. */
const pieces = [
  ..."# ## > - + * ** *** _ __ ~ ~~ ` `` ``` ~~~ [ ] ( ) ! ![ [x] [ ] [^1] | \\ & &amp; &#35; < > <b> </b> <!-- --> <u> </u>".split(
    " ",
  ),
  ..."1. 2) 12345678901. = === --- *** : ; / www.example.org http://example.org/a_b a@example.org {} $x$ ' \" é 日本 👨‍👩‍👧 a b word".split(
    " ",
  ),
  ..." ,  ,\t,.,\u00a0,’,“,a,b,c,d".split(","),
];

const anyText = fc
  .array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 8 })
  .map((parts) => parts.join(""));

const anyMarks = fc
  .uniqueArray(fc.constantFrom<MarkName>("strong", "em", "underline", "strike", "code", "link"), {
    maxLength: 3,
  })
  .map((names) =>
    names.reduce<readonly Mark[]>((marks, name) => {
      const attributes = name === "link" ? { href: "https://example.org/a_(b)", title: null } : null;
      return schema.mark(name, attributes).addToSet(marks);
    }, []),
  );

const anyInline: fc.Arbitrary<Node[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.tuple(anyText, anyMarks).map(([text, marks]) => schema.text(text, marks)) },
    { weight: 1, arbitrary: fc.constant(schema.node("hard_break")) },
  ),
  { minLength: 1, maxLength: 5 },
);

interface Choice {
  readonly type: "plain" | "heading" | "quote" | "code" | "rule";
  readonly list: "bullet" | "ordered" | "task" | null;
  readonly level: number;
  readonly indent: number;
  readonly start: number | null;
  readonly checked: true | null;
  readonly inline: readonly Node[];
  readonly code: string;
}

const anyChoice: fc.Arbitrary<Choice> = fc.record({
  type: fc.constantFrom("plain", "plain", "plain", "heading", "quote", "code", "rule"),
  list: fc.constantFrom(null, null, "bullet", "ordered", "task"),
  level: fc.integer({ min: 1, max: 6 }),
  indent: fc.nat({ max: maxIndent }),
  start: fc.option(fc.integer({ min: 0, max: 20 })),
  checked: fc.constantFrom(true, null),
  inline: anyInline,
  code: anyText,
});

/** A document whose every indent has an item to belong to. */
export const anyDocument: fc.Arbitrary<Node> = fc
  .array(anyChoice, { minLength: 1, maxLength: 8 })
  .map((choices) => schema.node("doc", null, blocksOf(choices)));

function blocksOf(choices: readonly Choice[]): Node[] {
  // The quotes of the items that are open, by their indent.
  const items: number[] = [];
  return choices.map((choice) => {
    if (choice.type === "rule") {
      items.length = 0;
      return schema.node("horizontal_rule");
    }
    items.length = Math.min(items.length, choice.indent);
    const indent = items.length > 0 ? items.length : null;
    if (choice.type === "code")
      return schema.node("code_block", { language: "js", indent }, [schema.text(choice.code)]);
    // A task has no heading in Markdown, and what is in a quoted item is in its quote.
    const around = items.at(-1) ?? 0;
    const isHeading = choice.type === "heading" && choice.list !== "task";
    const quotes = isHeading ? 0 : Math.max(around, choice.type === "quote" ? Math.min(choice.level, 3) : 0);
    if (choice.list !== null && items.length <= maxIndent) items.push(Math.max(around, quotes));
    const list = choice.list;
    // A task of one blank is an empty task in Markdown.
    const isBlank = list === "task" && choice.inline.length === 1 && choice.inline[0]?.text === " ";
    return schema.node(
      "paragraph",
      {
        kind: isHeading ? "heading" : quotes > 0 ? "quote" : null,
        level: isHeading ? choice.level : quotes > 1 ? quotes : null,
        list,
        indent,
        start: list === "ordered" ? choice.start : null,
        checked: list === "task" ? choice.checked : null,
      },
      isBlank ? [schema.text("x")] : choice.inline,
    );
  });
}
