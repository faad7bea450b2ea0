import * as Y from "yjs";
import type { Forwarding } from "./forwarding.ts";
import { type Renamed, rangeOf } from "./id-ranges.ts";
import { parentOf, type SharedType } from "./items.ts";

/**
 * Writes copies of deleted items beside where these stood, as Yjs' own undo does, with two differences: a copy always
 * goes between two neighbours, as something typed there would, where Yjs' may name a right one that stands left of the
 * left one, and then two documents order them differently; and where the parent is gone for good nothing is written.
 */
export class Copying {
  readonly renamed: Renamed[] = [];
  readonly #copied = new Set<Y.Item>();
  readonly #forwarding: Forwarding;
  readonly #transaction: Y.Transaction;
  readonly #onCut: (left: Y.Item, right: Y.Item) => void;

  /** Copies are merged with each other, and must be cut again to write between them: `onCut` hears of it. */
  constructor(
    transaction: Y.Transaction,
    forwarding: Forwarding,
    onCut: (left: Y.Item, right: Y.Item) => void,
  ) {
    this.#transaction = transaction;
    this.#forwarding = forwarding;
    this.#onCut = onCut;
  }

  /** The copy of a type's item that stands in for it now, or the item itself; null if that is gone. */
  standIn(item: Y.Item): Y.Item | null {
    for (let at: Y.Item = item; ; ) {
      if (!at.deleted) return at;
      const id = this.#copyOf(at, at.id);
      const next: unknown = id && Y.getItem(this.#transaction.doc.store, id);
      if (!(next instanceof Y.Item)) return null; // Yjs has collected it with what it stood in
      at = next;
    }
  }

  /** Whether an item was written here. */
  isOwn({ id }: Y.Item): boolean {
    return id.client === this.#transaction.doc.clientID;
  }

  /** A copy in a type: of a child between what stood beside it, of an attribute's value as the newest one. */
  into(target: SharedType, item: Y.Item): Y.Item {
    if (item.parentSub !== null) {
      return this.#write(item, target, target._map.get(item.parentSub) ?? null, null);
    }
    const left = this.#leftOf(item, target);
    return this.#write(item, target, left, left === null ? target._start : left.right);
  }

  /** The words of some items at an offset of a text, in the looks of that place. */
  intoText(items: readonly Y.Item[], text: Y.XmlText, at: number): void {
    const { doc } = this.#transaction;
    let clock = Y.getState(doc.store, doc.clientID);
    const words = items
      .map(({ content }) => (content instanceof Y.ContentString ? content.str : ""))
      .join("");
    text.insert(at, words);
    // Yjs writes one run of text, with nothing before it.
    if (Y.getState(doc.store, doc.clientID) !== clock + words.length) return;
    for (const item of items) {
      const from = rangeOf(item);
      this.renamed.push({ from, to: { client: doc.clientID, clock, length: from.length } });
      clock += from.length;
    }
  }

  #leftOf(item: Y.Item, target: SharedType): Y.Item | null {
    for (let left = item.left; left !== null; left = left.left) {
      const id = this.#traceInto(left.lastId, target);
      if (id) return this.#endingAt(id);
    }
    for (let right: Y.Item | null = item; right !== null; right = right.right) {
      const id = this.#traceInto(right.id, target);
      if (id) return this.#startingAt(id).left;
    }
    let last = target._start;
    while (last?.right) last = last.right;
    return last;
  }

  /** Under which id something stands in a type, itself or as a copy. */
  #traceInto(id: Y.ID, target: SharedType): Y.ID | null {
    for (let at = id; ; ) {
      const item: unknown = Y.getItem(this.#transaction.doc.store, at);
      if (!(item instanceof Y.Item)) return null;
      if (parentOf(item) === target) return at;
      const copy = this.#copyOf(item, at);
      if (copy === null) return null;
      at = copy;
    }
  }

  /** The id of the copy of an id in an item: of one made just now, or of an earlier one. */
  #copyOf(item: Y.Item, id: Y.ID): Y.ID | null {
    if (!this.#copied.has(item) || item.redone === null) return this.#forwarding.find(id);
    return Y.createID(item.redone.client, item.redone.clock + id.clock - item.id.clock);
  }

  #endingAt(id: Y.ID): Y.Item {
    return this.#cut(id, () => Y.getItemCleanEnd(this.#transaction, this.#transaction.doc.store, id));
  }

  #startingAt(id: Y.ID): Y.Item {
    return this.#cut(id, () => Y.getItemCleanStart(this.#transaction, id));
  }

  #cut(id: Y.ID, cut: () => Y.Item): Y.Item {
    const whole: Y.AbstractStruct = Y.getItem(this.#transaction.doc.store, id);
    const { length } = whole;
    const found = cut();
    const isCut = whole instanceof Y.Item && whole.length < length && whole.right !== null;
    if (isCut && whole.right) {
      if (this.#copied.has(whole)) this.#copied.add(whole.right);
      this.#onCut(whole, whole.right);
    }
    return found;
  }

  #write(item: Y.Item, target: SharedType, left: Y.Item | null, right: Y.Item | null): Y.Item {
    const { doc } = this.#transaction;
    const id = Y.createID(doc.clientID, Y.getState(doc.store, doc.clientID));
    const [origin, rightOrigin] = [left?.lastId ?? null, right?.id ?? null];
    const copy = new Y.Item(
      id,
      left,
      origin,
      right,
      rightOrigin,
      target,
      item.parentSub,
      item.content.copy(),
    );
    item.redone = id; // also tells another undo manager of the same text that it is back
    this.#copied.add(item);
    this.renamed.push({ from: rangeOf(item), to: rangeOf(copy) });
    copy.integrate(this.#transaction, 0);
    // Yjs looks offsets up from markers, which know the text as it was.
    if (target._searchMarker) target._searchMarker.length = 0;
    return copy;
  }
}

/** Whether Yjs has thrown away what the item held. */
export function isCollected(item: Y.Item): boolean {
  return item.content instanceof Y.ContentDeleted;
}
