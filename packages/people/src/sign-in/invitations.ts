import type { DocumentId, Role } from "@quire/protocol";
import { keyOf, newId, newSecret } from "../secrets.ts";
import type { InvitationRecord, PersonRecord } from "../store/records.ts";
import type { PeopleStore } from "../store/store.ts";
import { emailKey } from "./email.ts";

/** How long an invitation is good. */
const goodMs = 7 * 24 * 60 * 60_000;

/** Whether somebody may give what an invitation of theirs brings along. */
type MayGive = (by: string, share: NonNullable<InvitationRecord["share"]>) => boolean;

/** An invitation by its id, and the document that it has to be into, by its rights' place. */
interface IntoDocument {
  readonly place: DocumentId;
  readonly id: string;
}

/** Links that let one person in, once each. The first of a server makes its owner. */
export class Invitations {
  readonly #store: PeopleStore;
  readonly #now: () => number;
  readonly #mayGive: MayGive;

  constructor(store: PeopleStore, now: () => number, mayGive: MayGive) {
    this.#store = store;
    this.#now = now;
    this.#mayGive = mayGive;
  }

  /** The invitation of the secret, if it is still good. */
  find(secret: string): InvitationRecord | undefined {
    const invitation = this.#store.invitations.get(keyOf(secret));
    return invitation !== undefined && this.#isGood(invitation) ? invitation : undefined;
  }

  /** Makes one. To be called inside of a write. Answers with its secret, which nobody is told again. */
  make(invitation: Pick<InvitationRecord, "email" | "standing" | "by" | "share">): string {
    const secret = newSecret();
    const now = this.#now();
    const record = { ...invitation, id: newId(), createdAt: now, expiresAt: now + goodMs };
    this.#store.invitations.put(keyOf(secret), record);
    return secret;
  }

  /** Uses it up. To be called inside of a write. Answers with it, or undefined where somebody else was first. */
  take(secret: string): InvitationRecord | undefined {
    const invitation = this.find(secret);
    if (invitation !== undefined) this.#store.invitations.remove(keyOf(secret));
    return invitation;
  }

  /** Uses up all that was sent to the address. To be called inside of a write. Answers with those that are good, the newest first. */
  takeFor(email: string): InvitationRecord[] {
    const { invitations } = this.#store;
    const found: InvitationRecord[] = [];
    for (const key of invitations.keysOf(`email:${emailKey(email)}`)) {
      const invitation = invitations.get(key);
      if (invitation !== undefined && invitation.by !== null && this.#isGood(invitation))
        found.push(invitation);
      invitations.remove(key);
    }
    return newestFirst(found);
  }

  /** Ends those to the address that bring nothing along: of these the newest is good. To be called inside of a write. Answers with their ids. */
  endBare(email: string): string[] {
    const { invitations } = this.#store;
    const ended: string[] = [];
    for (const key of invitations.keysOf(`email:${emailKey(email)}`)) {
      const invitation = invitations.get(key);
      if (invitation === undefined || invitation.share !== undefined) continue;
      invitations.remove(key);
      ended.push(invitation.id);
    }
    return ended;
  }

  /** The good ones to addresses that bring a role in the document along, the newest first. */
  into(place: DocumentId): InvitationRecord[] {
    return newestFirst(this.#into(place).map(([, invitation]) => invitation));
  }

  /** Has one of those bring another role, by who says so. To be called inside of a write. Answers with whether there is such a one. */
  changeInto(meant: IntoDocument, { role, by }: { readonly role: Role; readonly by: string }): boolean {
    return this.#eachInto(meant, (key, invitation) => {
      const share = { documentId: meant.place, role };
      this.#store.invitations.put(key, { ...invitation, share, by, changedAt: this.#now() });
    });
  }

  /** Takes one of those back. To be called inside of a write. Answers likewise. */
  endInto(meant: IntoDocument): boolean {
    return this.#eachInto(meant, (key) => this.#store.invitations.remove(key));
  }

  /** Takes back all to the address that are into the document. To be called inside of a write. Answers with their ids. */
  endIntoFor(place: DocumentId, email: string): string[] {
    const meant = this.#storedInto(place).filter(
      ([, { email: to }]) => to !== null && emailKey(to) === emailKey(email),
    );
    for (const [key] of meant) this.#store.invitations.remove(key);
    return meant.map(([, { id }]) => id);
  }

  /**
   * Has those bring nothing any more that who invited may not give now, whichever way they lost that: given the right once more,
   * they do not come back without a word. What lets in by itself, as an owner of the server made it, goes on. To be called inside
   * of every write by which somebody may lose a right.
   */
  endLost(): void {
    const found = new Map<string, boolean>();
    for (const key of this.#store.invitations.keysUnder("document:")) {
      const invitation = this.#store.invitations.get(key);
      if (invitation === undefined) continue;
      const { share, ...bare } = invitation;
      // Of one person into one document there may be many.
      const what = `${bare.by} ${share?.documentId}`;
      const brings = found.get(what) ?? this.#brings(invitation);
      found.set(what, brings);
      if (brings) continue;
      if (isOwner(this.#store.people.get(bare.by ?? ""))) this.#store.invitations.put(key, bare);
      else this.#store.invitations.remove(key);
    }
  }

  #eachInto({ place, id }: IntoDocument, change: (key: string, one: InvitationRecord) => void): boolean {
    const found = this.#into(place).filter(([, invitation]) => invitation.id === id);
    for (const [key, invitation] of found) change(key, invitation);
    return found.length > 0;
  }

  #into(place: DocumentId): (readonly [key: string, InvitationRecord])[] {
    return this.#storedInto(place).filter(
      ([, invitation]) => invitation.email !== null && this.#isGood(invitation) && this.#brings(invitation),
    );
  }

  /** All, whether they are good or not. */
  #storedInto(place: DocumentId): (readonly [key: string, InvitationRecord])[] {
    return this.#store.invitations.keysOf(`document:${place}`).flatMap((key) => {
      const invitation = this.#store.invitations.get(key);
      return invitation === undefined ? [] : [[key, invitation] as const];
    });
  }

  /** Whether who invited may still give what it brings along. */
  #brings({ by, share }: InvitationRecord): boolean {
    return by !== null && share !== undefined && this.#mayGive(by, share);
  }

  /** Those that are good and that somebody made, newest first. */
  all(): InvitationRecord[] {
    const good: InvitationRecord[] = [];
    for (const { value } of this.#store.invitations.getRange())
      if (value.by !== null && this.#isGood(value)) good.push(value);
    return newestFirst(good);
  }

  /** Takes back all that the person made. To be called inside of a write. */
  endBy(personId: string): void {
    for (const key of this.#store.invitations.keysOf(`by:${personId}`)) this.#store.invitations.remove(key);
  }

  /** Takes back those that it is asked to. To be called inside of a write. Answers with them. */
  end(isMeant: (invitation: InvitationRecord) => boolean): InvitationRecord[] {
    const ended: InvitationRecord[] = [];
    for (const { key, value } of Array.from(this.#store.invitations.getRange())) {
      if (!isMeant(value)) continue;
      this.#store.invitations.remove(key);
      ended.push(value);
    }
    return ended;
  }

  /**
   * Lets those go that are over, and has the others name their document by its rights' place: an earlier version kept the document
   * itself, which may have been made anew; and only hid what was lost above it, or by a group. To be called inside of a write.
   */
  sweep(placeOf: (id: DocumentId) => DocumentId): void {
    this.end(({ expiresAt }) => expiresAt <= this.#now());
    for (const { key, value } of Array.from(this.#store.invitations.getRange())) {
      const { share } = value;
      const documentId = share && placeOf(share.documentId);
      if (share === undefined || documentId === undefined || documentId === share.documentId) continue;
      this.#store.invitations.put(key, { ...value, share: { ...share, documentId } });
    }
    this.endLost();
  }

  /**
   * Only an owner makes owners, and only while they are one; the first, and one by command, are made by who runs the server. Who
   * owns no more than a document invites into that, and while they own it.
   */
  #isGood({ expiresAt, standing, by, share }: InvitationRecord): boolean {
    if (expiresAt <= this.#now()) return false;
    if (by === null || (standing !== "owner" && share === undefined)) return true;
    const inviter = this.#store.people.get(by);
    if (isOwner(inviter)) return true;
    return standing !== "owner" && share !== undefined && this.#mayGive(by, share);
  }

  /** The secret of a link for the first owner, or one whom nobody is left to invite: a new one each time, and none that was printed before is good. */
  async forFirstOwner(): Promise<string> {
    return await this.#store.write(() => {
      this.end(({ by }) => by === null);
      return this.make({ email: null, standing: "owner", by: null });
    });
  }
}

function isOwner(person: PersonRecord | undefined): boolean {
  return person?.standing === "owner" && person.disabledAt === null;
}

/** In the order in which they count. */
export function newestFirst(invitations: InvitationRecord[]): InvitationRecord[] {
  return invitations.sort((one, other) => saidAt(other) - saidAt(one));
}

/** When it was said last what it brings along. */
export function saidAt({
  createdAt,
  changedAt = createdAt,
}: Pick<InvitationRecord, "createdAt" | "changedAt">): number {
  return changedAt;
}
