import { lineOfProse } from "./prose.ts";

/** Every kind that a document can hold, in Markdown. */
const kinds = [
  "# A heading",
  "- an item",
  "1. a step",
  "- [ ] to do",
  "> said",
  "> [!TIP]\n> A callout.",
  ":::toggle\nA toggle.\n\nWhat it folds away.\n:::",
  "```js\nconst kind = 1;\n```",
  "---",
  "$$\ne^{i\\pi} = -1\n$$",
  "```mermaid\ngraph LR\n  a --> b\n```",
  "A note[^n] and ![a picture](https://example.org/small.png) in a line.",
  "[^n]: What it says.",
  "| A | table |\n| --- | --- |\n| of | cells |",
  ":::figure\n![A picture](https://example.org/picture.png)\n\nA caption.\n:::",
  `::file{name="notes.pdf" src="/api/documents/bench-document-0/files/${"0".repeat(64)}"}`,
  '::embed{src="https://youtu.be/dQw4w9WgXcQ"}',
  "::page-break",
  'On <time datetime="2026-11-22">22 November 2026</time> <bdi data-mention="ada">@Ada</bdi> wrote [the plan](/d/0123456789abcdef).',
  '<mark>marked</mark> <span data-color="red">coloured</span> x<sup>2</sup> H<sub>2</sub>O, $e^{i\\pi} = -1$',
  "**bold** *slanted* <u>underlined</u> ~~struck~~ `code` [link](https://example.org)\\\nbroken",
] as const;

/** What a document has once: each of them lists all headings. */
const contents = "::toc";

/**
 * So many blocks in Markdown: lines of prose at even places, and between them every kind that there is, in turn, after one
 * table of contents.
 */
export function blocksOfEveryKind(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => {
    if (index % 2 === 0) return lineOfProse(index);
    return index === 1 ? contents : (kinds[((index - 3) / 2) % kinds.length] ?? "");
  });
}
