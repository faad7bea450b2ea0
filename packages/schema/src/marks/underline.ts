import type { MarkKind } from "../kind.ts";

/** Underlined. Markdown has no sign for it: there it is the HTML tag. */
export const underline = {
  name: "underline",
  since: 1,
  attributes: {},
  required: [],
  spec: {
    parseDOM: [
      { tag: "u" },
      { tag: "ins" },
      { style: "text-decoration=underline" },
      { style: "text-decoration-line=underline" },
    ],
    toDOM: () => ["u", 0],
  },
} satisfies MarkKind<"underline">;
