import type { Person } from "@quire/protocol";
import { hueOf } from "../hue-of.ts";
import { keyOf, newId, newSecret } from "../secrets.ts";
import { longestSeconds } from "../sign-in/cookie.ts";
import type { LinkRecord, VisitRecord } from "../store/records.ts";
import { cameBy, type PeopleStore } from "../store/store.ts";
import { type Links, wayOf } from "./links.ts";

/** The links that one browser may have come by; the oldest is forgotten first. */
const mostLinks = 100;

/**
 * The visits that are kept of those who came by one link; who came first has to come by it again. Fifty times as many as may have its
 * document open at once, unless the settings say more; and an address, which may come sixty times a minute, takes two hours and a half to
 * have everybody else out. They take 5 MB of the disk, and a millisecond to be counted when one more comes.
 */
export const mostOfLink = 10_000;

/** The visits that one write changes, which takes some ten milliseconds: all other writes wait for it. */
export const mostPerWrite = 200;

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
    return { ...visit, own, good: visit.links.flatMap((way) => this.#links.byWay(way) ?? []) };
  }

  #opensNothing({ links }: VisitRecord): boolean {
    return links.every((way) => this.#links.byWay(way) === undefined);
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
    const links = [...new Set([...(before?.own ?? []), wayOf(link)])].slice(-mostLinks);
    const hue = isSame ? before.hue : hueOf(id, present);
    const visit = { id, personId, name, hue, links, createdAt: this.#now() };
    this.#store.visits.put(keyOf(secret), visit);
    for (const way of links) {
      const beyond = this.#store.visits.countUnder(cameBy(way)) - mostOfLink;
      if (beyond > 0) this.#letGoSome(way, Math.min(beyond, mostPerWrite));
    }
    return { ...visit, secret };
  }

  /** Takes from all visits what nobody comes by any more, which opens nothing already. */
  async letGo(way: string): Promise<void> {
    let isMore = true;
    while (isMore)
      isMore = await this.#store.write(() => this.#letGoSome(way, mostPerWrite) === mostPerWrite);
  }

  /** The same for the first to have come. Answers with how many these were. To be called inside of a write. */
  #letGoSome(way: string, most: number): number {
    const keys = this.#store.visits.keysUnder(cameBy(way), most);
    for (const key of keys) this.#keepOf(key, (other) => other !== way);
    return keys.length;
  }

  /**
   * Takes from a visit the links that are not kept. Who has nothing to come back to has no name kept; but who a guest was is:
   * by that the words are found that they left in their browser. To be called inside of a write.
   */
  #keepOf(key: string, isKept: (way: string) => boolean): void {
    const visit = this.#store.visits.get(key);
    if (visit === undefined) return;
    const links = visit.links.filter(isKept);
    if (links.length > 0) this.#store.visits.put(key, { ...visit, links });
    else if (visit.personId === null) this.#store.visits.put(key, { ...visit, name: "", links });
    else this.#store.visits.remove(key);
  }

  /** Forgets where the person came in. To be called inside of a write. */
  forget(personId: string): void {
    for (const key of this.#store.visits.keysOf(`person:${personId}`)) this.#store.visits.remove(key);
  }

  /**
   * Lets those go whose cookie no browser has, and those that open nothing any more, but for who so many guests were: of each
   * the newest, which is in their browser. What is over is looked for first, and goes in small writes.
   */
  async sweep(): Promise<void> {
    const over = this.#over();
    for (let at = 0; at < over.length; at += mostPerWrite)
      await this.#store.write(() => {
        for (const { key, isKept } of over.slice(at, at + mostPerWrite)) {
          const visit = this.#store.visits.get(key);
          // What a document opens that is back since stays.
          if (visit === undefined || (!this.#isLate(visit) && !this.#opensNothing(visit))) continue;
          if (isKept) this.#keepOf(key, () => false);
          else this.#store.visits.remove(key);
        }
      });
  }

  #over(): readonly { readonly key: string; readonly isKept: boolean }[] {
    const over: { readonly key: string; readonly isKept: boolean }[] = [];
    const idle: { readonly key: string; readonly visit: VisitRecord }[] = [];
    const newest = new Map<string, number>();
    for (const { key, value: visit } of this.#store.visits.getRange()) {
      newest.set(visit.id, Math.max(visit.createdAt, newest.get(visit.id) ?? 0));
      if (this.#isLate(visit)) over.push({ key, isKept: false });
      else if (this.#opensNothing(visit)) idle.push({ key, visit });
    }
    idle.sort((one, other) => other.visit.createdAt - one.visit.createdAt);
    let kept = 0;
    for (const { key, visit } of idle) {
      const isReplaced = visit.createdAt < (newest.get(visit.id) ?? 0);
      const isKept = visit.personId === null && !isReplaced && ++kept <= mostIdle;
      if (!isKept || visit.links.length > 0) over.push({ key, isKept });
    }
    return over;
  }

  /** Whether no browser has its cookie any more. */
  #isLate({ createdAt }: VisitRecord): boolean {
    return createdAt <= this.#now() - longestSeconds * 1_000;
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
