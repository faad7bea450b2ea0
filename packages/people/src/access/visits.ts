import type { Person } from "@quire/protocol";
import { hueOf } from "../hue-of.ts";
import { keyOf, newId, newSecret } from "../secrets.ts";
import { longestSeconds } from "../sign-in/cookie.ts";
import type { LinkRecord, VisitRecord } from "../store/records.ts";
import type { PeopleStore } from "../store/store.ts";
import type { Links } from "./links.ts";

/** The links that one browser may have come by; the oldest is forgotten first. */
const mostLinks = 100;

/** The visits of guests that are kept though they open nothing; the oldest is forgotten first. */
export const mostIdle = 10_000;

/** Who has come by links, and by which of those that are still good. */
export interface Visit extends VisitRecord {
  readonly good: readonly LinkRecord[];
  /** Those that they came by as who they are: a member has the links of their browser's guest as well. */
  readonly own: readonly string[];
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
 * Browsers that came by links. A guest's is theirs alone; that of somebody who was signed in has a cookie of its own and
 * counts only while the same person is, so that nobody who uses the browser after them has what they had.
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

  /** The visit of the cookie's secret, for who is signed in (undefined: nobody). A guest's may open nothing any more. */
  find(secret: string | undefined, personId: string | undefined): Visit | undefined {
    const visit = this.of(secret, personId);
    return visit && this.#opened(visit, visit.links);
  }

  /** What a member's browser came by: as themselves, by the secret of their own cookie, and as the guest whose it is else. */
  ofMember(own: string | undefined, guests: string | undefined, personId: string): Visit | undefined {
    const visits = [this.of(guests, personId), this.of(own, personId)].filter((each) => each !== undefined);
    const last = visits.at(-1);
    if (last === undefined) return undefined;
    const linksOf = (some: readonly VisitRecord[]) => [...new Set(some.flatMap(({ links }) => links))];
    const theirs = visits.filter((each) => each.personId === personId);
    return this.#opened({ ...last, links: linksOf(visits) }, linksOf(theirs));
  }

  /** What is kept of a visit, whatever it opens: it counts for a guest's browser and for the person whose it is. */
  of(secret: string | undefined, personId: string | undefined): VisitRecord | undefined {
    const visit = secret === undefined ? undefined : this.#store.visits.get(keyOf(secret));
    return visit?.personId === null || visit?.personId === personId ? visit : undefined;
  }

  #opened(visit: VisitRecord, own: readonly string[]): Visit {
    return { ...visit, own, good: visit.links.flatMap((key) => this.#links.byKey(key) ?? []) };
  }

  #opensNothing({ links }: VisitRecord): boolean {
    return links.every((key) => this.#links.byKey(key) === undefined);
  }

  /**
   * Comes in by a link, under a secret that nobody had before: one that somebody else put into the browser opens nothing
   * that this one does. The old one keeps what it had, for the pages that are open. To be called inside of a write.
   */
  enter(
    link: LinkRecord,
    { before, personId, name, present }: Comer,
  ): VisitRecord & { readonly secret: string } {
    const secret = newSecret();
    const isSame = before !== undefined && before.personId === personId;
    const id = isSame ? before.id : newId();
    const links = [...new Set([...(before?.own ?? []), keyOf(link.token)])].slice(-mostLinks);
    const hue = isSame ? before.hue : hueOf(id, present);
    const visit = { id, personId, name, hue, links, createdAt: this.#now() };
    this.#store.visits.put(keyOf(secret), visit);
    return { ...visit, secret };
  }

  /** Forgets where the person came in. To be called inside of a write. */
  forget(personId: string): void {
    for (const key of this.#store.visits.keysOf(`person:${personId}`)) this.#store.visits.remove(key);
  }

  /**
   * Lets those go whose cookie no browser has, and those that open nothing any more, but for who so many guests were: of each
   * the newest, which is in their browser. To be called inside of a write.
   */
  sweep(): void {
    const { visits } = this.#store;
    const oldest = this.#now() - longestSeconds * 1_000;
    const idle: { readonly key: string; readonly id: string; readonly createdAt: number }[] = [];
    const newest = new Map<string, number>();
    for (const { key, value } of Array.from(visits.getRange())) {
      const { id, personId, createdAt, links } = value;
      newest.set(id, Math.max(createdAt, newest.get(id) ?? 0));
      if (createdAt <= oldest) visits.remove(key);
      else if (this.#opensNothing(value)) {
        if (links.length > 0) this.#links.keepOf(key, () => false);
        if (personId === null) idle.push({ key, id, createdAt });
      }
    }
    idle.sort((one, other) => other.createdAt - one.createdAt);
    let kept = 0;
    for (const { key, id, createdAt } of idle) {
      const isReplaced = createdAt < (newest.get(id) ?? 0);
      if (isReplaced || ++kept > mostIdle) visits.remove(key);
    }
  }

  /** Gives a guest another name. To be called inside of a write. Undefined where they are none. */
  rename(secret: string, name: string): Person | undefined {
    const visit = this.of(secret, undefined);
    if (visit === undefined || this.#opensNothing(visit)) return undefined;
    const renamed = { ...visit, name };
    this.#store.visits.put(keyOf(secret), renamed);
    return guestOf(renamed);
  }
}

/** A guest as others see them. */
export function guestOf({ id, name, hue }: VisitRecord): Person {
  return { id, name, hue, isGuest: true };
}
