import { Stop } from "../../../scripts/lib/main.mjs";
import type { Target } from "../target.ts";
import { limits } from "./limits.ts";
import { peers } from "./peers.ts";
import { quire } from "./quire.ts";

/** Every server that can be measured, in the order of the tables. */
export const targets: readonly Target[] = [...quire, ...limits, ...peers];

/** The targets that a list of names means. `quire`, `limits` and `peers` stand for all of theirs. */
export function targetsNamed(names: readonly string[]): readonly Target[] {
  const groups: Readonly<Record<string, readonly Target[]>> = { quire, limits, peers };
  const wanted = names.flatMap((name) => {
    const group = groups[name] ?? targets.filter((target) => target.name === name);
    if (group.length > 0) return group;
    const known = [...Object.keys(groups), ...targets.map((target) => target.name)].join(", ");
    throw new Stop(`--targets knows no "${name}"; it knows ${known}`);
  });
  return targets.filter((target) => wanted.includes(target));
}
