import type { Node } from "prosemirror-model";
import { box, cell, type Page, p, pre, row, schema, table } from "./rescue-pages.ts";

/** A document in which each letter stands once. */
export const blocks: readonly Node[] = [
  p("p1", "abcdef"),
  p("p2", "ghijkl"),
  box("c", [p("p3", "mnopqr"), p("p4", "stuvwx")]),
  pre("k", "012345"),
  table("t", [
    row(cell(p("p5", "ABCDEF")), cell(p("p6", "GHIJKL"))),
    row(cell(p("p7", "MNOPQR")), cell(p("p8", "STUVWX"))),
  ]),
];

/** The blocks that are typed into. */
export const targets = ["p1", "p2", "p3", "p4", "k", "p5", "p6", "p7"] as const;

function place(page: Page, id: string): { readonly from: number; readonly to: number; readonly node: Node } {
  const { node, pos } = page.find(id);
  return { from: pos, to: pos + node.nodeSize, node };
}

/** Takes a block away and puts it somewhere, as one transaction; the place is one in the document before. */
function carry(page: Page, id: string, to: number): void {
  const { from, to: end, node } = place(page, id);
  page.edit((tr) => {
    tr.delete(from, end);
    tr.insert(tr.mapping.map(to), node);
  });
}

function turn(page: Page, id: string, into: (id: string, words: string) => Node): void {
  const { from, to, node } = place(page, id);
  page.edit((tr) => tr.replaceWith(from, to, into(id, node.textContent)));
}

/** The nodes around a block, the innermost last. */
function around(page: Page, id: string, name: string): { readonly from: number; readonly to: number } {
  const $pos = page.doc.resolve(page.find(id).pos);
  for (let depth = $pos.depth; depth > 0; depth--) {
    if ($pos.node(depth).type.name === name) return { from: $pos.before(depth), to: $pos.after(depth) };
  }
  throw new Error(`${id} is in no ${name}`);
}

/** What a structural edit does, and the blocks that it takes away on purpose. */
export interface StructuralEdit {
  readonly run: (page: Page) => void;
  readonly deletes?: readonly string[];
}

const newId = (page: Page): string => `n${page.ydoc.clientID}`;

function split(page: Page, id: string): void {
  const attrs = { id: newId(page) };
  page.edit((tr) => tr.split(page.find(id).pos + 4, 1, [{ type: schema.nodes.paragraph, attrs }]));
}

function wrap(page: Page, id: string): void {
  const { from, to, node } = place(page, id);
  page.edit((tr) => tr.replaceWith(from, to, box(newId(page), [node])));
}

export const structuralEdits: Readonly<Record<string, StructuralEdit>> = {
  split: { run: (page) => split(page, "p2") },
  "split in a container": { run: (page) => split(page, "p4") },
  join: { run: (page) => page.edit((tr) => tr.join(page.find("p2").pos)) },
  "join in a container": { run: (page) => page.edit((tr) => tr.join(page.find("p4").pos)) },
  "move up": { run: (page) => carry(page, "p2", 0) },
  "move down": { run: (page) => carry(page, "p2", page.find("k").pos) },
  "drag within a container": { run: (page) => carry(page, "p4", page.find("c").pos + 1) },
  "drag into a container": { run: (page) => carry(page, "p2", page.find("p4").pos) },
  "drag out of a container": { run: (page) => carry(page, "p3", 0) },
  "move a container": { run: (page) => carry(page, "c", 0) },
  "move a table": { run: (page) => carry(page, "t", 0) },
  "delete a row": {
    run: (page) => {
      const { from, to } = around(page, "p5", "table_row");
      page.edit((tr) => tr.delete(from, to));
    },
    deletes: ["p5", "p6"],
  },
  "delete a cell": {
    run: (page) => {
      const { from, to } = around(page, "p6", "table_cell");
      page.edit((tr) => tr.delete(from, to));
    },
    deletes: ["p6"],
  },
  "code to paragraph": { run: (page) => turn(page, "k", p) },
  "paragraph to code": { run: (page) => turn(page, "p2", pre) },
  wrap: { run: (page) => wrap(page, "p2") },
  "wrap in a container": { run: (page) => wrap(page, "p3") },
  "wrap a container": { run: (page) => wrap(page, "c") },
  lift: {
    run: (page) => {
      const { from, to, node } = place(page, "c");
      page.edit((tr) => tr.replaceWith(from, to, node.content));
    },
  },
  delete: {
    run: (page) => {
      const { from, to } = place(page, "p2");
      page.edit((tr) => tr.delete(from, to));
    },
    deletes: ["p2"],
  },
  "delete a container": {
    run: (page) => {
      const { from, to } = place(page, "c");
      page.edit((tr) => tr.delete(from, to));
    },
    deletes: ["p3", "p4"],
  },
};
