import type { MarkKind } from "../kind.ts";

/** Lowered. See `superscript` for the two together. */
export const subscript = {
  name: "subscript",
  since: 3,
  attributes: {},
  required: [],
  spec: {
    parseDOM: [{ tag: "sub" }],
    toDOM: () => ["sub", 0],
  },
} satisfies MarkKind<"subscript">;
