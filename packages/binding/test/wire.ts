import * as Y from "yjs";

interface End {
  readonly ydoc: Y.Doc;
}

/** What is let through: all, if nothing is said. */
interface Delivery {
  readonly count?: number;
  readonly isMerged?: boolean;
  /** Called before each update. */
  readonly before?: () => void;
}

/**
 * What lies between pages. What one writes waits for each of the others until it is delivered: no time passes, and
 * nothing arrives by itself. A sender's updates keep their order; those of several senders do not.
 */
export class Wire<Page extends End> {
  readonly pages: readonly Page[];
  readonly #waiting = new Map<Page, Map<Page, Uint8Array[]>>();

  constructor(...pages: readonly Page[]) {
    this.pages = pages;
    for (const to of pages) this.#waiting.set(to, new Map(pages.map((from) => [from, []])));
    for (const from of pages) {
      from.ydoc.on("update", (update: Uint8Array, origin: unknown) => {
        if (origin === this) return;
        for (const to of pages) if (to !== from) this.#queue(to, from).push(update);
      });
    }
  }

  /** Who has something on the way to this page. */
  sendersTo(to: Page): readonly Page[] {
    return this.pages.filter((from) => this.#queue(to, from).length > 0);
  }

  /** Lets some of it through, one update after the other or all as one. */
  deliver(
    to: Page,
    from: Page,
    { count = Number.POSITIVE_INFINITY, isMerged = false, before }: Delivery = {},
  ): void {
    const queue = this.#queue(to, from);
    const updates = queue.splice(0, Math.min(count, queue.length));
    for (const update of isMerged && updates.length > 1 ? [Y.mergeUpdates(updates)] : updates) {
      before?.();
      Y.applyUpdate(to.ydoc, update, this);
    }
  }

  /** Lets everything through, until nobody has anything to say. */
  exchange(around: (to: Page, deliver: (how?: Delivery) => void) => void = (_, deliver) => deliver()): void {
    for (let round = 0; round < 20; round++) {
      const busy = this.pages.filter((to) => this.sendersTo(to).length > 0);
      if (busy.length === 0) return;
      for (const to of busy)
        for (const from of this.sendersTo(to)) around(to, (how) => this.deliver(to, from, how));
    }
    throw new Error("The pages answer each other without an end.");
  }

  #queue(to: Page, from: Page): Uint8Array[] {
    return this.#waiting.get(to)!.get(from)!;
  }
}
