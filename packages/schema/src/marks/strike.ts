import type { MarkKind } from "../kind.ts";

/** Struck through. */
export const strike = {
  name: "strike",
  since: 1,
  attributes: {},
  required: [],
  spec: {
    parseDOM: [
      { tag: "s" },
      { tag: "del" },
      { tag: "strike" },
      { style: "text-decoration=line-through" },
      { style: "text-decoration-line=line-through" },
    ],
    toDOM: () => ["s", 0],
  },
} satisfies MarkKind<"strike">;
