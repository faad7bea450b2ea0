import type { Node } from "prosemirror-model";
import { written } from "./bound-page.ts";
import { br, cell, divider, doc, h, image, li, p, pre, quote, row, table, text, ul } from "./schema.ts";

/** Documents to begin with. Words in capitals are marked in the page; nobody types any. */
export const texts: readonly Uint8Array[] = [
  doc(p("one ABCDE two"), p([text("FGH", "strong"), text(" look")]), p()),
  doc(h("KLMNO"), ul([li([p("say PQR so")]), li([p("oo")])]), p("STUV")),
  doc(table([row([cell([p("ABC")]), cell([p("DEF loo")])]), row([cell([p()]), cell([p("o")])])]), p("GHIJ")),
  doc(
    p([text("lo "), br(), text("WXYZ", ["comment", { id: 1 }])]),
    divider(),
    quote([p("ABCD"), pre("EFG")]),
  ),
  doc(),
].map(written);

/** A document with every kind of node and mark. */
export function everything(): Node {
  return doc(
    h("Title", { level: 1, id: "t" }),
    p([text("plain "), text("bold", "strong"), br(), text("both", "strong", "em"), image("a.png")], {
      align: "left",
    }),
    p(),
    p([image("b.png")]),
    quote([p("said"), quote([p([text("noted", ["comment", { id: 1 }], ["comment", { id: 2 }])])])], {
      tone: "calm",
    }),
    ul([li([p("one"), ul([li([p("deep")])])]), li([], { checked: false })]),
    table([row([cell([p("1")], { colspan: 2 })]), row([cell([pre("let x\n = 1")]), cell([])])], {
      widths: [1, 2],
    }),
    pre("", { language: "js" }),
    p("😀 \u0000 \u200b é\t  two"),
  );
}
