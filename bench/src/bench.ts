import path from "node:path";
import { memory } from "../../scripts/lib/workspace.mjs";
import type { Line } from "./line.ts";
import { type Cores, describeMachine, takeCores, waitForQuiet } from "./machine.ts";
import type { Options } from "./options.ts";
import type { Scenario } from "./scenario.ts";
import type { Target } from "./target.ts";
import { Trial } from "./trial.ts";
import { Typists } from "./typist.ts";

const quietMs = 10_000;

/** One run: every server in every scenario, in rounds, so that whatever changes on the machine meanwhile meets all of them. */
export class Bench {
  readonly #options: Options;
  readonly #say: (line: Line) => void;
  readonly #progress: (words: string) => void;
  readonly #cores: Cores = takeCores();
  readonly #typists = new Typists();
  readonly #live = new Set<Trial>();
  #trials = 0;

  constructor(options: Options, say: (line: Line) => void, progress: (words: string) => void) {
    this.#options = options;
    this.#say = say;
    this.#progress = progress;
  }

  async run(): Promise<void> {
    this.#say({
      type: "run",
      machine: describeMachine(this.#cores),
      node: process.version,
      date: new Date().toISOString(),
    });
    const targets = await this.#install();
    for (const scenario of this.#options.scenarios) {
      await this.#measure(
        scenario,
        targets.filter((target) => scenario.takes(target)),
      );
    }
  }

  /** Ends every server at once. */
  abandon(): void {
    for (const trial of this.#live) trial.abandon();
  }

  /** The targets that are there to be measured. */
  async #install(): Promise<readonly Target[]> {
    const ready: Target[] = [];
    for (const target of this.#options.targets) {
      try {
        await target.install();
        this.#say({ type: "versions", target: target.name, versions: target.versions() });
        ready.push(target);
      } catch (error) {
        this.#fail("install", target, 0, error);
      }
    }
    return ready;
  }

  async #measure(scenario: Scenario, targets: readonly Target[]): Promise<void> {
    const rounds = this.#options.rounds ?? (this.#options.isQuick ? 1 : scenario.rounds);
    for (let round = 0; round < rounds; round++) {
      const start = targets.length === 0 ? 0 : round % targets.length;
      const order = [...targets.slice(start), ...targets.slice(0, start)];
      const tries = order.map((target) => async () => {
        const from = performance.now();
        await this.#try(scenario, target, round);
        const seconds = ((performance.now() - from) / 1_000).toFixed(1);
        this.#progress(`${scenario.name}, round ${round + 1} of ${rounds}: ${target.name}, ${seconds} s`);
      });
      if (scenario.isSideBySide) {
        await Promise.all(tries.map((attempt) => attempt()));
      } else {
        for (const attempt of tries) {
          if (!this.#options.isQuick) await waitForQuiet(quietMs);
          await attempt();
        }
      }
    }
  }

  async #try(scenario: Scenario, target: Target, round: number): Promise<void> {
    const trial = new Trial({
      scenario,
      target,
      round,
      cores: this.#cores,
      typists: this.#typists,
      folder: path.join(memory, "bench", "data", `${process.pid}-${this.#trials++}`),
      say: this.#say,
    });
    this.#live.add(trial);
    try {
      await scenario.run(trial, this.#options.isQuick);
      trial.check();
    } catch (error) {
      this.#fail(scenario.name, target, round, error);
    } finally {
      await trial.close();
      this.#live.delete(trial);
    }
  }

  #fail(scenario: string, target: Target, round: number, error: unknown): void {
    const message = wordsOf(error);
    this.#say({ type: "failure", scenario, target: target.name, round, message });
    this.#progress(`${scenario}: ${target.name} failed: ${message}`);
  }
}

/** What an error says, and what lies below it. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${wordsOf(error.cause)}`;
}
