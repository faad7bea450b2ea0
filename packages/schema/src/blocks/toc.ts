import { line } from "../attribute.ts";
import type { NodeKind } from "../kind.ts";

/** The document's headings as a list, drawn from what they say now. It stands at the left edge and ends every list and quote. */
export const toc = {
  name: "toc",
  since: 3,
  attributes: { id: line(64) },
  spec: {
    group: "block",
    parseDOM: [{ tag: "nav[role=doc-toc]", priority: 60 }],
    toDOM: () => ["nav", { "data-quire": "toc", role: "doc-toc" }],
  },
} satisfies NodeKind<"toc">;
