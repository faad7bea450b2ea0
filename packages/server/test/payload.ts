import { createHash } from "node:crypto";

/** The bytes that a record of this document and number has, so that whoever reads it knows whether they are right. */
export function payload(id: string, seq: number): Uint8Array {
  const seed = createHash("sha256").update(`${id} ${seq}`).digest();
  return new Uint8Array(Buffer.alloc(1 + ((seq * 37) % 3_000), seed));
}
