import fc from "fast-check";
import type { Mark, Node } from "prosemirror-model";
import { readTex } from "../inlines/math.ts";
import { maxIndent } from "../limits.ts";
import { type MarkName, schema } from "../schema.ts";

// Documents as our editor can make them, for the tests of this package.

/** Pieces that mean something in Markdown or HTML, beside plain ones. */
const pieces = [
  ..."# ## > - + * ** *** _ __ ~ ~~ ` `` ``` ~~~ [ ] ( ) ! ![ [x] [ ] [^1] | \\ & &amp; &#35; < > <b> </b> <!-- --> <u> </u> <mark> </mark> </span> <sub> </sub>".split(
    " ",
  ),
  ..."1. 2) 12345678901. = === --- *** : ; / www.example.org http://example.org/a_b a@example.org {} $x$ $$ $$$ ::: :::toggle :::toggle[ [!NOTE] ' \" é 日本 👨‍👩‍👧 a b word".split(
    " ",
  ),
  ..." ,  ,\t,.,\u00a0,’,“,a,b,c,d".split(","),
];

const anyText = fc
  .array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 8 })
  .map((parts) => parts.join(""));

const anyMarks = fc
  .uniqueArray(
    fc.constantFrom<MarkName>(
      "strong",
      "em",
      "underline",
      "strike",
      "code",
      "link",
      "highlight",
      "color",
      "superscript",
      "subscript",
    ),
    { maxLength: 3 },
  )
  .chain((names) => fc.tuple(fc.constant(names), fc.constantFrom("red", "blue")))
  .map(([names, color]) =>
    names.reduce<readonly Mark[]>((marks, name) => {
      const attributes = name === "link" ? { href: "https://example.org/a_(b)", title: null } : null;
      const hue = name === "color" || name === "highlight" ? { color } : attributes;
      return schema.mark(name, hue).addToSet(marks);
    }, []),
  );

/** Markdown has no sign for these two in a formula, and TeX no use. */
const anyTex = anyText.map(
  (text) => readTex(text.replaceAll(/[$`]{2,}/g, (run) => (/^(?:\$+|`+)$/.test(run) ? run : "$"))) ?? "x^2",
);

const anyInline: fc.Arbitrary<Node[]> = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.tuple(anyText, anyMarks).map(([text, marks]) => schema.text(text, marks)) },
      { weight: 1, arbitrary: fc.constant(schema.node("hard_break")) },
      { weight: 1, arbitrary: fc.constant(schema.node("date", { date: "2026-02-28" })) },
      {
        weight: 1,
        arbitrary: fc.constantFrom("1", "a.b").map((name) => schema.node("footnote_ref", { name })),
      },
      { weight: 1, arbitrary: anyTex.map((tex) => schema.node("math", { tex })) },
      {
        weight: 1,
        arbitrary: fc
          .tuple(anyText, anyText)
          .map(([person, name]) => schema.node("mention", { person, name })),
      },
      {
        weight: 1,
        arbitrary: anyText.map((title) =>
          schema.node("document_link", { document: "0123456789abcdef", title }),
        ),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(anyText, anyText)
          .map(([alt, title]) =>
            schema.node("image", { src: "https://example.org/a.png", ...words({ alt, title }) }),
          ),
      },
    ),
    { minLength: 1, maxLength: 5 },
  )
  // A picture that is all of a line is a figure in Markdown.
  .filter(([first, ...others]) => others.length > 0 || first?.type.name !== "image");

function words(texts: Readonly<Record<string, string>>): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, text.replace(/\s+/g, " ").trim() || null]),
  );
}

interface Choice {
  readonly type:
    | "plain"
    | "heading"
    | "quote"
    | "code"
    | "rule"
    | "callout"
    | "toggle"
    | "figure"
    | "file"
    | "table"
    | "page_break"
    | "toc"
    | "embed";
  readonly list: "bullet" | "ordered" | "task" | null;
  readonly level: number;
  readonly indent: number;
  readonly start: number | null;
  readonly checked: true | null;
  readonly inline: readonly Node[];
  readonly code: string;
  readonly tone: "tip" | "warning" | "caution" | null;
  /** What a callout or a toggle holds, and each cell of a table. */
  readonly inside: readonly Choice[];
  readonly table: TableChoice;
}

interface TableChoice {
  readonly columns: number;
  readonly rows: number;
  /** Whether it is one that GitHub's tables can say. */
  readonly isPlain: boolean;
  readonly align: "center" | "right" | null;
  readonly background: "red" | null;
  readonly width: number | null;
  readonly layout: "full" | null;
  readonly isMerged: boolean;
}

const anyTable: fc.Arbitrary<TableChoice> = fc.record({
  columns: fc.integer({ min: 1, max: 3 }),
  rows: fc.integer({ min: 1, max: 3 }),
  isPlain: fc.boolean(),
  align: fc.constantFrom("center", "right", null),
  background: fc.constantFrom("red", null),
  width: fc.constantFrom(null, 120),
  layout: fc.constantFrom("full", null),
  isMerged: fc.boolean(),
});

const anyChoice: fc.Memo<Choice> = fc.memo(
  (depth): fc.Arbitrary<Choice> =>
    fc.record({
      type: fc.constantFrom(
        "plain",
        "plain",
        "plain",
        "plain",
        "heading",
        "heading",
        "quote",
        "quote",
        "code",
        "code",
        "rule",
        "page_break",
        "toc",
        "embed",
        "callout",
        "toggle",
        "table",
        "figure",
        "file",
      ),
      list: fc.constantFrom(null, null, "bullet", "ordered", "task"),
      level: fc.integer({ min: 1, max: 6 }),
      indent: fc.nat({ max: maxIndent }),
      start: fc.option(fc.integer({ min: 0, max: 20 })),
      checked: fc.constantFrom(true, null),
      inline: anyInline,
      code: anyText,
      tone: fc.constantFrom("tip", "warning", "caution", null),
      inside: depth > 1 ? fc.array(anyChoice(depth - 1), { minLength: 1, maxLength: 3 }) : fc.constant([]),
      table: anyTable,
    }),
);

/** A document whose every indent has an item to belong to, and every footnote's sign a note. */
export const anyDocument: fc.Arbitrary<Node> = fc
  .array(anyChoice(3), { minLength: 1, maxLength: 8 })
  .map((choices) => schema.node("doc", null, withNotes(blocksOf(choices))));

/** With the notes that the signs in them are of, each some of the words that are there. */
function withNotes(blocks: readonly Node[]): readonly Node[] {
  const names = new Set<string>();
  const look = (node: Node) => {
    if (node.type.name === "footnote_ref") names.add(String(node.attrs.name));
    return true;
  };
  for (const block of blocks) {
    look(block);
    block.descendants(look);
  }
  const words = blocks.find(({ type, childCount }) => type.name === "paragraph" && childCount > 0)?.content;
  const notes = [...names].map((name) => schema.node("paragraph", { kind: "footnote", name }, words));
  return [...blocks, ...notes];
}

const hash = "0123456789abcdef".repeat(4);
const addresses = [
  `/api/documents/a-document-of-ours/files/${hash}`,
  `/docs/api/documents/a-document-of-ours/files/${hash}`,
  "https://example.org/a_(b)?c=d&e#f",
];

/** What is no text of its own: a picture with its words, or a file. */
function mediaOf({ type, inline, code, level, start, checked }: Choice, indent: number | null): Node {
  const src = addresses[level % addresses.length] ?? null;
  const words = code.replace(/\s+/g, " ").trim() || null;
  const size = start === null ? null : start * 1000;
  if (type === "file") return schema.node("file", { src, name: words, size, type: "a/b+c", indent });
  const width = start === null ? null : 100 + start;
  const align = checked === true ? "right" : null;
  return schema.node("figure", { src, alt: words, width, align, indent }, level > 3 ? [] : inline);
}

function blocksOf(choices: readonly Choice[]): Node[] {
  // The quotes of the items that are open, by their indent.
  const items: number[] = [];
  return choices.map((choice) => {
    if (choice.type === "rule") {
      items.length = 0;
      return schema.node("horizontal_rule");
    }
    if (choice.type === "page_break" || choice.type === "toc") {
      items.length = 0;
      return schema.node(choice.type);
    }
    items.length = Math.min(items.length, choice.indent);
    const indent = items.length > 0 ? items.length : null;
    if (choice.type === "embed")
      return schema.node("embed", { src: "https://vimeo.com/1?a=_b_&c='*'", indent });
    if (choice.type === "callout" || choice.type === "toggle") {
      const tone = choice.type === "callout" ? { tone: choice.tone } : {};
      const inside = blocksOf(choice.inside);
      return schema.node(
        choice.type,
        { ...tone, indent },
        inside.length > 0 ? inside : [schema.node("paragraph")],
      );
    }
    if (choice.type === "table") return tableOf(choice, indent);
    if (choice.type === "figure" || choice.type === "file") return mediaOf(choice, indent);
    if (choice.type === "code")
      return schema.node("code_block", { language: choice.checked ? "math" : "js", indent }, [
        schema.text(choice.code),
      ]);
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

/** The words of the choice in the first cell of each row, merged with the next one or not. */
function tableOf({ table, inline, inside }: Choice, indent: number | null): Node {
  const { columns, isPlain, align, background, width, layout } = table;
  const rows = Array.from({ length: table.rows }, (_, row) => {
    const isMerged = table.isMerged && !isPlain && columns > 1;
    const cells = Array.from({ length: isMerged ? columns - 1 : columns }, (_unused, column) => {
      const isFirst = column === 0;
      const blocks = isFirst && !isPlain && inside.length > 0 ? blocksOf(inside) : [];
      const said = isPlain ? {} : { background, width: row === 0 ? width : null };
      return schema.node(
        (isPlain ? row === 0 : isFirst) ? "table_header" : "table_cell",
        { align, ...said, colspan: isMerged && isFirst ? 2 : null },
        blocks.length > 0 ? blocks : [schema.node("paragraph", null, isFirst ? inline : [])],
      );
    });
    return schema.node("table_row", null, cells);
  });
  return schema.node("table", { indent, layout: isPlain ? null : layout }, rows);
}
