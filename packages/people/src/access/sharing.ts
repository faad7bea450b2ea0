import type { DocumentId, GivenRole, Role } from "@quire/protocol";
import { fail } from "@quire/server";
import { saidAt } from "../sign-in/invitations.ts";
import type { InvitationRecord, PersonRecord } from "../store/records.ts";
import type { PeopleStore, Principal } from "../store/store.ts";
import { movedTo, ownersOf, rightOf } from "./policy.ts";
import type { Rights } from "./rights.ts";

/** How many people may wait for an answer about one document. */
const mostRequests = 100;

/**
 * Gives rights and takes them back. All of it is to be called inside of a write: what it decides by is read there, so that
 * of many who do it at once each sees what those before did. Throws the coded error of what may not be, and then nothing
 * of the write is kept.
 */
export class Sharing {
  readonly #store: PeopleStore;
  readonly #rights: Rights;
  readonly #now: () => number;

  constructor(store: PeopleStore, rights: Rights, now: () => number) {
    this.#store = store;
    this.#rights = rights;
    this.#now = now;
  }

  /** The owner's record. Throws QUIRE_ERR_FORBIDDEN for who is none any more. */
  owner(id: DocumentId, personId: string): PersonRecord {
    const person = this.#store.people.get(personId);
    if (person?.disabledAt === null && this.#rights.isOwner(personId, id)) return person;
    throw fail("QUIRE_ERR_FORBIDDEN", { need: "own" });
  }

  give(id: DocumentId, principal: Principal, { role, by }: { role: GivenRole; by: string }): void {
    if (role !== "own") this.#refuseAbove(id, principal);
    this.#keepOwner(id, () => this.#put(id, principal, role, by));
    if (role !== "none" && principal.startsWith("person:"))
      this.decline(id, principal.slice("person:".length));
  }

  /** What was given at the document itself is taken back. Who made it has it by that, and is told no instead. */
  take(id: DocumentId, principal: Principal, by: string): void {
    const place = this.#rights.placeOf(id);
    const isCreator = principal === `person:${this.#rights.world.document(id)?.createdBy}`;
    if (isCreator) return this.give(id, principal, { role: "none", by });
    this.#keepOwner(id, () => this.#store.shares.remove([place, principal]));
  }

  /** They own it from now on, and who did may edit, unless they own it from above. */
  transfer(id: DocumentId, from: string, to: string): void {
    if (from === to) return;
    this.give(id, `person:${to}`, { role: "own", by: from });
    if (!this.#above(id).has(from)) this.#put(id, `person:${from}`, "edit", from);
  }

  /** Whether it takes after its parent. Who has it keep to itself goes on owning it. */
  setInherits(id: DocumentId, inherits: boolean, by: string): void {
    void this.#store.rights.put(this.#rights.placeOf(id), { inherits });
    const isLeft = this.#rights.isOwner(by, id) && this.#rights.hasOwner(id);
    if (!inherits && !isLeft) this.#put(id, `person:${by}`, "own", by);
  }

  /**
   * The document is about to stand elsewhere. Whoever moves it goes on owning it, also where they owned it by what was above; somebody
   * that another application vouches for, and who is no account, leaves it to nobody, nor to nobody but who is shut out.
   */
  keepMoved(id: DocumentId, parentId: DocumentId | null, by: string): void {
    const world = movedTo(parentId, id, this.#rights.world);
    const left = [...ownersOf(id, world)].flatMap((owner) => this.#store.people.get(owner) ?? []);
    const isLeft = left.some(({ disabledAt }) => disabledAt === null);
    if (this.#store.people.get(by) === undefined) {
      const losesAll = left.length === 0 && this.#rights.isOwned(id);
      if (losesAll || (!isLeft && this.#rights.hasOwner(id)))
        throw fail("QUIRE_ERR_LAST_OWNER_OF_DOCUMENT", {});
      return;
    }
    this.owner(id, by);
    const goesOn = rightOf({ personId: by, links: [] }, id, world)?.role === "own";
    if (!goesOn || !isLeft) this.#put(id, `person:${by}`, "own", by);
  }

  /** Somebody asks to be let in. What comes of it is told to nobody: no document, a right that is there, or too many who ask. */
  ask(id: DocumentId, personId: string, role: Exclude<Role, "own">): void {
    const place = this.#rights.placeOf(id);
    if (this.#rights.newest(id) === undefined) return;
    if (this.#store.requests.get([place, personId]) === undefined) {
      let waiting = 0;
      for (const _ of this.#store.requestsFor(place)) waiting++;
      if (waiting >= mostRequests) return;
    }
    this.#store.requests.put([place, personId], { personId, role, at: this.#now() });
  }

  decline(id: DocumentId, personId: string): void {
    this.#store.requests.remove([this.#rights.placeOf(id), personId]);
  }

  /** What an invitation brought along, if who invited may still give it. Answers with what was given. */
  giveInvited(invitation: InvitationRecord, personId: string): InvitationRecord["share"] {
    const { share, by } = invitation;
    if (share === undefined || by === null || !this.mayGive(by, share)) return undefined;
    const { documentId, role } = share;
    // What they were given since says what they have; of several invitations, the newest comes first. Who owns it does so.
    const before = this.#store.shares.get([this.#rights.placeOf(documentId), `person:${personId}`]);
    const isOlder = before !== undefined && before.at >= saidAt(invitation);
    if (isOlder || this.#rights.isOwner(personId, documentId)) return undefined;
    this.#put(documentId, `person:${personId}`, role, by);
    this.decline(documentId, personId);
    return share;
  }

  /** Whether somebody may give what an invitation of theirs brings along: an owner who can sign in. */
  mayGive(by: string, { documentId }: NonNullable<InvitationRecord["share"]>): boolean {
    return this.#store.people.get(by)?.disabledAt === null && this.#rights.isOwner(by, documentId);
  }

  #put(id: DocumentId, principal: Principal, role: GivenRole, by: string): void {
    this.#store.shares.put([this.#rights.placeOf(id), principal], { role, by, at: this.#now() });
  }

  /**
   * Does it, unless nobody would own the document then, or nobody but who is shut out. One that nobody owns already can only be
   * helped; one whose only owner is shut out stays theirs.
   */
  #keepOwner(id: DocumentId, change: () => void): void {
    const [had, was] = [this.#rights.hasOwner(id), this.#rights.isOwned(id)];
    change();
    if ((had && !this.#rights.hasOwner(id)) || (was && !this.#rights.isOwned(id)))
      throw fail("QUIRE_ERR_LAST_OWNER_OF_DOCUMENT", {});
  }

  /** An exception for who owns what is above would hold for nothing, and look as if it did. */
  #refuseAbove(id: DocumentId, principal: Principal): void {
    if (principal.startsWith("person:") && this.#above(id).has(principal.slice("person:".length)))
      throw fail("QUIRE_ERR_OWNS_ABOVE", {});
  }

  /** Who owns the parent, as far as the document takes after it. */
  #above(id: DocumentId): Set<string> {
    const level = this.#rights.world.document(id);
    if (level?.parentId == null || !this.#rights.world.inherits(level.rightsId)) return new Set();
    return ownersOf(level.parentId, this.#rights.world);
  }
}
