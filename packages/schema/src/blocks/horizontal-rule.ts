import { line } from "../attribute.ts";
import type { NodeKind } from "../kind.ts";

/** A divider. It stands at the left edge and ends every list and quote. */
export const horizontalRule = {
  name: "horizontal_rule",
  since: 1,
  attributes: { id: line(64) },
  spec: {
    group: "block",
    parseDOM: [{ tag: "hr" }],
    toDOM: () => ["hr"],
  },
} satisfies NodeKind<"horizontal_rule">;
