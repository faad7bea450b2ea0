import type { Element } from "hast";
import type { BlockContent } from "mdast";
import type { Node } from "prosemirror-model";
import { codeBlock } from "../blocks/code-block.ts";
import { standsAlone, trimSource } from "../markdown/source-check.ts";
import { schema } from "../schema.ts";
import type { Conversion } from "./conversion.ts";

const { language } = codeBlock.attributes;

export const codeBlockConversion: Conversion = {
  name: "code_block",
  toMdast,
  toHast,
  fromMdast(node) {
    if (node.type !== "code") return undefined;
    return { type: "block", block: codeBlockOf(node.value, { language: language.read(node.lang) }) };
  },
};

/** A code block with this text. */
export function codeBlockOf(text: string, attributes: Readonly<Record<string, unknown>>): Node {
  return schema.node("code_block", attributes, text === "" ? [] : [schema.text(text)]);
}

function toMdast(block: Node): BlockContent[] {
  const text = block.textContent.replace(/\r\n?/g, "\n");
  const lang = language.read(block.attrs.language);
  if (block.attrs.source !== true) return [{ type: "code", lang, value: text }];
  const source = trimSource(text);
  if (source === "") return [];
  return [standsAlone(source) ? { type: "html", value: source } : { type: "code", lang, value: text }];
}

function toHast(block: Node): Element {
  const name = language.read(block.attrs.language);
  const code: Element = {
    type: "element",
    tagName: "code",
    properties: name === null ? {} : { className: [`language-${name}`] },
    children: [{ type: "text", value: block.textContent }],
  };
  return { type: "element", tagName: "pre", properties: {}, children: [code] };
}
