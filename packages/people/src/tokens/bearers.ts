import { allows, type DocumentId, type Role } from "@quire/protocol";
import { fail, type Grant, type Refusal } from "@quire/server";
import type { FastifyRequest } from "fastify";
import { maxDepth } from "../access/policy.ts";
import { addressKey } from "../sign-in/limits.ts";
import { Buckets } from "../sign-in/tries.ts";
import type { PersonRecord } from "../store/records.ts";
import type { PeopleStore } from "../store/store.ts";
import type { ApiTokenRecord, ApiTokens } from "./api-tokens.ts";

/** A program that said a good token, and whose it is. */
export interface Bearer {
  readonly person: PersonRecord;
  readonly token: ApiTokenRecord;
}

/** The most that a token lets its program do, whatever its person may. */
const most: Readonly<Record<ApiTokenRecord["scope"], Role>> = { read: "view", write: "edit" };

/** Knows programs by what they say. */
export class Bearers {
  readonly #store: PeopleStore;
  readonly #tokens: ApiTokens;
  /** Tokens that were none, by the address that they came from. */
  readonly #misses: Buckets;

  constructor(store: PeopleStore, tokens: ApiTokens, now: () => number) {
    this.#store = store;
    this.#tokens = tokens;
    this.#misses = new Buckets({ now, tries: 30, perMs: 60_000 });
  }

  /**
   * Whose token it is; undefined for nobody's. Throws QUIRE_ERR_TOO_MANY_TRIES for too many from one address that are none.
   * One that is good is never held up: whom it is compared with does not matter to a guess of 256 bits.
   */
  find({ ip, headers }: FastifyRequest, said: string): Bearer | undefined {
    const token = this.#tokens.find(said);
    const person = token && this.#store.people.get(token.personId);
    if (token === undefined || person?.disabledAt !== null) {
      const waitMs = this.#misses.take(addressKey(ip));
      // A socket hears it by its close code, which has no word for when to come back.
      if (waitMs > 0 && headers.upgrade === undefined)
        throw fail("QUIRE_ERR_TOO_MANY_TRIES", { seconds: Math.ceil(waitMs / 1_000) });
      return undefined;
    }
    // Nobody waits for it: what is lost with it is a minute's exactness.
    this.#tokens.see(said).catch(() => undefined);
    return { person, token };
  }
}

/** How documents hang together, as far as a token for one of them reaches. */
export interface Tree {
  parentOf(id: DocumentId): DocumentId | null;
  /** The one that it began as: what was begun anew has another id, and the rights and tokens of before. */
  placeOf(id: DocumentId): DocumentId;
}

/** What is left of what the person may do, where a token asks: up to its scope, at its document and below, while it is good. */
export function narrowed(
  grant: Grant | Refusal,
  { documentId: top, scope, expiresAt }: ApiTokenRecord,
  documentId: DocumentId | null,
  tree: Tree,
): Grant | Refusal {
  if ("refused" in grant) return grant;
  const isWithin = top === null || (documentId !== null && isAtOrBelow(top, documentId, tree));
  if (!isWithin) return { refused: "forbidden" };
  const { role, sees, ...rest } = grant;
  const scoped = (may: Role): Role => (allows(may, most[scope]) ? most[scope] : may);
  const seesScoped = (id: DocumentId) => {
    const seen = sees?.(id);
    return typeof seen === "string" ? scoped(seen) : seen === true;
  };
  return {
    ...rest,
    role: scoped(role),
    ...(sees !== undefined && { sees: seesScoped }),
    ...(expiresAt !== null && { until: expiresAt }),
  };
}

function isAtOrBelow(top: DocumentId, id: DocumentId, { parentOf, placeOf }: Tree): boolean {
  const place = placeOf(top);
  let at: DocumentId | null = id;
  for (let depth = 0; at !== null && depth < maxDepth; depth++) {
    if (placeOf(at) === place) return true;
    at = parentOf(at);
  }
  return false;
}
