import type { MarkKind } from "../kind.ts";

/** Bold. */
export const strong = {
  name: "strong",
  since: 1,
  attributes: {},
  required: [],
  spec: {
    parseDOM: [
      { tag: "strong" },
      // Google Docs wraps all that is copied in a <b> that is not bold.
      { tag: "b:not([style*='font-weight:normal']):not([style*='font-weight: normal'])" },
      { style: "font-weight", getAttrs: (value) => isBold(value) && null },
    ],
    toDOM: () => ["strong", 0],
  },
} satisfies MarkKind<"strong">;

function isBold(weight: string): boolean {
  return /^(bold(er)?|[6-9]\d\d)$/.test(weight);
}
