import type { AuditAction } from "@quire/protocol";
import { addressKey } from "../sign-in/limits.ts";

/**
 * So many entries of one kind are put down in an hour, of one person at one address. Guests and strangers of one count together, and
 * an office has one, so that it is more than an office does.
 */
const mostEach = 300;
const hourMs = 60 * 60_000;

/** How many are remembered. One that is forgotten early has as many entries once more. */
const mostRemembered = 10_000;

/** What may be done over and over, and is refused to nobody for that. What is done at documents is counted for each document. */
const counted: Partial<Record<AuditAction, "all" | "each document">> = {
  "sign-in": "all",
  "sign-in-refused": "all",
  "sign-out": "all",
  "password-change": "all",
  "email-change": "all",
  "link-enter": "each document",
  "link-refused": "each document",
  "document-move": "each document",
  "document-delete": "each document",
  "document-restore": "each document",
};

/** What somebody did again and again within an hour. */
export interface Heap<Key> {
  readonly since: number;
  count: number;
  /** Where the log says how many more there were; undefined until there are. */
  key: Key | undefined;
  readonly documentId: string | undefined;
}

/** What an entry is counted by. */
interface Counted {
  readonly action: AuditAction;
  readonly personId: string | null;
  readonly address: string;
  readonly documentId?: string;
}

/** Counts what is done over and over: nobody fills the disk by the log, and it says how much was left out. */
export class Surplus<Key> {
  readonly #now: () => number;
  /** By what is counted together, the longest ago first. */
  readonly #heaps = new Map<string, Heap<Key>>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Counts the entry. Answers with the heap that it goes onto, and how many that makes beyond what is put down; undefined where it is put down by itself. */
  count(entry: Counted): { readonly heap: Heap<Key>; readonly more: number } | undefined {
    const how = counted[entry.action];
    if (how === undefined) return undefined;
    const documentId = how === "each document" ? entry.documentId : undefined;
    const name = JSON.stringify([entry.action, entry.personId, addressKey(entry.address), documentId]);
    const heap = this.#heapOf(name, documentId);
    heap.count++;
    return heap.count > mostEach ? { heap, more: heap.count - mostEach } : undefined;
  }

  #heapOf(name: string, documentId: string | undefined): Heap<Key> {
    const now = this.#now();
    const known = this.#heaps.get(name);
    if (known !== undefined && Math.abs(now - known.since) < hourMs) return known;
    const heap = { since: now, count: 0, key: undefined, documentId };
    this.#heaps.delete(name);
    this.#heaps.set(name, heap);
    this.#forget(now);
    return heap;
  }

  #forget(now: number): void {
    for (const [name, { since }] of this.#heaps) {
      if (now - since < hourMs && this.#heaps.size <= mostRemembered) return;
      this.#heaps.delete(name);
    }
  }
}
