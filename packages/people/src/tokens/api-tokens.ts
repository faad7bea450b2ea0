import type { DocumentId, TokenScope } from "@quire/protocol";
import { fail } from "@quire/server";
import type { Database } from "lmdb";
import { keyOf, newId, newSecret } from "../secrets.ts";
import type { PeopleStore } from "../store/store.ts";

/** What stands before the secret: a scanner of sources finds it, and a person knows what it is. */
const prefix = "quire_";
const form = /^quire_([\w-]{43})$/;

/** Tokens that one person may have. */
const mostTokens = 100;

/** How exactly it is kept when a token was used last. */
const seenEveryMs = 60_000;

/** A program's way in, as a person. Its key is the hash of its secret. */
export interface ApiTokenRecord {
  /** Names the token to its owner; of no use to come in with. */
  readonly id: string;
  readonly personId: string;
  readonly name: string;
  readonly scope: TokenScope;
  /** The document that it is for, with those below; null for all. */
  readonly documentId: DocumentId | null;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly seenAt: number | null;
}

/** What a new token is to be. */
export type ApiTokenPlan = Pick<ApiTokenRecord, "personId" | "name" | "scope" | "documentId" | "expiresAt">;

/** The tokens by which programs come in as people. */
export class ApiTokens {
  readonly #store: PeopleStore;
  readonly #now: () => number;
  readonly #tokens: Database<ApiTokenRecord, string>;
  /** `[person, hash]` -> true: the tokens of one person. */
  readonly #tokensOf: Database<boolean, [person: string, token: string]>;

  constructor(store: PeopleStore, now: () => number) {
    this.#store = store;
    this.#now = now;
    this.#tokens = store.table<ApiTokenRecord>("tokens");
    this.#tokensOf = store.table<boolean, [string, string]>("tokens-of");
  }

  /** The token that somebody says, if it is one, and still good. */
  find(said: string): ApiTokenRecord | undefined {
    const [, secret] = form.exec(said) ?? [];
    const token = secret === undefined ? undefined : this.#tokens.get(keyOf(secret));
    return token !== undefined && this.#isGood(token) ? token : undefined;
  }

  /** Puts down that it was used, once in a while. */
  async see(said: string): Promise<void> {
    const token = this.find(said);
    if (token === undefined || this.#now() - (token.seenAt ?? 0) < seenEveryMs) return;
    const key = keyOf(said.slice(prefix.length));
    await this.#store.write(() => {
      // It may have been ended meanwhile, and must not come back.
      const now = this.#tokens.get(key);
      if (now !== undefined) void this.#tokens.put(key, { ...now, seenAt: this.#now() });
    });
  }

  /** Makes one. To be called inside of a write. Answers with what the program says. Throws QUIRE_ERR_TOO_MANY_TOKENS. */
  make(plan: ApiTokenPlan): { readonly said: string; readonly token: ApiTokenRecord } {
    if (this.of(plan.personId).length >= mostTokens)
      throw fail("QUIRE_ERR_TOO_MANY_TOKENS", { most: mostTokens });
    const secret = newSecret();
    const token = { ...plan, id: newId(), createdAt: this.#now(), seenAt: null };
    void this.#tokens.put(keyOf(secret), token);
    void this.#tokensOf.put([plan.personId, keyOf(secret)], true);
    return { said: `${prefix}${secret}`, token };
  }

  /** Ends those of a person that it is asked to, all by default. To be called inside of a write. Answers with them. */
  end(personId: string, isMeant: (token: ApiTokenRecord) => boolean = () => true): ApiTokenRecord[] {
    const ended: ApiTokenRecord[] = [];
    for (const [key, token] of Array.from(this.#all(personId))) {
      if (!isMeant(token)) continue;
      void this.#tokens.remove(key);
      void this.#tokensOf.remove([personId, key]);
      ended.push(token);
    }
    return ended;
  }

  /** Lets those go that are over. To be called inside of a write. */
  sweep(): void {
    for (const { key, value } of Array.from(this.#tokens.getRange())) {
      if (this.#isGood(value)) continue;
      void this.#tokens.remove(key);
      void this.#tokensOf.remove([value.personId, key]);
    }
  }

  /** The good tokens of a person, newest first. */
  of(personId: string): ApiTokenRecord[] {
    const tokens = [...this.#all(personId)].map(([, token]) => token);
    return tokens
      .filter((token) => this.#isGood(token))
      .sort((one, other) => other.createdAt - one.createdAt);
  }

  *#all(personId: string): Iterable<readonly [string, ApiTokenRecord]> {
    const range = { start: [personId, ""], end: [personId, "\uffff"] } as const;
    for (const [, key] of this.#tokensOf.getKeys({ start: [...range.start], end: [...range.end] })) {
      const token = this.#tokens.get(key);
      if (token !== undefined) yield [key, token];
    }
  }

  #isGood({ expiresAt }: ApiTokenRecord): boolean {
    return expiresAt === null || expiresAt > this.#now();
  }
}
