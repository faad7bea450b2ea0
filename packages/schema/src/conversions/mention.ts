import type { PhrasingContent } from "mdast";
import { mentionOf, readMention, writeName } from "../inlines/mention.ts";
import { readPair, writePair } from "../markdown/html-tags.ts";
import { schema } from "../schema.ts";
import type { InlineConversion } from "./inline-conversion.ts";

/** A mention is the element that HTML has for names, with the id of who is named. */
export const mentionConversion: InlineConversion = {
  name: "mention",
  toMdast(node) {
    const { person, name } = readMention(node.attrs);
    const text = writeName(name);
    return person === null || name === null
      ? [{ type: "text", value: text }]
      : writePair("bdi", { value: person, text });
  },
  toHast(node) {
    const { person, name } = readMention(node.attrs);
    const properties = person === null ? {} : { dataMention: person };
    return {
      type: "element",
      tagName: "bdi",
      properties,
      children: [{ type: "text", value: writeName(name) }],
    };
  },
  fromMdast(nodes, at) {
    const node = nodes[at];
    if (node?.type === "textDirective" && node.name === "mention")
      return { node: schema.node("mention", node.attributes), length: 1 };
    const pair = readPair("bdi", nodes, at);
    const named = pair && mentionOf(pair.value, pair.text);
    return named && { node: schema.node("mention", { ...named }), length: 3 };
  },
  elements: {
    bdi(state, element) {
      const children = state.all(element) as PhrasingContent[];
      const [only] = element.children;
      const text = element.children.length === 1 && only?.type === "text" ? only.value : "";
      const named = mentionOf(element.properties.dataMention, text);
      return named === undefined
        ? children
        : { type: "textDirective", name: "mention", attributes: { ...named }, children };
    },
  },
};
