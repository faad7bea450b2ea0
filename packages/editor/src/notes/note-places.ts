import { noteOf, schema } from "@quire/schema";
import type { Node } from "prosemirror-model";

/** A footnote's sign, or a paragraph of a footnote, and where it stands. */
export interface NotePlace {
  readonly type: "sign" | "note";
  readonly name: string;
  readonly pos: number;
  readonly size: number;
}

/** Finds what belongs to footnotes, block by block: what was looked through is remembered. */
export function createNotePlaces(): (doc: Node, from?: number, to?: number) => readonly NotePlace[] {
  const known = new WeakMap<Node, readonly NotePlace[]>();
  const placesIn = (block: Node) => {
    const places = known.get(block) ?? look(block);
    known.set(block, places);
    return places;
  };
  return ({ children }, from = 0, to = children.length) => {
    const found: NotePlace[] = [];
    let start = 0;
    for (const [index, block] of children.entries()) {
      if (index >= from && index < to)
        for (const place of placesIn(block)) found.push({ ...place, pos: start + place.pos });
      start += block.nodeSize;
    }
    return found;
  };
}

/** By positions from the start of the block. */
function look(block: Node): readonly NotePlace[] {
  const places: NotePlace[] = [];
  const visit = (node: Node, pos: number) => {
    const isSign = node.type === schema.nodes.footnote_ref;
    const isNote = node.type === schema.nodes.paragraph && noteOf(node.attrs) !== null;
    if (isSign || isNote)
      places.push({
        type: isSign ? "sign" : "note",
        name: String(node.attrs.name),
        pos,
        size: node.nodeSize,
      });
    return true;
  };
  visit(block, 0);
  block.descendants((node, pos) => visit(node, pos + 1));
  return places;
}

/** The numbers of notes by their names: in the order of their first signs, then those that no sign leads to. */
export function numbersOf(places: readonly NotePlace[]): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  for (const wanted of ["sign", "note"] as const)
    for (const { type, name } of places)
      if (type === wanted && !numbers.has(name)) numbers.set(name, numbers.size + 1);
  return numbers;
}
