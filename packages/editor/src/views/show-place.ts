import type { Node } from "prosemirror-model";

/** Says on a block's element which block it is, and how far in it stands. */
export function showPlace(element: HTMLElement, { attrs: { id, indent } }: Node): void {
  if (typeof indent === "number") element.dataset.indent = String(indent);
  else delete element.dataset.indent;
  if (typeof id === "string") element.dataset.id = id;
}
