import type { Contender } from "./contender.ts";
import type { Measured, Ratio } from "./metric.ts";
import { PageTrial } from "./page-trial.ts";
import type { Stand } from "./stand.ts";
import { Trial } from "./trial.ts";

/** What contenders are put through, with what is read off meanwhile. */
export interface Scenario extends Measured {
  readonly about: string;
  readonly ratios: readonly Ratio[];
  /** How many times by default. */
  readonly rounds: number;
  /** Whether all run at the same time: nothing is timed, and it takes long. */
  readonly isSideBySide: boolean;
  /** What is measured: servers, or pages in a browser. */
  readonly subject: Contender["type"];
  takes(contender: Contender): boolean;
  /** Prepares one contender; nothing is started before it runs. */
  attempt(contender: Contender, stand: Stand): Attempt;
}

/** One contender in one scenario, once. */
export interface Attempt {
  run(isQuick: boolean): Promise<void>;
  /** Ends what was started and removes what it wrote. */
  close(): Promise<void>;
  /** The same at once, for when we end ourselves. */
  abandon(): void;
}

/** A scenario as its file describes it: with sizes for a real run and for a quick one that shows that it runs. */
interface Described<Size> extends Pick<Scenario, "name" | "about" | "metrics" | "ratios"> {
  readonly sizes: { readonly full: Size; readonly quick: Size };
  readonly rounds?: number;
}

/** A scenario of servers. */
export interface ScenarioOf<Size> extends Described<Size> {
  readonly isSideBySide?: boolean;
  /** Only for servers that find their documents again. */
  readonly needsPersistence?: boolean;
  run(trial: Trial, size: Size): Promise<void>;
}

/** A scenario of pages. The server that they meet on runs already. */
export interface PageScenarioOf<Size> extends Described<Size> {
  /** Only for pages that share what is written in them. */
  readonly needsServer?: boolean;
  /** Only for Quire's: others' documents hold other kinds. */
  readonly needsKinds?: boolean;
  run(trial: PageTrial, size: Size): Promise<void>;
}

/** Hides a scenario's own kind of size, so that all of them are of one type. */
export function defineScenario<Size>(scenario: ScenarioOf<Size>): Scenario {
  const { sizes, rounds = 3, isSideBySide = false, needsPersistence = false } = scenario;
  return {
    ...faceOf(scenario),
    rounds,
    isSideBySide,
    subject: "server",
    takes: (target) => target.type === "server" && (target.isPersistent || !needsPersistence),
    attempt(target, stand) {
      if (target.type !== "server") throw new Error(`${scenario.name} measures servers, not ${target.name}`);
      const trial = new Trial({ ...stand, target });
      return attemptOf(trial, (isQuick) => scenario.run(trial, isQuick ? sizes.quick : sizes.full));
    },
  };
}

/** The same for pages. */
export function definePageScenario<Size>(scenario: PageScenarioOf<Size>): Scenario {
  const { sizes, rounds = 3, needsServer = false, needsKinds = false } = scenario;
  return {
    ...faceOf(scenario),
    rounds,
    isSideBySide: false,
    subject: "page",
    takes: (target) =>
      target.type === "page" &&
      (target.server !== undefined || !needsServer) &&
      (target.kind === "quire" || !needsKinds),
    attempt(target, stand) {
      if (target.type !== "page") throw new Error(`${scenario.name} measures pages, not ${target.name}`);
      const trial = new PageTrial({ ...stand, target });
      return attemptOf(trial, async (isQuick) => {
        await trial.launch();
        await scenario.run(trial, isQuick ? sizes.quick : sizes.full);
      });
    },
  };
}

function faceOf<Size>({ name, about, metrics, ratios }: Described<Size>) {
  return { name, about, metrics, ratios };
}

function attemptOf(trial: Trial | PageTrial, run: (isQuick: boolean) => Promise<void>): Attempt {
  return {
    async run(isQuick) {
      await run(isQuick);
      trial.check();
    },
    close: () => trial.close(),
    abandon: () => trial.abandon(),
  };
}
