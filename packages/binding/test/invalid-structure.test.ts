import { type Node, Schema } from "prosemirror-model";
import { expect, test } from "vitest";
import { BoundPage, read, written } from "./bound-page.ts";
import { sharedContentOf } from "./content.ts";
import { cell, doc, li, p, quote, row, schema, table, ul } from "./schema.ts";
import { Wire } from "./wire.ts";

/** One in which nothing may be empty that holds blocks. */
const strict = new Schema({
  nodes: schema.spec.nodes
    .update("doc", { ...schema.spec.nodes.get("doc"), content: "block+" })
    .update("blockquote", { ...schema.spec.nodes.get("blockquote"), content: "block+" })
    .update("bullet_list", { ...schema.spec.nodes.get("bullet_list"), content: "list_item+" })
    .update("list_item", { ...schema.spec.nodes.get("list_item"), content: "paragraph block*" })
    .update("table", { ...schema.spec.nodes.get("table"), content: "table_row+" })
    .update("table_row", { ...schema.spec.nodes.get("table_row"), content: "table_cell+" })
    .update("table_cell", { ...schema.spec.nodes.get("table_cell"), content: "block+" }),
  marks: schema.spec.marks,
});

/** What is left of each when one person has deleted its first part, and another its second. */
const shapes: readonly (readonly [what: string, blocks: readonly Node[], left: string])[] = [
  ["a document without blocks", [p("1"), p("2")], "(doc )"],
  ["a quote without blocks", [quote([p("1"), p("2")])], "(doc (blockquote ))"],
  ["a list without items", [ul([li([p("1")]), li([p("2")])])], "(doc (bullet_list ))"],
  ["an item without a paragraph", [ul([li([p("1"), p("2")])])], "(doc (bullet_list (list_item )))"],
  ["a table without rows", [table([row([cell([p("1")])]), row([cell([p("2")])])])], "(doc (table ))"],
  ["a row without cells", [table([row([cell([p("1")]), cell([p("2")])])])], "(doc (table (table_row )))"],
  [
    "a cell without blocks",
    [table([row([cell([p("1"), p("2")])])])],
    "(doc (table (table_row (table_cell ))))",
  ],
];

test.each(shapes)(
  "D1 %s, as two edits leave it, is shown filled, and filled in the document by who writes there",
  (_, blocks, left) => {
    const around = left === "(doc )" ? [] : [p("above")];
    const bytes = written(doc(...around, ...blocks));
    const [a, b] = [1, 2].map((client) => new BoundPage("ours", read(bytes, client), { schema: strict })) as [
      BoundPage,
      BoundPage,
    ];
    const wire = new Wire(a, b);
    for (const [page, words] of [
      [a, "1"],
      [b, "2"],
    ] as const)
      removePart(page, words, blocks);
    wire.exchange();
    const shared = around.length === 0 ? left : left.replace("(doc ", '(doc (paragraph "above"[]) ');
    const late = new BoundPage("ours", read(a.bytes, 3), { schema: strict });
    for (const page of [a, b, late]) {
      page.doc.check();
      expect(page.doc.textContent).toBe(around.length === 0 ? "" : "above");
      expect(sharedContentOf(page.fragment), "nobody has written anything").toBe(shared);
    }

    // An edit elsewhere leaves it as it is.
    if (around.length > 0) {
      a.edit((tr) => tr.insertText("!", 6));
      wire.exchange();
      expect(sharedContentOf(b.fragment)).toBe(shared.replace("above", "above!"));
    }
    a.edit((tr) => tr.insertText("mended", lastTextblock(a.doc) + 1));
    wire.exchange();
    for (const page of [a, b]) {
      page.doc.check();
      expect(page.doc.textContent).toBe(around.length === 0 ? "mended" : "above!mended");
      expect(page.doc.toJSON()).toEqual(new BoundPage("ours", read(page.bytes, 4)).doc.toJSON());
    }
    expect(b.doc.eq(a.doc)).toBe(true);
  },
);

/** Deletes the largest part with these words in which nothing else stands, of the smallest thing that both are in. */
function removePart(page: BoundPage, words: string, blocks: readonly Node[]): void {
  const all = blocks.map((block) => block.textContent).join("");
  page.edit((tr) => {
    let part: { readonly from: number; readonly to: number } | undefined;
    tr.doc.descendants((node, pos) => {
      if (!node.isText && node.textContent === words && words !== all)
        part ??= { from: pos, to: pos + node.nodeSize };
    });
    if (part === undefined) throw new Error(`there is no part ${words}`);
    return tr.delete(part.from, part.to);
  });
}

function lastTextblock(doc: Node): number {
  let found = 0;
  doc.descendants((node, pos) => {
    if (node.isTextblock) found = pos;
  });
  return found;
}
