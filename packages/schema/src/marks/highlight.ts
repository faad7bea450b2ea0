import { choice } from "../attribute.ts";
import type { DomElement } from "../dom-element.ts";
import { type Hue, hues } from "../hues.ts";
import type { MarkKind } from "../kind.ts";

/** Null is yellow, what a pen is that nobody chose. */
const attributes = { color: choice(hues.filter((hue) => hue !== "yellow")) };

/** The hue of a highlight, whatever is stored. */
export function readHighlight(values: Readonly<Record<string, unknown>>): Hue {
  return attributes.color.read(values.color) ?? "yellow";
}

/** Marked with a pen: a wash of colour behind the text. Markdown has no sign for it: there it is the HTML tag. */
export const highlight = {
  name: "highlight",
  since: 3,
  attributes,
  required: [],
  spec: {
    parseDOM: [
      {
        tag: "mark",
        getAttrs: (element: DomElement) => ({
          color: attributes.color.read(element.getAttribute("data-color")),
        }),
      },
    ],
    toDOM: (mark) => ["mark", { "data-color": attributes.color.read(mark.attrs.color) }, 0],
  },
} satisfies MarkKind<"highlight">;
