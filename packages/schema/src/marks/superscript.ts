import type { MarkKind } from "../kind.ts";

/**
 * Raised. The schema lets it stand with `subscript`, though commands take the one for the other: two people may each set
 * one at once, and then all pages have to draw the same. A note's sign in HTML is raised too, and is no such text.
 */
export const superscript = {
  name: "superscript",
  since: 3,
  attributes: {},
  required: [],
  spec: {
    parseDOM: [{ tag: "sup:not([data-footnote-ref])" }],
    toDOM: () => ["sup", 0],
  },
} satisfies MarkKind<"superscript">;
