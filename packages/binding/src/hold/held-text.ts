import { compose } from "../delta/compose.ts";
import { type Delta, lengthOf, normalise } from "../delta/delta.ts";
import { mapPlace, type Precedence, transform, turned } from "../delta/transform.ts";

/** A stretch of what is shown. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * A text that somebody composes in. An input method works on what the page shows, and lets go of its word when that
 * changes under it; so the page goes on showing the text as it was, and what others write waits.
 *
 *     shown --- pending ---> shared       `others` makes pending longer,
 *       |                      |          `mine` moves it past what was typed here,
 *     mine             what mine returns  `release` gives it to the page.
 *       v                      v
 *     shown --- pending ---> shared
 *
 * One is made when a composition starts, and let go at its end. In between: when others have changed the shared text,
 * `others` is called and the page left alone; when the page's text has changed, what `mine` returns is written into the
 * shared text, at once, so that it is saved.
 *
 * Promised: after each call the shown text changed by `pending` is the shared text; nothing of what either side inserted
 * is dropped or doubled; what others put at the edge of the composed word, or in it, does not cut what is typed on.
 */
export class HeldText {
  #pending: Delta;
  #composed: Stretch | null;

  constructor(pending: Delta = [], composed: Stretch | null = null) {
    this.#pending = pending;
    this.#composed = composed;
  }

  /** What has been inserted since the composition started, as far as it is one piece, in what is shown. */
  get composed(): Stretch | null {
    return this.#composed;
  }

  /** Whether others have deleted some of it. */
  get isDamaged(): boolean {
    const composed = this.#composed;
    if (!composed) return false;
    let place = 0;
    return this.#pending.some((op) => {
      const from = place;
      if (!("insert" in op)) place += lengthOf(op);
      return "delete" in op && from < composed.to && place > composed.from;
    });
  }

  /** From what is shown to the shared text. */
  get pending(): Delta {
    return this.#pending;
  }

  /** The shared text has changed, by others. */
  others(change: Delta): void {
    this.#pending = compose(this.#pending, change);
  }

  /** What is shown has changed, by the person here. Returns how to change the shared text. */
  mine(change: Delta): Delta {
    const precedence = this.#precedence();
    const shared = transform(this.#pending, change, precedence);
    this.#pending = transform(change, this.#pending, turned(precedence));
    this.#composed = grow(this.#composed, change);
    return shared;
  }

  /** The place in the shared text of one in what is shown. */
  toShared(place: number, isBehind: boolean): number {
    return mapPlace(this.#pending, place, isBehind);
  }

  /** The place in what is shown of one in the shared text. */
  toShown(place: number): number {
    return mapPlace(inverse(this.#pending), place, false);
  }

  /** The same where as much more of the text before it, the same on both sides, belongs to it. */
  widened(before: number): HeldText {
    const composed = this.#composed && {
      from: this.#composed.from + before,
      to: this.#composed.to + before,
    };
    return new HeldText(normalise([{ retain: before }, ...this.#pending]), composed);
  }

  /** Ends the wait: how to change what is shown, so that it is the shared text. */
  release(): Delta {
    const pending = this.#pending;
    this.#pending = [];
    this.#composed = null;
    return pending;
  }

  /**
   * What others put where the word starts stands before it; further on the word goes on in front of what they put there.
   * A format that is set here is the last one that was set.
   */
  #precedence(): Precedence {
    const start = this.#composed?.from ?? -1;
    return { isInFront: (place) => place <= start, keepsFormats: false };
  }
}

/** The composed stretch after a change: what goes on at it or in it makes it longer. */
function grow(composed: Stretch | null, change: Delta): Stretch | null {
  const inserted = changed(change);
  if (!composed) return inserted;
  const kept = { from: mapPlace(change, composed.from, true), to: mapPlace(change, composed.to, false) };
  if (!inserted) return kept.from < kept.to ? kept : null;
  const from = mapPlace(change, composed.from, false);
  const to = mapPlace(change, composed.to, true);
  const isApart = inserted.to < from || inserted.from > to;
  return isApart ? inserted : { from: Math.min(from, inserted.from), to: Math.max(to, inserted.to) };
}

/** Where a change inserts, in the text after it, from its first insert to its last. */
function changed(change: Delta): Stretch | null {
  let place = 0;
  let from = -1;
  let to = -1;
  for (const op of change) {
    if ("delete" in op) continue;
    if ("insert" in op && from < 0) from = place;
    place += lengthOf(op);
    if ("insert" in op) to = place;
  }
  return from < 0 ? null : { from, to };
}

/** What takes a change back, as far as places go. */
function inverse(change: Delta): Delta {
  return change.flatMap((op): Delta => {
    if ("insert" in op) return [{ delete: lengthOf(op) }];
    if ("delete" in op) return [{ insert: "\0".repeat(op.delete) }];
    return [{ retain: op.retain }];
  });
}
