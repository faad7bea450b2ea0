import * as decoding from "lib0/decoding";

/** The clocks in a state vector's bytes. Throws where they are none, or more than one. */
export function decodeStateVector(bytes: Uint8Array): Map<number, number> {
  const decoder = decoding.createDecoder(bytes);
  const clocks = new Map<number, number>();
  for (let count = decoding.readVarUint(decoder); count > 0; count--) {
    const client = decoding.readVarUint(decoder);
    clocks.set(client, decoding.readVarUint(decoder));
  }
  if (decoding.hasContent(decoder)) throw new Error("bytes follow the state vector");
  return clocks;
}
