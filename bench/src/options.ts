import { parseArgs } from "node:util";
import { Stop } from "../../scripts/lib/main.mjs";
import type { Contender } from "./contender.ts";
import type { Scenario } from "./scenario.ts";
import { scenarios, scenariosNamed } from "./scenarios/scenarios.ts";
import { targets, targetsNamed } from "./targets/targets.ts";

/** How what was measured is printed. */
export type Form = "text" | "markdown" | "json";

/** What a run of the bench is asked to do. */
export interface Options {
  readonly scenarios: readonly Scenario[];
  readonly targets: readonly Contender[];
  /** Undefined: as many as each scenario has of itself. */
  readonly rounds: number | undefined;
  readonly isQuick: boolean;
  readonly form: Form;
  /** Files of an earlier run whose tables are wanted; nothing is measured then. */
  readonly from: readonly string[];
  readonly wantsHelp: boolean;
}

const known = {
  scenario: { type: "string", multiple: true },
  targets: { type: "string", multiple: true },
  reps: { type: "string" },
  quick: { type: "boolean" },
  markdown: { type: "boolean" },
  json: { type: "boolean" },
  from: { type: "string", multiple: true },
  help: { type: "boolean" },
} as const;

/** What `--help` prints. */
export function usage(): string {
  return `npm run bench -- [options]

  --scenario a,b  which; all if left out: ${scenarios.map(({ name }) => name).join(", ")}
  --targets a,b   which; all if left out: ${targets.map(({ name }) => name).join(", ")};
                  quire, limits and peers stand for all of theirs
  --reps n        how many times each
  --quick         small sizes: shows that it runs, its figures mean nothing
  --markdown      prints the tables in Markdown
  --json          prints a line of JSON for each figure instead of tables
  --from file     prints the tables of an earlier run's lines; can be given more than once
`;
}

/** Reads the arguments. Throws, naming the one that is wrong. */
export function readOptions(args: readonly string[]): Options {
  const values = parse(args);
  const chosenScenarios = listed(values.scenario);
  const chosenTargets = listed(values.targets);
  return {
    scenarios: chosenScenarios.length === 0 ? scenarios : scenariosNamed(chosenScenarios),
    targets: chosenTargets.length === 0 ? targets : targetsNamed(chosenTargets),
    rounds: values.reps === undefined ? undefined : readRounds(values.reps),
    isQuick: values.quick ?? false,
    form: values.json ? "json" : values.markdown ? "markdown" : "text",
    from: values.from ?? [],
    wantsHelp: values.help ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: known }).values;
  } catch (error) {
    throw new Stop(error instanceof Error ? `${error.message}\n\n${usage()}` : String(error));
  }
}

function listed(given: readonly string[] = []): readonly string[] {
  return given
    .join(",")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

function readRounds(text: string): number {
  const rounds = Number(text);
  if (Number.isInteger(rounds) && rounds >= 1) return rounds;
  throw new Stop(`--reps must be a whole number from 1 on, got "${text}"`);
}
