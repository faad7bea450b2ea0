import { passwordLength } from "@quire/protocol";
import { fail } from "@quire/server";
import type { People } from "../people.ts";
import type { PersonRecord } from "../store/records.ts";
import { takeTry } from "./limits.ts";

/** Throws QUIRE_ERR_BAD_REQUEST for what is too short or too long to be a new password. */
export function checkNewPassword(password: string): void {
  const { length } = Array.from(password);
  if (length >= passwordLength.least && length <= passwordLength.most) return;
  throw fail("QUIRE_ERR_BAD_REQUEST", {
    problem: `a password needs ${passwordLength.least} to ${passwordLength.most} characters, and this one has ${length}`,
  });
}

/**
 * Makes sure of whoever has the browser by the account's password. Throws QUIRE_ERR_PASSWORD_WRONG, and
 * QUIRE_ERR_TOO_MANY_TRIES for who guesses it so; that is counted apart from signing in, which needs no browser of theirs.
 * Where there is no password, none is right: see `confirm`.
 */
export async function confirmPassword(
  people: People,
  { id, password }: PersonRecord,
  given: string | undefined,
): Promise<void> {
  if (password === null || given === undefined) throw fail("QUIRE_ERR_PASSWORD_WRONG", {});
  const key = `${id} confirms`;
  takeTry(people.limits.accounts, key);
  const isRight = await people.passwords.matches(given, password, id).catch((error: unknown) => {
    people.limits.accounts.giveBack(key);
    throw error;
  });
  if (!isRight) throw fail("QUIRE_ERR_PASSWORD_WRONG", {});
  people.limits.accounts.forget(key);
}
