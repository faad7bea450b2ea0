import type { Mark } from "prosemirror-model";
import type { Hue } from "./hues.ts";
import { color } from "./marks/color.ts";
import { highlight } from "./marks/highlight.ts";
import { schema } from "./schema.ts";

/** A tag that is a mark in Markdown too, since Markdown has no sign for it. */
export interface MarkTag {
  readonly name: "u" | "mark" | "span" | "sup" | "sub";
  readonly color: Hue | null;
}

/** The mark that a tag of this name and this `data-color` is; undefined for every other tag. */
export function markOfTag(name: string, hue: string | null): Mark | undefined {
  switch (name) {
    case "u":
      return schema.mark("underline");
    case "mark":
      return schema.mark("highlight", { color: highlight.attributes.color.read(hue) });
    case "span": {
      const known = color.attributes.color.read(hue);
      return known === null ? undefined : schema.mark("color", { color: known });
    }
    case "sup":
      return schema.mark("superscript");
    case "sub":
      return schema.mark("subscript");
    default:
      return undefined;
  }
}

/** The tag that a mark is; undefined for a mark that has a sign of its own, and for a colour that is none. */
export function tagOfMark(mark: Mark): MarkTag | undefined {
  switch (mark.type.name) {
    case "underline":
      return { name: "u", color: null };
    case "highlight":
      return { name: "mark", color: highlight.attributes.color.read(mark.attrs.color) };
    case "color": {
      const known = color.attributes.color.read(mark.attrs.color);
      return known === null ? undefined : { name: "span", color: known };
    }
    case "superscript":
      return { name: "sup", color: null };
    case "subscript":
      return { name: "sub", color: null };
    default:
      return undefined;
  }
}
