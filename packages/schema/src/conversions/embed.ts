import type { BlockContent } from "mdast";
import type { Node } from "prosemirror-model";
import { readEmbed } from "../blocks/embed.ts";
import { embedFrameOf } from "../embed-sites.ts";
import { schema } from "../schema.ts";
import type { Conversion } from "./conversion.ts";

/** An embed is the directive `::embed{src="…"}`, in HTML a link that says so. One of a site that is none of ours is a link. */
export const embedConversion: Conversion = {
  name: "embed",
  toMdast(block) {
    const src = readEmbed(block.attrs);
    if (src === null) return [];
    return isOfOurs(src) ? [directiveOf(src)] : [linkOf(src)];
  },
  toHast(block) {
    const src = readEmbed(block.attrs) ?? "";
    const words = { type: "text" as const, value: src };
    const properties = {
      href: src,
      rel: ["noopener", "noreferrer"],
      ...(isOfOurs(src) && { dataEmbed: true }),
    };
    return {
      type: "element",
      tagName: "div",
      properties: {},
      children: src === "" ? [] : [{ type: "element", tagName: "a", properties, children: [words] }],
    };
  },
  fromMdast(node) {
    if (node.type !== "leafDirective" || node.name !== "embed") return undefined;
    const src = readEmbed({ src: node.attributes?.src });
    return src === null ? undefined : { type: "block", block: blockOf(src) };
  },
  elements: {
    a(_state, element) {
      const { href, dataEmbed } = element.properties;
      const src = readEmbed({ src: href });
      const isEmbed = dataEmbed !== undefined && src !== null && isOfOurs(src);
      return isEmbed ? directiveOf(src) : undefined;
    },
    iframe(_state, element) {
      const src = readEmbed({ src: element.properties.src });
      return src !== null && isOfOurs(src) ? directiveOf(src) : undefined;
    },
  },
};

function isOfOurs(src: string): boolean {
  return embedFrameOf(src) !== null;
}

function directiveOf(src: string) {
  return { type: "leafDirective" as const, name: "embed", attributes: { src }, children: [] };
}

function linkOf(src: string): BlockContent {
  return {
    type: "paragraph",
    children: [{ type: "link", url: src, children: [{ type: "text", value: src }] }],
  };
}

function blockOf(src: string): Node {
  if (isOfOurs(src)) return schema.node("embed", { src });
  return schema.node("paragraph", null, schema.text(src, [schema.mark("link", { href: src })]));
}
