import type { Node, Schema } from "prosemirror-model";
import * as Y from "yjs";
import { Reader } from "../reader.ts";
import { Registry } from "../registry.ts";
import type { LostLine } from "./dying.ts";
import type { Piece, PiecePart } from "./pieces.ts";
import { grow, type Seed, type SeedText, wordsOf } from "./seed.ts";

/** What pieces of a line read as. */
export function readPieces(pieces: readonly Piece[]): string {
  const read = ({ text, seed }: PiecePart) => (seed === undefined ? text : wordsOf(seed));
  return pieces.map(({ parts }) => parts.map(read).join("")).join(" ");
}

/** An element like the line's that holds these pieces of it; all of the line if nothing is said. */
export function lineSeed(
  { parentName: name, attributes, parts }: LostLine,
  pieces: readonly Pick<Piece, "parts">[] = [{ parts }],
): Seed {
  const children: (Seed | SeedText[])[] = [];
  const add = ({ seed, ...text }: PiecePart): void => {
    const last = children.at(-1);
    if (seed !== undefined) children.push(seed);
    else if (Array.isArray(last)) last.push(text);
    else children.push([text]);
  };
  for (const [index, piece] of pieces.entries()) {
    const [first] = piece.parts;
    if (index > 0 && first !== undefined) add({ text: " ", formats: {}, id: first.id, seed: undefined });
    for (const part of piece.parts) add(part);
  }
  return { name, attributes, children };
}

/** Lost words as a node of the schema, without formats that it lacks; null where it lacks what they stood in. */
export function readSeed(seed: Seed, schema: Schema): Node | null {
  const fragment = new Y.Doc().getXmlFragment("");
  grow(fragment, 0, seed, { letters() {}, element() {} });
  const { node } = new Reader(schema, undefined, new Registry()).document(fragment);
  return node.firstChild?.type.name === seed.name ? node.firstChild : null;
}
