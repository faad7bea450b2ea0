import type { AuditAction } from "@quire/protocol";
import type { Database } from "lmdb";
import type { PeopleStore } from "../store/store.ts";

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

/** The log of what was done about people and rights, in the order of doing. */
export class Audit {
  readonly #entries: Database<AuditRecord, [at: number, n: number]>;
  readonly #now: () => number;
  #last = 0;
  #n = 0;

  constructor(store: PeopleStore, now: () => number) {
    this.#entries = store.table<AuditRecord, [number, number]>("audit");
    this.#now = now;
    const [newest] = this.#entries.getKeys({ reverse: true, limit: 1 });
    if (newest !== undefined) [this.#last, this.#n] = newest;
  }

  /** Puts an entry down, with the writes that it is about. To be called inside of a write. */
  add(entry: AuditEntry): void {
    // A clock that was set back must not put today before yesterday.
    const at = Math.max(this.#now(), this.#last);
    this.#n = at === this.#last ? this.#n + 1 : 0;
    this.#last = at;
    void this.#entries.put([at, this.#n], { ...entry, at });
  }
}
