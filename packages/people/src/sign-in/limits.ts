import { isIP } from "node:net";
import { fail } from "@quire/server";
import { Buckets, Waits } from "./tries.ts";

const minuteMs = 60_000;

/**
 * How often something may be tried that is not known to be right. What came from one address counts together, and what was
 * tried at one account counts together wherever it came from: a thousand addresses guess no faster than one.
 *
 * An account is never shut for long by strangers: five wrong passwords are free, then there is a second to wait, then two,
 * up to two minutes; half an hour after the last all is forgotten. Whoever asks from where the account is signed in has a
 * count of their own, so that strangers do not keep the people themselves out.
 */
export class SignInLimits {
  /** Wrong passwords, by account. */
  readonly accounts: Waits;
  /** Wrong codes of a second factor, by account: whoever gets there has the password, and a million codes are few. */
  readonly codes: Waits;
  /** Wrong passwords, by address. */
  readonly addresses: Buckets;
  /** Passwords that are tried at signing in, right ones as well, by address: each takes its share of the hashing. */
  readonly signIns: Buckets;
  /** Passwords that are given to links, by person, for the same reason. */
  readonly linkPasswords: Buckets;
  /** All that is kept of somebody, taken along: by person. */
  readonly exports: Buckets;
  /** What somebody changes about who may do what, and about their own tokens and passkeys: by person, in `change`. */
  readonly changes: Buckets;
  /** Pictures of somebody that are set or taken off: by person. */
  readonly pictures: Buckets;
  /** Secrets of links (invitations, resets, shares) that are not good, by address. */
  readonly links: Buckets;
  /** Accounts that are made, by address. */
  readonly joins: Buckets;
  /** Those who come back from a provider and are not let in, by address. A whole office may have one, on its first day. */
  readonly providers: Buckets;
  /** Mails that are asked for, by address; and by account, where more are left out without a word. */
  readonly mails: Buckets;
  readonly mailsTo: Buckets;

  readonly #mostChanges: number;

  constructor(now: () => number, mostChanges = 300) {
    const perMinute = (tries: number) => new Buckets({ now, tries, perMs: minuteMs });
    this.accounts = new Waits({
      now,
      free: 5,
      firstMs: 1_000,
      longestMs: 2 * minuteMs,
      forgetMs: 30 * minuteMs,
    });
    this.codes = new Waits({
      now,
      free: 5,
      firstMs: 15 * minuteMs,
      longestMs: 60 * minuteMs,
      forgetMs: 24 * 60 * minuteMs,
    });
    this.addresses = perMinute(30);
    this.signIns = perMinute(60);
    this.linkPasswords = perMinute(20);
    this.exports = new Buckets({ now, tries: 6, perMs: 60 * minuteMs });
    this.#mostChanges = mostChanges;
    this.changes = new Buckets({ now, tries: mostChanges, perMs: 60 * minuteMs });
    this.pictures = new Buckets({ now, tries: 30, perMs: 60 * minuteMs });
    this.links = perMinute(30);
    this.joins = perMinute(30);
    this.providers = perMinute(120);
    this.mails = perMinute(10);
    this.mailsTo = new Buckets({ now, tries: 3, perMs: 15 * minuteMs });
  }

  /**
   * Does what somebody changes about people and rights: so often an hour that they cannot fill the audit log, which has each. What comes
   * to nothing is not counted. Throws QUIRE_ERR_TOO_MANY_CHANGES.
   */
  async change<Value>(personId: string, work: () => Promise<Value>): Promise<Value> {
    const waitMs = this.changes.take(personId);
    if (waitMs > 0) {
      const seconds = Math.ceil(waitMs / 1_000);
      throw fail("QUIRE_ERR_TOO_MANY_CHANGES", { most: this.#mostChanges, seconds });
    }
    try {
      return await work();
    } catch (error) {
      this.changes.giveBack(personId);
      throw error;
    }
  }
}

/** Counts a try by the key. Throws QUIRE_ERR_TOO_MANY_TRIES where it must not be made now. */
export function takeTry(counter: Waits | Buckets, key: string): void {
  const waitMs = counter.take(key);
  if (waitMs > 0) throw fail("QUIRE_ERR_TOO_MANY_TRIES", { seconds: Math.ceil(waitMs / 1_000) });
}

/** What an address is counted as. Whoever has one of IPv6 has the 2^64 beside it as well. */
export function addressKey(address: string): string {
  const plain = address.split("%", 1)[0] ?? "";
  const [, mapped] = /^::ffff:([\d.]+)$/i.exec(plain) ?? [];
  if (mapped !== undefined) return mapped;
  if (isIP(plain) !== 6) return plain;
  const [head = "", tail] = plain.split("::");
  const groups = head === "" ? [] : head.split(":");
  const behind = tail === undefined || tail === "" ? [] : tail.split(":");
  const missing = tail === undefined ? 0 : 8 - groups.length - behind.length;
  const all = [...groups, ...Array<string>(Math.max(0, missing)).fill("0"), ...behind];
  return all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
}
