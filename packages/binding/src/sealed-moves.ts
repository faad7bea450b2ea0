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
  const gone = replacedIn(tr)
    .flatMap(([from, to]) => sealedIn(tr.before, registry, from, to))
    .filter(({ pos }) => tr.mapping.mapResult(pos, 1).deleted);
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

/** The stretches of the document before of which something was replaced. */
function replacedIn({ mapping }: Transaction): readonly (readonly [from: number, to: number])[] {
  return mapping.maps.flatMap((map, index) => {
    const back = mapping.slice(0, index).invert();
    const found: (readonly [number, number])[] = [];
    map.forEach((from, to) => {
      if (to > from) found.push([back.map(from, -1), back.map(to, 1)]);
    });
    return found;
  });
}

function sealedIn(
  doc: Node,
  registry: Registry,
  from = 0,
  to = doc.content.size,
): readonly { readonly key: unknown; readonly pos: number; readonly item: Y.Item }[] {
  const found: { key: unknown; pos: number; item: Y.Item }[] = [];
  doc.nodesBetween(from, to, (node, pos) => {
    const item = itemOf(registry.sealed(node));
    if (item) found.push({ key: node.attrs.key, pos, item });
  });
  return found;
}
