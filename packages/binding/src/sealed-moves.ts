import type { Node } from "prosemirror-model";
import type { Transaction } from "prosemirror-state";
import * as Y from "yjs";
import { isTooDeep } from "./nesting.ts";
import type { Registry } from "./registry.ts";

/**
 * Whether a transaction would take away what has to stay. Yjs moves by making a copy, and there is none of a bare value, nor
 * of another document. What is nested deeper than Yjs can go down may not even be deleted: whoever hears of it would throw.
 */
export function takesFixed(tr: Transaction, registry: Registry): boolean {
  if (!registry.hasSealed) return false;
  const gone = sealedIn(tr.before, registry).filter(({ pos }) => tr.mapping.mapResult(pos, 1).deleted);
  if (gone.length === 0) return false;
  const kept = new Set(sealedIn(tr.doc, registry).map(({ key }) => key));
  return gone.some(({ key, item }) => isTooDeep(item) || (kept.has(key) && !isMovable(item)));
}

function isMovable({ content }: Y.Item): boolean {
  return content instanceof Y.ContentType;
}

/** What is embedded in a text has an item of its own if there is something in it; words have none. */
function itemOf(sealed: ReturnType<Registry["sealed"]>): Y.Item | null {
  if (sealed instanceof Y.Item) return sealed;
  return sealed?.insert instanceof Y.AbstractType ? sealed.insert._item : null;
}

function sealedIn(
  doc: Node,
  registry: Registry,
): readonly { readonly key: unknown; readonly pos: number; readonly item: Y.Item }[] {
  const found: { key: unknown; pos: number; item: Y.Item }[] = [];
  doc.descendants((node, pos) => {
    const item = itemOf(registry.sealed(node));
    if (item) found.push({ key: node.attrs.key, pos, item });
  });
  return found;
}
