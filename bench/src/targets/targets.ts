import { Stop } from "../../../scripts/lib/main.mjs";
import type { Contender } from "../contender.ts";
import { limits } from "./limits.ts";
import { pages } from "./pages.ts";
import { peers } from "./peers.ts";
import { quire } from "./quire.ts";

/** Everything that can be measured, in the order of the tables. */
export const targets: readonly Contender[] = [...quire, ...limits, ...peers, ...pages];

/** The targets that a list of names means. `quire`, `limits` and `peers` stand for all of theirs, pages too. */
export function targetsNamed(names: readonly string[]): readonly Contender[] {
  const kindOf: Readonly<Record<string, Contender["kind"]>> = {
    quire: "quire",
    limits: "limit",
    peers: "peer",
  };
  const wanted = names.flatMap((name) => {
    const group = targets.filter((target) => target.name === name || target.kind === kindOf[name]);
    if (group.length > 0) return group;
    const known = [...Object.keys(kindOf), ...targets.map((target) => target.name)].join(", ");
    throw new Stop(`--targets knows no "${name}"; it knows ${known}`);
  });
  return targets.filter((target) => wanted.includes(target));
}
