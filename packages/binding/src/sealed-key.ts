import type { Node } from "prosemirror-model";

/** What is no beginning of a key that a schema's own attribute `key` may have. */
const prefix = "sealed-";

/** The key of the sealed node of this number, in one view and no other. */
export function sealedKey(number: number): string {
  return prefix + number;
}

/** The key of a node that stands for something sealed; undefined for every other node. */
export function keyOf({ attrs: { key } }: Node): string | undefined {
  return typeof key === "string" && key.startsWith(prefix) ? key : undefined;
}
