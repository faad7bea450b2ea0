import { encodeUtf8 } from "lib0/string";
import { maxRoomNameBytes } from "./document-id.ts";

/** Bytes that an address may have: the longest name, and a session behind it. */
export const maxAddressBytes: number = maxRoomNameBytes + 1 + 64;

/**
 * The document's name in the address of a hocuspocus frame, or undefined where the address is too long to be kept. Providers
 * from 4 on may set a session behind the name, `name 00 session`, so that two of them share a socket.
 */
export function nameInAddress(address: string): string | undefined {
  // A character has a byte at least: what is too long by its characters is not encoded first.
  if (address.length > maxAddressBytes || encodeUtf8(address).length > maxAddressBytes) return undefined;
  const end = address.indexOf("\0");
  return end === -1 ? address : address.slice(0, end);
}
