import type { Person } from "@quire/protocol";
import { hueOf } from "../hue-of.ts";
import { keyOf, newId, newSecret } from "../secrets.ts";
import { longestSeconds } from "../sign-in/cookie.ts";
import type { LinkRecord, VisitRecord } from "../store/records.ts";
import type { PeopleStore } from "../store/store.ts";
import type { Links } from "./links.ts";

/** The links that one browser may have come by; the oldest is forgotten first. */
const mostLinks = 100;

/** Who has come by links, and by which of those that are still good. */
export interface Visit extends VisitRecord {
  readonly good: readonly LinkRecord[];
}

/** Who comes by a link. */
export interface Comer {
  /** What their browser came by before. */
  readonly before: Visit | undefined;
  /** Null for a guest. */
  readonly personId: string | null;
  readonly name: string;
  /** Who has the document open. */
  readonly present: Iterable<Person>;
}

/**
 * Browsers that came by links. A guest's is theirs alone; that of somebody who was signed in counts only while the same
 * person is, so that nobody who uses the browser after them has what they had.
 */
export class Visits {
  readonly #store: PeopleStore;
  readonly #links: Links;
  readonly #now: () => number;

  constructor(store: PeopleStore, links: Links, now: () => number) {
    this.#store = store;
    this.#links = links;
    this.#now = now;
  }

  /** The visit of the cookie's secret, for who is signed in (undefined: nobody). */
  find(secret: string | undefined, personId: string | undefined): Visit | undefined {
    const visit = secret === undefined ? undefined : this.#store.visits.get(keyOf(secret));
    if (visit === undefined || (visit.personId !== null && visit.personId !== personId)) return undefined;
    return { ...visit, good: visit.links.flatMap((key) => this.#links.byKey(key) ?? []) };
  }

  /**
   * Comes in by a link, under a secret that nobody had before: one that somebody else put into the browser opens nothing
   * that this one does. The old one keeps what it had, for the pages that are open. To be called inside of a write.
   */
  enter(link: LinkRecord, { before, personId, name, present }: Comer): string {
    const secret = newSecret();
    const isSame = before !== undefined && before.personId === personId;
    const id = isSame ? before.id : newId();
    const links = [...new Set([...(before?.links ?? []), keyOf(link.token)])].slice(-mostLinks);
    const hue = isSame ? before.hue : hueOf(id, present);
    const visit = { id, personId, name, hue, links, createdAt: this.#now() };
    this.#store.visits.put(keyOf(secret), visit);
    return secret;
  }

  /** Forgets where the person came in. To be called inside of a write. */
  forget(personId: string): void {
    for (const key of this.#store.visits.keysOf(`person:${personId}`)) this.#store.visits.remove(key);
  }

  /** Lets those go that open nothing any more, or whose cookie no browser has. To be called inside of a write. */
  sweep(): void {
    const oldest = this.#now() - longestSeconds * 1_000;
    for (const { key, value } of Array.from(this.#store.visits.getRange())) {
      const opensNothing = value.links.every((link) => this.#links.byKey(link) === undefined);
      if (opensNothing || value.createdAt <= oldest) this.#store.visits.remove(key);
    }
  }

  /** Gives a guest another name. To be called inside of a write. Undefined where they are none. */
  rename(secret: string, name: string): Person | undefined {
    const visit = this.#store.visits.get(keyOf(secret));
    if (visit === undefined || visit.personId !== null) return undefined;
    const renamed = { ...visit, name };
    this.#store.visits.put(keyOf(secret), renamed);
    return guestOf(renamed);
  }
}

/** A guest as others see them. */
export function guestOf({ id, name, hue }: VisitRecord): Person {
  return { id, name, hue, isGuest: true };
}
