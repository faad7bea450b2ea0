import { type Delta, lengthOf, type Op, Writer, withFormats } from "./delta.ts";
import { Reader } from "./reader.ts";

/** Which of two changes of the same text has its way where they meet. */
export interface Precedence {
  /** Whether what the one before inserts stands in front, where both insert at this place of the text. */
  readonly isInFront: (place: number) => boolean;
  /** Whether its formats stay where both set the same one. */
  readonly keepsFormats: boolean;
}

/** The first of two has its way, or the second. */
export const firstWins: Precedence = { isInFront: () => true, keepsFormats: true };
export const secondWins: Precedence = { isInFront: () => false, keepsFormats: false };

/** The same precedence, with the changes in the other order. */
export function turned({ isInFront, keepsFormats }: Precedence): Precedence {
  return { isInFront: (place) => !isInFront(place), keepsFormats: !keepsFormats };
}

/**
 * A change of a text as a change of what another change has made of it. Both ways around give the same text:
 * `before`, then `transform(before, delta, p)`, is `delta`, then `transform(delta, before, turned(p))`.
 */
export function transform(before: Delta, delta: Delta, precedence: Precedence): Delta {
  const a = new Reader(before);
  const b = new Reader(delta);
  const result = new Writer();
  let place = 0;
  while (!a.isAtEnd || !b.isAtEnd) {
    if (a.isAtInsert && (!b.isAtInsert || precedence.isInFront(place))) {
      result.push({ retain: lengthOf(a.next()) });
    } else if (b.isAtInsert) result.push(b.next());
    else {
      const length = Math.min(a.left, b.left);
      place += length;
      const left = survive(a.next(length), b.next(length), precedence.keepsFormats);
      if (left) result.push(left);
    }
  }
  return result.finish();
}

/** The place of the text after a change that was at this place before; `isBehind` what is inserted there. */
export function mapPlace(delta: Delta, place: number, isBehind: boolean): number {
  const reader = new Reader(delta);
  let before = 0;
  let after = 0;
  while (!reader.isAtEnd && (before < place || (before === place && reader.isAtInsert && isBehind))) {
    const length = reader.isAtInsert ? reader.left : Math.min(reader.left, place - before);
    const op = reader.next(length);
    if (!("insert" in op)) before += length;
    if (!("delete" in op)) after += length;
  }
  return after + (place - before);
}

/** What is left of a piece when another change has kept or deleted the same part of the text. */
function survive(before: Op, op: Op, keepsFormats: boolean): Op | null {
  if ("delete" in before) return null;
  if ("delete" in op || "insert" in op || "insert" in before) return op;
  const formats = Object.entries(op.attributes ?? {}).filter(
    ([name]) => !keepsFormats || !Object.hasOwn(before.attributes ?? {}, name),
  );
  return withFormats({ retain: op.retain }, Object.fromEntries(formats));
}
