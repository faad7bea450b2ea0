import { hash } from "node:crypto";
import { hueCount } from "@quire/protocol";

/** So many of those who are there are looked at: where there are more, every hue has many. */
const mostLookedAt = 200;

/**
 * The hue of somebody new, theirs for ever: one that the fewest have of those whom they are among, so that a few people who
 * work together are told apart by it. Which one of several, their id says.
 */
export function hueOf(id: string, others: Iterable<{ readonly hue: number }>): number {
  const have = Array.from({ length: hueCount }, () => 0);
  let looked = 0;
  for (const { hue } of others) {
    have[hue - 1] = (have[hue - 1] ?? 0) + 1;
    if (++looked === mostLookedAt) break;
  }
  const fewest = Math.min(...have);
  const rarest = have.flatMap((count, at) => (count === fewest ? [at + 1] : []));
  const at = hash("sha256", id, "buffer").readUInt16BE(0) % rarest.length;
  return rarest[at] ?? 1;
}
