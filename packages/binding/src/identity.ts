import type { Node } from "prosemirror-model";
import { keyOf } from "./sealed-key.ts";

/** The attributes that name a block, if nothing else is said. */
export const usualIdAttributes: readonly string[] = ["id"];

/** What says that two nodes are one, whatever else has changed: a name that it has, or the key of what is sealed. */
export function identityOf(node: Node, idAttributes: readonly string[]): string | undefined {
  const { type, attrs } = node;
  for (const name of idAttributes) {
    const value: unknown = attrs[name];
    if (typeof value === "string" && value !== "") return `${type.name}/${name}/${value}`;
  }
  return keyOf(node);
}
