import { createHmac, timingSafeEqual } from "node:crypto";

// RFC 6238 as every app does it: SHA-1, six digits, steps of 30 seconds.
const stepMs = 30_000;
const digits = 6;

/** Clocks differ, and people take their time: the step before and the one after are good as well. */
const leeway = 1;

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The code of a time step. */
export function codeAt(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", secret).update(counter).digest();
  const offset = (mac[mac.length - 1] ?? 0) & 0x0f;
  const number = mac.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** digits).padStart(digits, "0");
}

/** The step that the code is of, if that is about now and later than the one given; undefined else. Compares all of them. */
export function stepOf(secret: Buffer, code: string, now: number, after: number): number | undefined {
  const current = Math.floor(now / stepMs);
  let found: number | undefined;
  for (let step = current - leeway; step <= current + leeway; step++) {
    const isSame = isEqual(codeAt(secret, step), code);
    if (isSame && step > after) found = step;
  }
  return found;
}

function isEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The bytes as apps take them: RFC 4648 without padding. */
export function toBase32(bytes: Buffer): string {
  let bits = "";
  for (const byte of bytes) bits += byte.toString(2).padStart(8, "0");
  let text = "";
  for (let at = 0; at < bits.length; at += 5)
    text += alphabet[Number.parseInt(bits.slice(at, at + 5).padEnd(5, "0"), 2)];
  return text;
}

/** The bytes of what `toBase32` wrote. */
export function fromBase32(text: string): Buffer {
  let bits = "";
  for (const letter of text) bits += alphabet.indexOf(letter).toString(2).padStart(5, "0");
  return Buffer.from(
    Array.from({ length: Math.floor(bits.length / 8) }, (_, at) =>
      Number.parseInt(bits.slice(at * 8, at * 8 + 8), 2),
    ),
  );
}
