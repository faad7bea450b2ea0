import { encodeMessage } from "@quire/protocol";

/** Its acknowledgement says that all that the server has is on its disk. */
export function updateOfNothing(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(encodeMessage({ type: "update", update: Uint8Array.of(0, 0) }));
}
