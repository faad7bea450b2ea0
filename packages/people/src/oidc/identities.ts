import type { Database } from "lmdb";
import { keyOf } from "../secrets.ts";
import type { PeopleStore } from "../store/store.ts";
import type { Profile } from "./profile.ts";

/** Who somebody is at a provider. Its key is made of issuer and subject, which together are nobody else, ever. */
export interface IdentityRecord {
  readonly personId: string;
  readonly issuer: string;
  readonly subject: string;
  /** As the provider told them last: what changes there changes here, what somebody changed here stays. */
  readonly email: string | null;
  readonly name: string | null;
  /** Whether their being an owner comes from the provider, who can take it back. */
  readonly gaveStanding: boolean;
  /** Milliseconds since 1970. */
  readonly linkedAt: number;
}

/** Who is who at which provider. */
export class Identities {
  readonly #identities: Database<IdentityRecord, string>;
  /** `[person, key]` -> true: the identities of one person. */
  readonly #identitiesOf: Database<boolean, [person: string, key: string]>;

  constructor(store: PeopleStore) {
    this.#identities = store.table<IdentityRecord>("identities");
    this.#identitiesOf = store.table<boolean, [string, string]>("identities-of");
  }

  find({ issuer, subject }: Pick<Profile, "issuer" | "subject">): IdentityRecord | undefined {
    return this.#identities.get(identityKey(issuer, subject));
  }

  /** Puts it down. To be called inside of a write. */
  put(identity: IdentityRecord): void {
    const key = identityKey(identity.issuer, identity.subject);
    void this.#identities.put(key, identity);
    void this.#identitiesOf.put([identity.personId, key], true);
  }

  /** Who the person is elsewhere. */
  of(personId: string): IdentityRecord[] {
    return this.#keysOf(personId).flatMap((key) => this.#identities.get(key) ?? []);
  }

  /** Forgets those of a person that it is asked to, all by default. To be called inside of a write. Answers with how many. */
  forget(personId: string, isMeant: (identity: IdentityRecord) => boolean = () => true): number {
    let forgotten = 0;
    for (const key of this.#keysOf(personId)) {
      const identity = this.#identities.get(key);
      if (identity !== undefined && !isMeant(identity)) continue;
      void this.#identities.remove(key);
      void this.#identitiesOf.remove([personId, key]);
      forgotten++;
    }
    return forgotten;
  }

  #keysOf(personId: string): string[] {
    const range = this.#identitiesOf.getKeys({ start: [personId, ""], end: [personId, "\uffff"] });
    return [...range].map(([, key]) => key);
  }
}

function identityKey(issuer: string, subject: string): string {
  return keyOf(JSON.stringify([issuer, subject]));
}
