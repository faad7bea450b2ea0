import { written } from "./bound-page.ts";
import { br, cell, divider, doc, h, li, p, pre, quote, row, table, text, ul } from "./schema.ts";

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
