import { keyOf, newSecret } from "../secrets.ts";
import type { IndexedTable } from "../store/indexed-table.ts";
import type { HourLinkRecord } from "../store/records.ts";
import type { PeopleStore } from "../store/store.ts";

/** How long such a link is good. */
const goodMs = 60 * 60_000;

interface LinksOptions<Given, Kept> {
  /** The table. */
  readonly name: string;
  readonly now: () => number;
  /** What of a link is kept beside whose it is and until when. */
  readonly kept: (given: Given) => Kept;
}

/** Links of people's that are good once, for an hour: for a new password, for another e-mail address. */
export class HourLinks<Given, Kept extends object> {
  /** Found by whose they are, as well. */
  readonly #links: IndexedTable<HourLinkRecord & Kept, string>;
  readonly #now: () => number;
  readonly #kept: (given: Given) => Kept;

  constructor(store: PeopleStore, { name, now, kept }: LinksOptions<Given, Kept>) {
    this.#links = store.indexed<HourLinkRecord & Kept>(name, `${name}-of`, (_, { personId }) => [personId]);
    this.#now = now;
    this.#kept = kept;
  }

  /** What the secret is for, if it is still good. */
  find(secret: string): (HourLinkRecord & Kept) | undefined {
    const link = this.#links.get(keyOf(secret));
    return link !== undefined && link.expiresAt > this.#now() ? link : undefined;
  }

  /** Makes one. To be called inside of a write. Answers with its secret, which nobody is told again. */
  make(personId: string, given: Given): { readonly secret: string; readonly expiresAt: number } {
    const secret = newSecret();
    const now = this.#now();
    const expiresAt = now + goodMs;
    this.#links.put(keyOf(secret), { ...this.#kept(given), personId, createdAt: now, expiresAt });
    return { secret, expiresAt };
  }

  /** The good ones of a person. */
  of(personId: string): (HourLinkRecord & Kept)[] {
    return this.#links.keysOf(personId).flatMap((key) => {
      const link = this.#links.get(key);
      return link !== undefined && link.expiresAt > this.#now() ? [link] : [];
    });
  }

  /** Ends all of a person. To be called inside of a write. */
  end(personId: string): void {
    for (const key of this.#links.keysOf(personId)) this.#links.remove(key);
  }

  /** Lets those go that are over. To be called inside of a write. */
  sweep(): void {
    for (const { key, value } of Array.from(this.#links.getRange()))
      if (value.expiresAt <= this.#now()) this.#links.remove(key);
  }
}
