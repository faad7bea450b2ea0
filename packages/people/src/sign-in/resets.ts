import { keyOf, newSecret } from "../secrets.ts";
import type { IndexedTable } from "../store/indexed-table.ts";
import type { ResetRecord } from "../store/records.ts";
import type { PeopleStore } from "../store/store.ts";

/** How long a link for a new password is good. */
const goodMs = 60 * 60_000;

/** Links by which somebody sets a new password, once each. */
export class Resets {
  /** Found by whose they are, as well. */
  readonly #resets: IndexedTable<ResetRecord, string>;
  readonly #now: () => number;

  constructor(store: PeopleStore, now: () => number) {
    this.#resets = store.indexed<ResetRecord>("resets", "resets-of", (_, { personId }) => [personId]);
    this.#now = now;
  }

  /** What the secret is for, if it is still good. */
  find(secret: string): ResetRecord | undefined {
    const reset = this.#resets.get(keyOf(secret));
    return reset !== undefined && reset.expiresAt > this.#now() ? reset : undefined;
  }

  /** Makes one. To be called inside of a write. Answers with its secret, which nobody is told again. */
  make(personId: string, by: string | null): { readonly secret: string; readonly expiresAt: number } {
    const secret = newSecret();
    const now = this.#now();
    const expiresAt = now + goodMs;
    this.#resets.put(keyOf(secret), { personId, by, createdAt: now, expiresAt });
    return { secret, expiresAt };
  }

  /** The good ones of a person. */
  of(personId: string): ResetRecord[] {
    return this.#resets.keysOf(personId).flatMap((key) => {
      const reset = this.#resets.get(key);
      return reset !== undefined && reset.expiresAt > this.#now() ? [reset] : [];
    });
  }

  /** Ends all of a person. To be called inside of a write. */
  end(personId: string): void {
    for (const key of this.#resets.keysOf(personId)) this.#resets.remove(key);
  }

  /** Lets those go that are over. To be called inside of a write. */
  sweep(): void {
    for (const { key, value } of Array.from(this.#resets.getRange()))
      if (value.expiresAt <= this.#now()) this.#resets.remove(key);
  }
}
