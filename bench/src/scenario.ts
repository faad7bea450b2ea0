import type { Measured, Ratio } from "./metric.ts";
import type { Target } from "./target.ts";
import type { Trial } from "./trial.ts";

/** What servers are put through, with what is read off meanwhile. */
export interface Scenario extends Measured {
  readonly about: string;
  readonly ratios: readonly Ratio[];
  /** How many times by default. */
  readonly rounds: number;
  /** Whether the servers run at the same time: nothing is timed, and it takes long. */
  readonly isSideBySide: boolean;
  takes(target: Target): boolean;
  run(trial: Trial, isQuick: boolean): Promise<void>;
}

/** A scenario as its file describes it: with sizes for a real run and for a quick one that shows that it runs. */
export interface ScenarioOf<Size> extends Pick<Scenario, "name" | "about" | "metrics" | "ratios"> {
  readonly sizes: { readonly full: Size; readonly quick: Size };
  readonly rounds?: number;
  readonly isSideBySide?: boolean;
  /** Only for servers that find their documents again. */
  readonly needsPersistence?: boolean;
  run(trial: Trial, size: Size): Promise<void>;
}

/** Hides a scenario's own kind of size, so that all of them are of one type. */
export function defineScenario<Size>(scenario: ScenarioOf<Size>): Scenario {
  const {
    name,
    about,
    metrics,
    ratios,
    sizes,
    rounds = 3,
    isSideBySide = false,
    needsPersistence = false,
  } = scenario;
  return {
    name,
    about,
    metrics,
    ratios,
    rounds,
    isSideBySide,
    takes: ({ isPersistent }) => isPersistent || !needsPersistence,
    run: (trial, isQuick) => scenario.run(trial, isQuick ? sizes.quick : sizes.full),
  };
}
