import type { NodeKind } from "../kind.ts";

/** A line break inside a paragraph. */
export const hardBreak = {
  name: "hard_break",
  since: 1,
  attributes: {},
  spec: {
    group: "inline",
    inline: true,
    selectable: false,
    linebreakReplacement: true,
    leafText: () => "\n",
    parseDOM: [{ tag: "br" }],
    toDOM: () => ["br"],
  },
} satisfies NodeKind<"hard_break">;
