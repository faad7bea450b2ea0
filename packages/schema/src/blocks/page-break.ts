import { line } from "../attribute.ts";
import type { NodeKind } from "../kind.ts";

/** Where a new page begins on paper. It stands at the left edge and ends every list and quote. */
export const pageBreak = {
  name: "page_break",
  since: 3,
  attributes: { id: line(64) },
  spec: {
    group: "block",
    parseDOM: [{ tag: "[data-quire=page_break], hr.page-break", priority: 60 }],
    toDOM: () => ["div", { "data-quire": "page_break", style: "break-after: page" }],
  },
} satisfies NodeKind<"page_break">;
