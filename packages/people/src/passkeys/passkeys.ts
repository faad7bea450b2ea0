import { fail } from "@quire/server";
import type { Database } from "lmdb";
import { keyOf, newId } from "../secrets.ts";
import type { PeopleStore } from "../store/store.ts";

/** Passkeys that one person may have. */
const mostPasskeys = 20;

/** What somebody signs in by in place of a password. Its key is the hash of the credential's id, which may be long. */
export interface PasskeyRecord {
  /** Names it to its owner. */
  readonly id: string;
  readonly personId: string;
  readonly name: string;
  /** The credential's id, as authenticators know it. */
  readonly credential: string;
  /** COSE, in base64url. */
  readonly publicKey: string;
  /** How often the authenticator says that it was used; 0 for ever at those that do not count. */
  readonly counter: number;
  /** How the authenticator is reached: a hint for browsers. */
  readonly transports: readonly string[];
  readonly createdAt: number;
  readonly seenAt: number | null;
}

/** The passkeys of all people. */
export class Passkeys {
  readonly #now: () => number;
  readonly #passkeys: Database<PasskeyRecord, string>;
  /** `[person, hash]` -> true: the passkeys of one person. */
  readonly #passkeysOf: Database<boolean, [person: string, passkey: string]>;

  constructor(store: PeopleStore, now: () => number) {
    this.#now = now;
    this.#passkeys = store.table<PasskeyRecord>("passkeys");
    this.#passkeysOf = store.table<boolean, [string, string]>("passkeys-of");
  }

  /** The passkey of the credential. */
  find(credential: string): PasskeyRecord | undefined {
    return this.#passkeys.get(keyOf(credential));
  }

  /** Those of a person, oldest first. */
  of(personId: string): PasskeyRecord[] {
    const range = { start: [personId, ""], end: [personId, "\uffff"] } as const;
    const keys = this.#passkeysOf.getKeys({ start: [...range.start], end: [...range.end] });
    const passkeys = [...keys].flatMap(([, key]) => this.#passkeys.get(key) ?? []);
    return passkeys.sort((one, other) => one.createdAt - other.createdAt);
  }

  /**
   * Puts one down. To be called inside of a write. Throws QUIRE_ERR_TOO_MANY_PASSKEYS, and QUIRE_ERR_PASSKEY_REFUSED for a
   * credential that is known already: whose it is must not change.
   */
  add(plan: Omit<PasskeyRecord, "id" | "createdAt" | "seenAt">): PasskeyRecord {
    if (this.of(plan.personId).length >= mostPasskeys)
      throw fail("QUIRE_ERR_TOO_MANY_PASSKEYS", { most: mostPasskeys });
    if (this.find(plan.credential) !== undefined) throw fail("QUIRE_ERR_PASSKEY_REFUSED", {});
    const passkey = { ...plan, id: newId(), createdAt: this.#now(), seenAt: null };
    this.#put(passkey);
    void this.#passkeysOf.put([plan.personId, keyOf(plan.credential)], true);
    return passkey;
  }

  /** Puts down that it was used. To be called inside of a write. Throws where it was meanwhile used otherwise, or is gone. */
  use(passkey: PasskeyRecord, counter: number): void {
    const now = this.find(passkey.credential);
    if (now === undefined || now.id !== passkey.id || now.counter !== passkey.counter)
      throw fail("QUIRE_ERR_PASSKEY_REFUSED", {});
    this.#put({ ...now, counter, seenAt: this.#now() });
  }

  /** Gives it another name. To be called inside of a write. */
  rename(personId: string, id: string, name: string): PasskeyRecord {
    const renamed = { ...this.#ofOwner(personId, id), name };
    this.#put(renamed);
    return renamed;
  }

  /** Takes it off. To be called inside of a write. Throws QUIRE_ERR_PASSKEY_NOT_FOUND where it is not theirs. */
  remove(personId: string, id: string): PasskeyRecord {
    const passkey = this.#ofOwner(personId, id);
    void this.#passkeys.remove(keyOf(passkey.credential));
    void this.#passkeysOf.remove([personId, keyOf(passkey.credential)]);
    return passkey;
  }

  /** Takes off all of a person. To be called inside of a write. */
  forget(personId: string): void {
    for (const { id } of this.of(personId)) this.remove(personId, id);
  }

  #ofOwner(personId: string, id: string): PasskeyRecord {
    const passkey = this.of(personId).find((one) => one.id === id);
    if (passkey === undefined) throw fail("QUIRE_ERR_PASSKEY_NOT_FOUND", {});
    return passkey;
  }

  #put(passkey: PasskeyRecord): void {
    void this.#passkeys.put(keyOf(passkey.credential), passkey);
  }
}
