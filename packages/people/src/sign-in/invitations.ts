import { keyOf, newId, newSecret } from "../secrets.ts";
import type { InvitationRecord } from "../store/records.ts";
import type { PeopleStore } from "../store/store.ts";

/** How long an invitation is good. */
const goodMs = 7 * 24 * 60 * 60_000;

/** Links that let one person in, once each. The first of a server makes its owner. */
export class Invitations {
  readonly #store: PeopleStore;
  readonly #now: () => number;

  constructor(store: PeopleStore, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  /** The invitation of the secret, if it is still good. */
  find(secret: string): InvitationRecord | undefined {
    const invitation = this.#store.invitations.get(keyOf(secret));
    return invitation !== undefined && invitation.expiresAt > this.#now() ? invitation : undefined;
  }

  /** Makes one. To be called inside of a write. Answers with its secret, which nobody is told again. */
  make(invitation: Pick<InvitationRecord, "email" | "standing" | "by">): string {
    const secret = newSecret();
    const now = this.#now();
    const record = { ...invitation, id: newId(), createdAt: now, expiresAt: now + goodMs };
    void this.#store.invitations.put(keyOf(secret), record);
    return secret;
  }

  /** Uses it up. To be called inside of a write. Answers with it, or undefined where somebody else was first. */
  take(secret: string): InvitationRecord | undefined {
    const invitation = this.find(secret);
    if (invitation !== undefined) void this.#store.invitations.remove(keyOf(secret));
    return invitation;
  }

  /** The secret of a link for the server's first owner: a new one each time, and none that was printed before is good. */
  async forFirstOwner(): Promise<string> {
    return await this.#store.write(() => {
      for (const { key, value } of this.#store.invitations.getRange())
        if (value.by === null) void this.#store.invitations.remove(key);
      return this.make({ email: null, standing: "owner", by: null });
    });
  }
}
