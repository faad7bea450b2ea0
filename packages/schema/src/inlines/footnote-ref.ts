import type { DomElement } from "../dom-element.ts";
import type { NodeKind } from "../kind.ts";
import { noteName } from "../note-name.ts";

const attributes = { name: noteName };

/** The sign of a footnote: which one it is, by the name that the note's paragraphs have. Its number is where it stands. */
export const footnoteRef = {
  name: "footnote_ref",
  since: 3,
  attributes,
  spec: {
    group: "inline",
    inline: true,
    // A number is no word of the text, and a heading or a title does not say it.
    leafText: () => "",
    parseDOM: [
      {
        tag: "sup[data-footnote-ref]",
        getAttrs: (element: DomElement) => {
          const name = noteName.read(element.getAttribute("data-footnote-ref"));
          return name !== null && { name };
        },
      },
    ],
    toDOM: (node) => [
      "sup",
      { "data-quire": "footnote_ref", "data-footnote-ref": noteName.read(node.attrs.name) },
    ],
  },
} satisfies NodeKind<"footnote_ref">;
