import { randomBytes } from "node:crypto";
import { keyOf } from "../secrets.ts";
import type { PersonRecord, SecondFactorRecord } from "../store/records.ts";
import { fromBase32, stepOf, toBase32 } from "./totp.ts";

/** RFC 4226 asks for 160 bits. */
const secretBytes = 20;

const spareCount = 10;
/** 80 bits in base32: nobody finds one out of its hash. */
const spareBytes = 10;

/** What signing in by password asks for as well; undefined where that is nothing, or not confirmed yet. */
export function secondFactorOf({ secondFactor }: PersonRecord): SecondFactorRecord | undefined {
  return secondFactor?.confirmedAt == null ? undefined : secondFactor;
}

/** A new secret for an app; asked for nowhere until a code of it was seen. */
export function offerSecondFactor(): SecondFactorRecord {
  return { secret: toBase32(randomBytes(secretBytes)), confirmedAt: null, lastStep: 0, spares: [] };
}

/** The secret as apps read it from a picture. */
export function addressOf({ secret }: SecondFactorRecord, email: string, host: string): string {
  const issuer = `Quire (${host})`;
  const query = new URLSearchParams({ secret, issuer });
  return `otpauth://totp/${encodeURIComponent(issuer)}:${encodeURIComponent(email)}?${query.toString().replaceAll("+", "%20")}`;
}

/** Codes for the day the app is lost, as they are shown, once, and as they are kept. */
export function makeSpares(): { readonly codes: string[]; readonly hashes: string[] } {
  const codes = Array.from({ length: spareCount }, () =>
    toBase32(randomBytes(spareBytes))
      .toLowerCase()
      .replace(/(.{4})(?=.)/g, "$1-"),
  );
  return { codes, hashes: codes.map((code) => keyOf(plain(code))) };
}

/** Whether it is a code of an app, of which a machine could try all. */
export function isAppCode(code: string): boolean {
  return /^\d{6}$/.test(plain(code));
}

/** Uses the code up: the second factor as it is from then on, or undefined where it is none of its codes. */
export function useCode(
  factor: SecondFactorRecord,
  code: string,
  now: number,
): SecondFactorRecord | undefined {
  const text = plain(code);
  if (isAppCode(text)) {
    const step = stepOf(fromBase32(factor.secret), text, now, factor.lastStep);
    return step === undefined ? undefined : { ...factor, lastStep: step };
  }
  const hash = keyOf(text);
  if (!factor.spares.includes(hash)) return undefined;
  return { ...factor, spares: factor.spares.filter((spare) => spare !== hash) };
}

/** The code without what people put in to read it. */
function plain(code: string): string {
  return code.replace(/[\s-]/g, "").toLowerCase();
}
