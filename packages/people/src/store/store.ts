import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { DocumentId } from "@quire/protocol";
import { fail, hearCommitError, makeDatabaseFiles } from "@quire/server";
import { type Database, open, type RootDatabase } from "lmdb";
import { emailKey, isTooLong } from "../sign-in/email.ts";
import { IndexedTable } from "./indexed-table.ts";
import type {
  DocumentRightsRecord,
  GroupRecord,
  InvitationRecord,
  LinkRecord,
  PersonRecord,
  RequestRecord,
  SessionRecord,
  ShareRecord,
  VisitRecord,
} from "./records.ts";

/** The layout that this version writes. */
const peopleFormat = 1;

/** Whom a share is for: `person:<id>` or `group:<id>`. */
export type Principal = `person:${string}` | `group:${string}`;

/** Sorts before and after every principal, for the range of one document's. */
const first = "";
const last = "\uffff";

/** Characters of an address that are looked at: one that a proxy makes up is no key. */
const addressLength = 64;

/** What the sessions of a person are found by that were last used from the address. */
export function placeOf(personId: string, address: string): string {
  return `${personId} at ${address.slice(0, addressLength)}`;
}

/** Digits of a time, so that it sorts as a number does. */
const timeLength = 15;

/** What the names begin with that visits are found by which came by a link. */
export function cameBy(way: string): string {
  return `link:${way} `;
}

/**
 * Who there is, and what they may: `people.mdb` beside the documents. Reads are at once and see what is committed; writes
 * are in `write`, one after the other, and are on disk when it resolves.
 */
export class PeopleStore {
  readonly #root: RootDatabase<unknown, string>;
  readonly people: Database<PersonRecord, string>;
  /** Pictures by person: the bytes as they came. */
  readonly pictures: Database<Buffer, string>;
  /** What an e-mail address is compared as -> person. */
  readonly emails: Database<string, string>;
  /** Found by whose they are, and by where that person is signed in from (`placeOf`). */
  readonly sessions: IndexedTable<SessionRecord, string>;
  /** Found by `by:<person>`, by `email:<address>` as addresses are compared, and by `document:<id>` for what they bring along. */
  readonly invitations: IndexedTable<InvitationRecord, string>;
  /** Found by whom they are for, as well. */
  readonly shares: IndexedTable<ShareRecord, [document: string, principal: string]>;
  readonly links: Database<LinkRecord, string>;
  /** `[document, hash]` -> true: the links of one document. */
  readonly linksOf: Database<boolean, [document: string, link: string]>;
  /** Found by `cameBy` with the time at which they came, so that the first come first; and by `person:<id>` where somebody came who was signed in. */
  readonly visits: IndexedTable<VisitRecord, string>;
  readonly groups: Database<GroupRecord, string>;
  readonly rights: Database<DocumentRightsRecord, string>;
  /** Found by who asks, as well. */
  readonly requests: IndexedTable<RequestRecord, [document: string, person: string]>;

  /** Opens it, making what is missing. Throws QUIRE_ERR_DATA_… where that cannot be. The host holds the directory's lock. */
  constructor(dataDir: string) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const path = join(dataDir, "people.mdb");
    makeDatabaseFiles(path);
    this.#root = open<unknown, string>({
      path,
      noSubdir: true,
      // A transaction resolves when it is on disk: what a person is told holds then.
      overlappingSync: false,
      eventTurnBatching: false,
      maxDbs: 64,
      encoding: "json",
    });
    const found = this.#root.get("format");
    if (typeof found === "number" && found > peopleFormat)
      throw fail("QUIRE_ERR_DATA_FORMAT_NEWER", { path: dataDir, found, known: peopleFormat });
    if (found === undefined) this.#root.putSync("format", peopleFormat);
    this.people = this.table("people");
    this.pictures = this.#root.openDB({ name: "pictures", encoding: "binary" });
    this.emails = this.table("emails");
    this.sessions = this.indexed("sessions", "sessions-of", (_, { personId, address }) => [
      personId,
      placeOf(personId, address),
    ]);
    this.invitations = this.indexed("invitations", "invitations-of", (_, { by, email, share }) => [
      ...(by === null ? [] : [`by:${by}`]),
      ...(email === null || isTooLong(email) ? [] : [`email:${emailKey(email)}`]),
      ...(share === undefined ? [] : [`document:${share.documentId}`]),
    ]);
    this.shares = this.indexed("shares", "shares-of", ([, principal]) => [principal]);
    this.links = this.table("links");
    this.linksOf = this.table("links-of");
    this.visits = this.indexed("visits", "visits-of", (_, { links, personId, createdAt }) => [
      ...links.map((way) => cameBy(way) + String(createdAt).padStart(timeLength, "0")),
      ...(personId === null ? [] : [`person:${personId}`]),
    ]);
    this.groups = this.table("groups");
    this.rights = this.table("rights");
    this.requests = this.indexed("requests", "requests-of", ([, person]) => [person]);
  }

  /**
   * A table by its name, and that of its index. The two are compared, some ten microseconds a record: a version that does not
   * know the index may have written since.
   */
  indexed<Value, Key extends string | [string, string] = string>(
    name: string,
    index: string,
    ownersOf: (key: Key, value: Value) => readonly string[],
  ): IndexedTable<Value, Key> {
    const keys = this.#root.openDB<boolean, string[]>({ name: index, encoding: "json" });
    const table = new IndexedTable(this.table<Value, Key>(name), keys, ownersOf);
    if (table.isIndexStale) this.#root.transactionSync(() => table.mendIndex());
    return table;
  }

  /** A table by its name, made where it is missing. */
  table<Value, Key extends string | [string, string] | [number, number] = string>(
    name: string,
  ): Database<Value, Key> {
    return this.#root.openDB<Value, Key>({ name, encoding: "json" });
  }

  /**
   * Runs the writes as one: all or none, after those before and before those after, reading what they wrote. Resolves with
   * its answer when that is on disk; rejects with what it throws, or QUIRE_ERR_STORE_FAILED.
   */
  async write<Answer>(work: () => Answer): Promise<Answer> {
    let thrown: { readonly error: unknown } | undefined;
    try {
      // A child's writes go when it throws; those of a plain transaction would stay.
      return await this.#root.childTransaction(() => {
        try {
          return work();
        } catch (error) {
          thrown = { error };
          throw error;
        }
      });
    } catch (error) {
      hearCommitError(error);
      if (thrown !== undefined) throw thrown.error;
      throw fail("QUIRE_ERR_STORE_FAILED", {}, { cause: error });
    }
  }

  /** What the document was shared as with people or with groups, by whom it is for. */
  *sharesOf(id: DocumentId, kind: "person:" | "group:"): Iterable<readonly [Principal, ShareRecord]> {
    for (const { key, value } of this.shares.getRange({ start: [id, kind], end: [id, `${kind}${last}`] }))
      yield [key[1] as Principal, value];
  }

  /** Who asks to be let into the document. */
  *requestsFor(id: DocumentId): Iterable<RequestRecord> {
    for (const { value } of this.requests.getRange({ start: [id, first], end: [id, last] })) yield value;
  }

  /** The links into the document, by their keys. */
  *linksInto(id: DocumentId): Iterable<readonly [string, LinkRecord]> {
    for (const [, hash] of this.linksOf.getKeys({ start: [id, first], end: [id, last] })) {
      const link = this.links.get(hash);
      if (link !== undefined) yield [hash, link];
    }
  }

  /** The keys of one person's sessions. */
  sessionsOfPerson(personId: string): string[] {
    return this.sessions.keysOf(personId);
  }

  close(): Promise<void> {
    return this.#root.close();
  }
}
