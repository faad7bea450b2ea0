import { argon2Sync, randomBytes } from "node:crypto";
import type { People } from "@quire/people";
import type { Standing } from "@quire/protocol";
import { origin, sessionCookie } from "./whole-server.ts";

/** What somebody is known by: cookies and an Origin, or a token. */
export type Headers = Readonly<Record<string, string>>;

/** Somebody who signed in. */
export interface AccountOf {
  readonly id: string;
  readonly email: string;
  readonly headers: Headers;
}

/** What everybody here types. */
export const theirPassword = "the password of everybody here";

/** As cheap as argon2id can be: what it costs is no matter here. */
const password = hashOf(theirPassword);

/** Puts down an account with a session and no more. To be called inside of a write. */
export function addAccount(people: People, name: string, standing: Standing = "member"): AccountOf {
  const { store, sessions, now } = people;
  const id = newId();
  const email = `${id}@example.org`;
  const record = { id, email, name, hue: 1, standing, createdAt: now(), disabledAt: null };
  void store.people.put(id, { ...record, password });
  void store.emails.put(email.toLowerCase(), id);
  const secret = sessions.begin(id, { address: "127.0.0.1", agent: "test" });
  return { id, email, headers: cookies({ [sessionCookie]: secret }) };
}

/** What a page's browser says with these cookies. */
export function cookies(values: Readonly<Record<string, string>>): Headers {
  const pairs = Object.entries(values).map(([name, value]) => `${name}=${value}`);
  return { origin, cookie: pairs.join("; ") };
}

export function newId(): string {
  return randomBytes(16).toString("base64url");
}

export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

function hashOf(message: string): string {
  const nonce = randomBytes(16);
  const cost = { memory: 8, passes: 1, parallelism: 1 };
  const tag = argon2Sync("argon2id", { message, nonce, tagLength: 32, ...cost });
  const [salt, hash] = [nonce, tag].map((bytes) => bytes.toString("base64").replace(/=+$/, ""));
  return `$argon2id$v=19$m=8,t=1,p=1$${salt}$${hash}`;
}
