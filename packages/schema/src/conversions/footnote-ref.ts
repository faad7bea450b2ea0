import { noteName } from "../note-name.ts";
import { schema } from "../schema.ts";
import type { InlineConversion } from "./inline-conversion.ts";

/** The sign of a footnote is GitHub's `[^name]`. What its note is read as decides whether it is one: see `notes.ts`. */
export const footnoteRefConversion: InlineConversion = {
  name: "footnote_ref",
  toMdast(node) {
    const name = noteName.read(node.attrs.name);
    return name === null ? [] : [{ type: "footnoteReference", identifier: name, label: name }];
  },
  toHast(node) {
    const name = noteName.read(node.attrs.name);
    const properties = name === null ? {} : { dataFootnoteRef: name };
    return { type: "element", tagName: "sup", properties, children: [] };
  },
  fromMdast(nodes, at) {
    const node = nodes[at];
    if (node?.type !== "footnoteReference" || node.data?.isNote !== true) return undefined;
    return { node: schema.node("footnote_ref", { name: node.identifier }), length: 1 };
  },
};
