import type { PutOutBy } from "@quire/protocol";
import type { Database } from "lmdb";
import { keyOf, newId, newSecret } from "../secrets.ts";
import type { SessionRecord } from "../store/records.ts";
import { type PeopleStore, placeOf } from "../store/store.ts";

const dayMs = 24 * 60 * 60_000;

/** A session ends so long after it was used last, and so long after it began. */
const idleMs = 30 * dayMs;
const longestMs = 180 * dayMs;

/** In so many browsers somebody is signed in at most. */
const maxSessions = 100;

/** How exactly it is kept when a session was last used. */
const seenEveryMs = 60_000;

/** Where somebody signs in from. */
export interface Whereabouts {
  readonly address: string;
  readonly agent: string;
}

interface EndRecord {
  readonly by: PutOutBy;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Who is signed in where. A session is found by the hash of its secret, and named to people by its id. */
export class Sessions {
  readonly #store: PeopleStore;
  readonly #now: () => number;
  /** Person -> when they were here last; also where all their sessions are over. */
  readonly #seen: Database<number, string>;
  /** Why sessions ended whose browser has not heard of it, by their keys: it says nothing of whose they were. */
  readonly #ended: Database<EndRecord, string>;

  constructor(store: PeopleStore, now: () => number) {
    this.#store = store;
    this.#seen = store.table<number>("seen");
    this.#ended = store.table<EndRecord>("ended-sessions");
    this.#now = now;
  }

  /** The session of the secret, if it is still good. */
  find(secret: string): SessionRecord | undefined {
    const session = this.#store.sessions.get(keyOf(secret));
    return session !== undefined && endOf(session) > this.#now() ? session : undefined;
  }

  /** Why the session of the secret ended, for who was not asked; undefined where it did not, or longer ago than a session lasts. */
  whyEnded(secret: string): PutOutBy | undefined {
    return this.#ended.get(keyOf(secret))?.by;
  }

  /** Puts down that it was used, once in a while. */
  async see(secret: string, { address }: Whereabouts): Promise<void> {
    const session = this.find(secret);
    if (session === undefined || this.#now() - session.seenAt < seenEveryMs) return;
    await this.#store.write(() => {
      // It may have been ended meanwhile, and must not come back.
      const now = this.#store.sessions.get(keyOf(secret));
      if (now === undefined) return;
      this.#store.sessions.put(keyOf(secret), { ...now, seenAt: this.#now(), address });
      void this.#seen.put(now.personId, this.#now());
    });
  }

  /** When the person was here last, to the minute; null for never. */
  lastSeen(personId: string): number | null {
    return this.#seen.get(personId) ?? null;
  }

  /** Ends all sessions of somebody who is deleted, and forgets when they were here. To be called inside of a write. */
  forget(personId: string): void {
    this.end(personId);
    void this.#seen.remove(personId);
  }

  /** Lets those go that are over. To be called inside of a write. */
  sweep(): void {
    for (const { key, value } of Array.from(this.#store.sessions.getRange())) {
      if (endOf(value) > this.#now()) continue;
      this.#store.sessions.remove(key);
    }
    for (const { key, value } of Array.from(this.#ended.getRange()))
      if (this.#now() - value.at >= idleMs) void this.#ended.remove(key);
  }

  /** Begins one, under a secret that nobody had before. To be called inside of a write. Answers with the secret. */
  begin(personId: string, { address, agent }: Whereabouts): string {
    const secret = newSecret();
    const now = this.#now();
    const session: SessionRecord = {
      id: newId(),
      personId,
      createdAt: now,
      seenAt: now,
      expiresAt: now + longestMs,
      address,
      agent: agent.slice(0, 300),
    };
    this.#store.sessions.put(keyOf(secret), session);
    void this.#seen.put(personId, now);
    return secret;
  }

  /**
   * Has a session go on under a secret that nobody had, and ends all others of its person: whoever has a copy of one has
   * nothing. It is no younger by that. `by`: what the others' browsers are told. To be called inside of a write. Answers with the
   * secret.
   */
  renew(session: SessionRecord, by: PutOutBy): string {
    this.end(session.personId, ({ id }) => id !== session.id, by);
    this.end(session.personId);
    const secret = newSecret();
    this.#store.sessions.put(keyOf(secret), { ...session, id: newId() });
    return secret;
  }

  /** Ends those that were seen longest ago, where there are so many that no other may begin. To be called inside of a write. Answers with how many. */
  makeRoom(personId: string): number {
    const surplus = new Set(
      this.of(personId)
        .slice(maxSessions - 1)
        .map(({ id }) => id),
    );
    return surplus.size === 0 ? 0 : this.end(personId, ({ id }) => surplus.has(id));
  }

  /**
   * Ends those of a person that it is asked to, all by default; `by`: what their browsers are told that it was. To be called inside
   * of a write. Answers with how many.
   */
  end(personId: string, isMeant: (session: SessionRecord) => boolean = () => true, by?: PutOutBy): number {
    let ended = 0;
    for (const key of this.#store.sessionsOfPerson(personId)) {
      const session = this.#store.sessions.get(key);
      if (session !== undefined && !isMeant(session)) continue;
      this.#store.sessions.remove(key);
      if (by !== undefined) void this.#ended.put(key, { by, at: this.#now() });
      ended++;
    }
    return ended;
  }

  /** The good sessions of a person, last used first. */
  of(personId: string): SessionRecord[] {
    return Array.from(this.#good(personId)).sort((one, other) => other.seenAt - one.seenAt);
  }

  /** Whether the person has a good one that was last used from the address. How many they have elsewhere takes no time. */
  isAt(personId: string, address: string): boolean {
    for (const session of this.#good(placeOf(personId, address)))
      if (session.address === address) return true;
    return false;
  }

  /** The good ones that are found by the person, or by the person and a place. */
  *#good(owner: string): Iterable<SessionRecord> {
    for (const key of this.#store.sessions.keysOf(owner)) {
      const session = this.#store.sessions.get(key);
      if (session !== undefined && endOf(session) > this.#now()) yield session;
    }
  }
}

/** When a session is over, if it is not used before. */
export function endOf({ seenAt, expiresAt }: SessionRecord): number {
  return Math.min(seenAt + idleMs, expiresAt);
}
