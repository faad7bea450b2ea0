import * as Y from "yjs";
import { addRange, type IdSet, rangeOf } from "./id-ranges.ts";
import { isThere, itemsOf, parentOf, type SharedType, visibleText } from "./items.ts";

/** How much of the text around is remembered. */
const reach = 32;

/** Where something was deleted: what was around it, by which its place is known again in a copy of the block. */
export interface Place {
  readonly ids: IdSet;
  readonly before: string;
  readonly after: string;
  /** Those of the block that it stood in; of other types than Yjs says, too. */
  readonly attributes: Readonly<Record<string, string | undefined>>;
}

/** The places of all that a transaction deleted out of what is still there. To be called before Yjs collects. */
export function placesOf(transaction: Y.Transaction): Place[] {
  const parents = new Set<SharedType>();
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
    const parent = struct instanceof Y.Item && struct.parentSub === null ? parentOf(struct) : null;
    if (parent?._item && isThere(parent)) parents.add(parent);
  });
  return [...parents].flatMap((parent) => placesIn(parent, transaction.deleteSet));
}

function placesIn(parent: SharedType, deleted: IdSet): Place[] {
  const attributes = attributesOf(parent);
  const runs: { readonly ids: IdSet; readonly at: number }[] = [];
  let text = "";
  for (const item of itemsOf(parent)) {
    text += visibleText(item);
    if (!Y.isDeleted(deleted, item.id)) continue;
    if (runs.at(-1)?.at !== text.length) runs.push({ ids: Y.createDeleteSet(), at: text.length });
    const last = runs.at(-1);
    if (last) addRange(last.ids, rangeOf(item));
  }
  return runs.map(({ ids, at }) => ({
    ids: Y.mergeDeleteSets([ids]),
    before: text.slice(Math.max(0, at - reach), at),
    after: text.slice(at, at + reach),
    attributes,
  }));
}

/** The attributes of the block that a type is, or that a text stands in. */
export function attributesOf(type: SharedType): Readonly<Record<string, string | undefined>> {
  const block: unknown = type instanceof Y.XmlText ? type.parent : type;
  return block instanceof Y.XmlElement ? block.getAttributes() : {};
}

/** How much of what was around a place is around an offset of this text. */
export function likeness(
  place: Place,
  text: string,
  at: number,
): { readonly left: number; readonly right: number } {
  const { before, after } = place;
  let left = 0;
  while (left < before.length && left < at && before.at(-1 - left) === text[at - 1 - left]) left++;
  let right = 0;
  while (right < after.length && at + right < text.length && after[right] === text[at + right]) right++;
  return { left, right };
}
