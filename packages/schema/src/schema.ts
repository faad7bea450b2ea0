import { type MarkSpec, type NodeSpec, Schema } from "prosemirror-model";
import { attributeSpecs } from "./attribute.ts";
import { codeBlock } from "./blocks/code-block.ts";
import { hardBreak } from "./blocks/hard-break.ts";
import { horizontalRule } from "./blocks/horizontal-rule.ts";
import { paragraph } from "./blocks/paragraph.ts";
import type { MarkKind, NodeKind } from "./kind.ts";
import { code } from "./marks/code.ts";
import { em } from "./marks/em.ts";
import { link } from "./marks/link.ts";
import { strike } from "./marks/strike.ts";
import { strong } from "./marks/strong.ts";
import { underline } from "./marks/underline.ts";
import { type SealedName, sealedSpecs } from "./sealed.ts";

/** The kinds that stand in a document, the plain one first: ProseMirror fills gaps with it. */
export const nodeKinds = [paragraph, codeBlock, horizontalRule, hardBreak] as const;

/** The marks, outermost first. */
export const markKinds = [link, strong, em, underline, strike, code] as const;

export type NodeName = (typeof nodeKinds)[number]["name"];
export type MarkName = (typeof markKinds)[number]["name"];
/** The kinds that stand on lines of their own. */
export type BlockName = Exclude<NodeName, "hard_break">;

/** The highest `since` of every kind, mark and attribute: what a page with this schema can show. */
export const schemaVersion = 1;

/** What a document is made of, and what stands in a view for the rest. */
export const schema: Schema<"doc" | "text" | NodeName | SealedName, MarkName> = new Schema({
  nodes: {
    doc: { content: "block+" },
    paragraph: nodeSpec(paragraph),
    code_block: nodeSpec(codeBlock),
    horizontal_rule: nodeSpec(horizontalRule),
    hard_break: nodeSpec(hardBreak),
    text: { group: "inline" },
    ...sealedSpecs,
  },
  marks: {
    link: markSpec(link),
    strong: markSpec(strong),
    em: markSpec(em),
    underline: markSpec(underline),
    strike: markSpec(strike),
    code: markSpec(code),
  },
});

function nodeSpec({ spec, attributes }: NodeKind): NodeSpec {
  return { ...spec, attrs: attributeSpecs(attributes) };
}

function markSpec({ spec, attributes, required }: MarkKind): MarkSpec {
  return { ...spec, attrs: attributeSpecs(attributes, required) };
}
