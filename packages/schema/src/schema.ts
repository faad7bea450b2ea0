import { type MarkSpec, type NodeSpec, Schema } from "prosemirror-model";
import { attributeSpecs } from "./attribute.ts";
import { callout } from "./blocks/callout.ts";
import { codeBlock } from "./blocks/code-block.ts";
import { embed } from "./blocks/embed.ts";
import { figure } from "./blocks/figure.ts";
import { file } from "./blocks/file.ts";
import { horizontalRule } from "./blocks/horizontal-rule.ts";
import { pageBreak } from "./blocks/page-break.ts";
import { paragraph } from "./blocks/paragraph.ts";
import { table, tableRow } from "./blocks/table.ts";
import { tableCell, tableHeader } from "./blocks/table-cell.ts";
import { toc } from "./blocks/toc.ts";
import { toggle } from "./blocks/toggle.ts";
import { date } from "./inlines/date.ts";
import { documentLink } from "./inlines/document-link.ts";
import { footnoteRef } from "./inlines/footnote-ref.ts";
import { hardBreak } from "./inlines/hard-break.ts";
import { image } from "./inlines/image.ts";
import { math } from "./inlines/math.ts";
import { mention } from "./inlines/mention.ts";
import type { MarkKind, NodeKind } from "./kind.ts";
import { code } from "./marks/code.ts";
import { color } from "./marks/color.ts";
import { em } from "./marks/em.ts";
import { highlight } from "./marks/highlight.ts";
import { link } from "./marks/link.ts";
import { strike } from "./marks/strike.ts";
import { strong } from "./marks/strong.ts";
import { subscript } from "./marks/subscript.ts";
import { superscript } from "./marks/superscript.ts";
import { underline } from "./marks/underline.ts";
import { type SealedName, sealedSpecs } from "./sealed.ts";

/** The kinds that stand on lines of their own, or in others, the plain one first: ProseMirror fills gaps with it. */
export const blockKinds = [
  paragraph,
  codeBlock,
  horizontalRule,
  callout,
  toggle,
  figure,
  file,
  table,
  embed,
  pageBreak,
  toc,
] as const;

/** The kinds that stand nowhere but in a table. */
export const tableParts = [tableRow, tableCell, tableHeader] as const;

/** The kinds that stand in a line of text, as one thing each. */
export const inlineKinds = [hardBreak, date, mention, documentLink, footnoteRef, image, math] as const;

/** The kinds that stand in a document. */
export const nodeKinds = [...blockKinds, ...tableParts, ...inlineKinds] as const;

/** The marks, outermost first. */
export const markKinds = [
  link,
  highlight,
  color,
  strong,
  em,
  underline,
  strike,
  superscript,
  subscript,
  code,
] as const;

export type NodeName = (typeof nodeKinds)[number]["name"];
export type MarkName = (typeof markKinds)[number]["name"];
/** The kinds that stand on lines of their own, or in others. */
export type BlockName = (typeof blockKinds)[number]["name"];
/** The kinds that stand in a line of text. */
export type InlineName = (typeof inlineKinds)[number]["name"];
/** What stands nowhere but in a table. */
export type TablePart = (typeof tableParts)[number]["name"];

/** The highest `since` of every kind, mark and attribute: what a page with this schema can show. */
export const schemaVersion = 3;

/** What a document is made of, and what stands in a view for the rest. */
export const schema: Schema<"doc" | "text" | NodeName | SealedName, MarkName> = new Schema({
  nodes: {
    doc: { content: "block+" },
    paragraph: nodeSpec(paragraph),
    code_block: nodeSpec(codeBlock),
    horizontal_rule: nodeSpec(horizontalRule),
    callout: nodeSpec(callout),
    toggle: nodeSpec(toggle),
    table: nodeSpec(table),
    table_row: nodeSpec(tableRow),
    table_cell: nodeSpec(tableCell),
    table_header: nodeSpec(tableHeader),
    figure: nodeSpec(figure),
    file: nodeSpec(file),
    embed: nodeSpec(embed),
    page_break: nodeSpec(pageBreak),
    toc: nodeSpec(toc),
    hard_break: nodeSpec(hardBreak),
    date: nodeSpec(date),
    mention: nodeSpec(mention),
    document_link: nodeSpec(documentLink),
    image: nodeSpec(image),
    footnote_ref: nodeSpec(footnoteRef),
    math: nodeSpec(math),
    text: { group: "inline" },
    ...sealedSpecs,
  },
  marks: {
    link: markSpec(link),
    highlight: markSpec(highlight),
    color: markSpec(color),
    strong: markSpec(strong),
    em: markSpec(em),
    underline: markSpec(underline),
    strike: markSpec(strike),
    superscript: markSpec(superscript),
    subscript: markSpec(subscript),
    code: markSpec(code),
  },
});

function nodeSpec({ spec, attributes }: NodeKind): NodeSpec {
  return { ...spec, attrs: attributeSpecs(attributes) };
}

function markSpec({ spec, attributes, required }: MarkKind): MarkSpec {
  return { ...spec, attrs: attributeSpecs(attributes, required) };
}
