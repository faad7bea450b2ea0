import type { Node } from "prosemirror-model";
import type { Transaction } from "prosemirror-state";
import * as Y from "yjs";
import { levelsOf, maxLevels } from "./nesting.ts";
import type { Registry } from "./registry.ts";

/**
 * Whether a transaction would move what cannot be moved: Yjs moves by making a copy, and there is none of a bare value, of
 * another document, nor of what is nested deeper than it can go down.
 */
export function movesFixed(tr: Transaction, registry: Registry): boolean {
  if (!registry.hasSealed) return false;
  const gone = sealedIn(tr.before, registry).filter(({ pos }) => tr.mapping.mapResult(pos, 1).deleted);
  if (gone.length === 0) return false;
  const kept = new Set(sealedIn(tr.doc, registry).map(({ key }) => key));
  return gone.some(({ key, item }) => kept.has(key) && !isMovable(item));
}

/** Deletes the insides of what goes and is too deep, the innermost first, each in a transaction of its own. */
export function hollow(
  before: Node,
  after: Node,
  registry: Registry,
  transact: (work: (transaction: Y.Transaction) => void) => void,
): void {
  if (!registry.hasSealed) return;
  const kept = new Set(sealedIn(after, registry).map(({ key }) => key));
  for (const { key, item } of sealedIn(before, registry)) {
    if (kept.has(key) || item.deleted) continue;
    const levels = levelsOf(item);
    for (let depth = levels.length - 1 - ((levels.length - 1) % maxLevels); depth > 0; depth -= maxLevels) {
      transact((transaction) => {
        for (const each of levels[depth] ?? []) each.delete(transaction);
      });
    }
  }
}

function isMovable(item: Y.Item): boolean {
  return item.content instanceof Y.ContentType && levelsOf(item).length <= maxLevels;
}

function sealedIn(
  doc: Node,
  registry: Registry,
): readonly { readonly key: unknown; readonly pos: number; readonly item: Y.Item }[] {
  const found: { key: unknown; pos: number; item: Y.Item }[] = [];
  doc.descendants((node, pos) => {
    const sealed = registry.sealed(node);
    if (sealed instanceof Y.Item) found.push({ key: node.attrs.key, pos, item: sealed });
  });
  return found;
}
