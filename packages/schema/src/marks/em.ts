import type { MarkKind } from "../kind.ts";

/** Italic. */
export const em = {
  name: "em",
  since: 1,
  attributes: {},
  required: [],
  spec: {
    parseDOM: [{ tag: "em" }, { tag: "i" }, { style: "font-style=italic" }],
    toDOM: () => ["em", 0],
  },
} satisfies MarkKind<"em">;
