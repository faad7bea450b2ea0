import { hash } from "node:crypto";
import { hueCount } from "@quire/protocol";

/** The hue of somebody by their id: from who they are, not from chance, and the same for ever. */
export function hueOf(id: string): number {
  return 1 + (hash("sha256", id, "buffer").readUInt16BE(0) % hueCount);
}
