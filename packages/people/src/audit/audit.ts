import type { AuditAction, AuditEntry as AuditRow } from "@quire/protocol";
import type { Database } from "lmdb";
import type { PeopleStore } from "../store/store.ts";
import { Surplus } from "./surplus.ts";

/** Who did what, when and from where. No text of a document, no secret, no password ever stands in one. */
export interface AuditEntry {
  readonly action: AuditAction;
  /** Whoever did it; null for who is not known. */
  readonly personId: string | null;
  /** The name they went by then: an account may be gone when somebody reads this. */
  readonly name: string | null;
  readonly address: string;
  readonly documentId?: string;
  /** What it was done to, in a few words: another person's id, a role, the id of a link. */
  readonly subject?: string;
}

/** An entry as it is kept. */
export interface AuditRecord extends AuditEntry {
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Which entries are meant: those that all of it holds for. */
export interface AuditFilter {
  readonly person?: string;
  /** A part of it, in any case. */
  readonly name?: string;
  readonly action?: AuditAction;
  readonly document?: string;
  /** Milliseconds since 1970, both included. */
  readonly from?: number;
  readonly to?: number;
}

/** A part of the log, newest first, and where it goes on; null where it does not. */
export interface AuditPart {
  readonly entries: AuditRow[];
  readonly next: string | null;
}

export interface AuditOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** How many days an entry is kept. */
  readonly days: number;
}

type AuditKey = [at: number, n: number];

const dayMs = 24 * 60 * 60_000;

/** How many entries one answer looks at: what fits a filter may be far apart, and others wait meanwhile. */
const mostLookedAt = 10_000;

/** How many entries that are too old leave with each new one: the log shrinks as fast as it may have grown, and no write is long. */
const sweptAtOnce = 100;

/** The log of what was done about people and rights, in the order of doing. */
export class Audit {
  readonly #entries: Database<AuditRecord, AuditKey>;
  readonly #options: AuditOptions;
  readonly #surplus: Surplus<AuditKey>;
  #last = 0;
  #n = 0;

  constructor(store: PeopleStore, options: AuditOptions) {
    this.#entries = store.table<AuditRecord, AuditKey>("audit");
    this.#options = options;
    this.#surplus = new Surplus(options.now);
    const [newest] = this.#entries.getKeys({ reverse: true, limit: 1 });
    if (newest !== undefined) [this.#last, this.#n] = newest;
  }

  /**
   * Puts an entry down, with the writes that it is about; of what is done over and over, how often it was. To be called inside
   * of a write.
   */
  add(entry: AuditEntry): void {
    const surplus = this.#surplus.count(entry);
    if (surplus === undefined) return this.addEach(entry);
    const { heap, more } = surplus;
    const { action, personId, name, address } = entry;
    heap.key ??= this.#nextKey();
    this.#put(heap.key, {
      action,
      personId,
      // Guests of an address are several people.
      name: personId === null ? null : name,
      address,
      ...(heap.documentId !== undefined && { documentId: heap.documentId }),
      subject: `${more === 1 ? "once more" : `${more} more times`} within the hour`,
    });
  }

  /** Puts an entry down by itself, however many there were: what is bounded otherwise, and says whom it was done to. */
  addEach(entry: AuditEntry): void {
    this.#put(this.#nextKey(), entry);
  }

  #nextKey(): AuditKey {
    // A clock that was set back must not put today before yesterday.
    const at = Math.max(this.#options.now(), this.#last);
    this.#n = at === this.#last ? this.#n + 1 : 0;
    this.#last = at;
    return [at, this.#n];
  }

  #put(key: AuditKey, entry: AuditEntry): void {
    void this.#entries.put(key, { ...entry, at: key[0] });
    for (const old of Array.from(this.#entries.getKeys({ end: [this.#oldest, 0], limit: sweptAtOnce })))
      void this.#entries.remove(old);
  }

  /** Entries that fit, newest first, from behind `after` on: `limit` of them, or fewer where it took long to find them. */
  read(filter: AuditFilter, { limit, after }: { limit: number; after?: string | undefined }): AuditPart {
    const entries: AuditRow[] = [];
    const start = after === undefined ? [filter.to ?? Number.MAX_SAFE_INTEGER, Infinity] : keyOf(after);
    const range = {
      reverse: true,
      start,
      exclusiveStart: after !== undefined,
      end: [Math.max(filter.from ?? 0, this.#oldest), -1],
    };
    let looked = 0;
    for (const { key, value } of this.#entries.getRange(range)) {
      if (fits(value, filter)) entries.push(rowOf(value));
      looked++;
      if (entries.length === limit || looked === mostLookedAt) return { entries, next: key.join("-") };
    }
    return { entries, next: null };
  }

  /** What is older is not shown any more, also where nobody has written since. */
  get #oldest(): number {
    const { now, days } = this.#options;
    return Math.max(0, now() - days * dayMs);
  }
}

function fits(entry: AuditRecord, { person, name, action, document, to }: AuditFilter): boolean {
  return (
    (person === undefined || entry.personId === person) &&
    (name === undefined || (entry.name?.toLowerCase().includes(name.toLowerCase()) ?? false)) &&
    (action === undefined || entry.action === action) &&
    (document === undefined || entry.documentId === document) &&
    (to === undefined || entry.at <= to)
  );
}

function rowOf({ at, action, personId, name, address, documentId, subject }: AuditRecord): AuditRow {
  return {
    at,
    action,
    personId,
    name,
    address,
    documentId: documentId ?? null,
    subject: subject ?? null,
  };
}

/** The entry that a cursor names; its form was checked before. */
function keyOf(cursor: string): number[] {
  return cursor.split("-").map(Number);
}
