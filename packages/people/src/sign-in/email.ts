import { fail } from "@quire/server";

/** The longest key of an address, in bytes: what mail allows (RFC 5321), and far less than a key of the store may have. */
const maxKeyBytes = 320;

/**
 * What an address is compared as: two that differ in case alone are one person's with every provider there is. Throws
 * QUIRE_ERR_BAD_REQUEST for one that is longer than addresses are.
 */
export function emailKey(email: string): string {
  if (isTooLong(email)) throw fail("QUIRE_ERR_BAD_REQUEST", { problem: "the e-mail address is too long" });
  return normalized(email);
}

/** Whether there is no such address, as it has too many bytes; its letters alone may be few. */
export function isTooLong(email: string): boolean {
  return Buffer.byteLength(normalized(email)) > maxKeyBytes;
}

function normalized(email: string): string {
  return email.trim().normalize("NFC").toLowerCase();
}
