import { type Outcome, play, type Scenario } from "./scenario.ts";

/** How many shorter scenarios are tried. */
const maxTries = 150;

/** A failed scenario with as few operations as a while of trying finds, and what it says. */
export async function shrink(
  scenario: Scenario,
  failed: Outcome,
): Promise<{ scenario: Scenario; outcome: Outcome }> {
  let best = { ...scenario, operations: scenario.operations.filter((operation) => operation <= failed.last) };
  let outcome = failed;
  let tries = 0;
  for (let size = Math.ceil(best.operations.length / 2); size > 0; size = Math.floor(size / 2)) {
    for (let from = 0; from < best.operations.length && tries < maxTries; ) {
      tries++;
      const shorter = { ...best, operations: best.operations.toSpliced(from, size) };
      const found = await play(shorter);
      if (found.violation === undefined) from += size;
      else [best, outcome] = [shorter, found];
    }
  }
  return { scenario: best, outcome };
}
