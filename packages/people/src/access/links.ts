import type { DocumentId } from "@quire/protocol";
import { keyOf, newId, newSecret } from "../secrets.ts";
import type { LinkRecord } from "../store/records.ts";
import type { PeopleStore } from "../store/store.ts";
import type { Rights } from "./rights.ts";

/** What a link is made of by whoever shares. */
export type LinkTerms = Omit<LinkRecord, "id" | "documentId" | "token" | "by" | "createdAt">;

/** What may be said of a link to whom it is theirs to change, without what it is opened by. */
export function linkShown(link: LinkRecord) {
  const { id, role, expiresAt, isPublic, isListed, hasPreview = false, createdAt } = link;
  return {
    id,
    role,
    hasPassword: link.password !== null,
    expiresAt,
    isPublic,
    isListed,
    hasPreview,
    createdAt,
  };
}

/** A document that is shown to everybody, and what others are told of it. */
export interface PublicLink extends Required<Pick<LinkRecord, "isListed" | "hasPreview">> {
  readonly documentId: DocumentId;
}

/** What a visit keeps of the link that it came by: another one from the moment on in which all who came have to come again. */
export function wayOf({ token, round = 0 }: LinkRecord): string {
  return round === 0 ? keyOf(token) : `${keyOf(token)}.${round}`;
}

/** The same for all who have to come again: nothing is changed of what is kept of them, who may be many. */
export function nextRound({ round = 0 }: LinkRecord): Pick<LinkRecord, "round"> {
  return { round: round + 1 };
}

/** The links that documents are opened by. A token is 256 random bits; what is found by it is found by its hash. */
export class Links {
  readonly #store: PeopleStore;
  readonly #rights: Rights;
  readonly #now: () => number;

  constructor(store: PeopleStore, rights: Rights, now: () => number) {
    this.#store = store;
    this.#rights = rights;
    this.#now = now;
  }

  /** The link of the token by which somebody comes in, if it is still good: it has not ended, and its document is there. */
  find(token: string): LinkRecord | undefined {
    return this.byKey(keyOf(token));
  }

  /** The same by what the token is kept as. One that shows its document to everybody lets nobody in, nor who came by it once. */
  byKey(key: string): LinkRecord | undefined {
    const link = this.#good(key);
    return link?.isPublic === true ? undefined : link;
  }

  /** The same by what a visit keeps of it. */
  byWay(way: string): LinkRecord | undefined {
    const [key = "", round = "0"] = way.split(".");
    const link = this.byKey(key);
    return (link?.round ?? 0) === Number(round) ? link : undefined;
  }

  /** The document that a page for everybody shows; a link that asks for a password shows none. */
  publicLink(token: string): PublicLink | undefined {
    const link = this.#good(keyOf(token));
    if (link === undefined || !link.isPublic || link.password !== null) return undefined;
    const documentId = this.#rights.newest(link.documentId);
    if (documentId === undefined) return undefined;
    return { documentId, isListed: link.isListed, hasPreview: link.hasPreview ?? false };
  }

  #good(key: string): LinkRecord | undefined {
    const link = this.#store.links.get(key);
    if (link === undefined || (link.expiresAt !== null && link.expiresAt <= this.#now())) return undefined;
    return this.#rights.newest(link.documentId) === undefined ? undefined : link;
  }

  /** The link of that id, with its key, among those of the document and of no other. */
  ofDocument(place: DocumentId, id: string): readonly [key: string, link: LinkRecord] | undefined {
    for (const [key, link] of this.#store.linksInto(place)) if (link.id === id) return [key, link];
    return undefined;
  }

  /** Whether any leads there. */
  hasAny(place: DocumentId): boolean {
    for (const _ of this.#store.linksInto(place)) return true;
    return false;
  }

  /** Makes one. To be called inside of a write. */
  make(place: DocumentId, by: string, terms: LinkTerms): LinkRecord {
    const token = newSecret();
    const link = { ...terms, id: newId(), documentId: place, token, by, createdAt: this.#now() };
    void this.#store.links.put(keyOf(token), link);
    void this.#store.linksOf.put([place, keyOf(token)], true);
    return link;
  }

  /** Ends it, for whoever came by it as well. What is kept of them is left to the visits. To be called inside of a write. */
  end(place: DocumentId, key: string): void {
    void this.#store.links.remove(key);
    void this.#store.linksOf.remove([place, key]);
  }

  /** Lets those go that are over. Who came by them is left to the sweep of visits. To be called inside of a write. */
  sweep(): void {
    for (const { key, value } of Array.from(this.#store.links.getRange())) {
      if (value.expiresAt === null || value.expiresAt > this.#now()) continue;
      void this.#store.links.remove(key);
      void this.#store.linksOf.remove([value.documentId, key]);
    }
  }
}
