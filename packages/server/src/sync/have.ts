import { crc32 } from "node:zlib";

/** What a client says that is there of a long message: so many bytes, from its beginning, of this CRC-32. */
export interface Have {
  readonly bytes: number;
  readonly crc: number;
}

/** Reads `bytes.crc`, the CRC-32 inverted and signed, as a page has it in its hand; undefined where it is nothing like that. */
export function readHave(said: string | readonly string[] | undefined): Have | undefined {
  const [, bytes, inverted] =
    typeof said === "string" ? (/^([1-9]\d{0,9})\.(-?\d{1,10})$/.exec(said) ?? []) : [];
  return inverted === undefined ? undefined : { bytes: Number(bytes), crc: ~Number(inverted) >>> 0 };
}

/** Whether a message begins so, and goes on. What somebody makes up fits nothing, or is a document that they may read. */
export function beginsWith(message: Uint8Array, { bytes, crc }: Have): boolean {
  return bytes < message.length && crc32(message.subarray(0, bytes)) === crc;
}
