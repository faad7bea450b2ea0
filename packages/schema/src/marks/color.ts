import type { DomElement } from "../dom-element.ts";
import { hue } from "../hues.ts";
import type { MarkKind } from "../kind.ts";

const attributes = { color: hue() };

/** Text in a colour. One of no hue that we know is text alone. Markdown has no sign for it: there it is an HTML tag. */
export const color = {
  name: "color",
  since: 3,
  attributes,
  required: ["color"],
  spec: {
    parseDOM: [
      {
        tag: "span[data-color]",
        getAttrs: (element: DomElement) => {
          const read = attributes.color.read(element.getAttribute("data-color"));
          return read !== null && { color: read };
        },
      },
    ],
    toDOM: (mark) => ["span", { "data-color": attributes.color.read(mark.attrs.color) }, 0],
  },
} satisfies MarkKind<"color">;
