import path from "node:path";
import { memory } from "../../scripts/lib/workspace.mjs";
import { type Browsing, openBrowsing } from "./browser/browsing.ts";
import type { Contender } from "./contender.ts";
import type { Line } from "./line.ts";
import { type Cores, describeMachine, leaveCores, takeCores, waitForQuiet } from "./machine.ts";
import type { Options } from "./options.ts";
import type { Attempt, Scenario } from "./scenario.ts";
import { Typists } from "./typist.ts";

const quietMs = 10_000;

/** One run: every server in every scenario, in rounds, so that whatever changes on the machine meanwhile meets all of them. */
export class Bench {
  readonly #options: Options;
  readonly #say: (line: Line) => void;
  readonly #progress: (words: string) => void;
  readonly #typists = new Typists();
  readonly #live = new Set<Attempt>();
  #cores: Cores = takeCores();
  /** There while pages are measured. */
  #browsing: Browsing | undefined;
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
    const { scenarios } = this.#options;
    const pages = scenarios.filter(({ subject }) => subject === "page");
    for (const scenario of scenarios.filter(({ subject }) => subject === "server"))
      await this.#measure(scenario, targets);
    if (pages.length === 0) return;
    await this.#inBrowser(async () => {
      for (const scenario of pages) await this.#measure(scenario, targets);
    });
  }

  /** Ends every server at once. The browser goes with us. */
  abandon(): void {
    for (const trial of this.#live) trial.abandon();
  }

  /** The targets that are there to be measured. */
  async #install(): Promise<readonly Contender[]> {
    const ready: Contender[] = [];
    const { scenarios, targets } = this.#options;
    for (const target of targets.filter((each) => scenarios.some((scenario) => scenario.takes(each)))) {
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

  /** A browser is more than one process, and is at home on all cores: nobody has one of their own meanwhile. */
  async #inBrowser(measure: () => Promise<void>): Promise<void> {
    const cores = this.#cores;
    this.#cores = leaveCores(cores);
    const browsing = await openBrowsing();
    this.#say({ type: "browser", version: `Chromium ${browsing.browser.version()}` });
    try {
      this.#browsing = browsing;
      await measure();
    } finally {
      this.#browsing = undefined;
      await browsing.close();
      this.#cores = takeCores();
    }
  }

  async #measure(scenario: Scenario, all: readonly Contender[]): Promise<void> {
    const targets = all.filter((target) => scenario.takes(target));
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

  async #try(scenario: Scenario, target: Contender, round: number): Promise<void> {
    const attempt = scenario.attempt(target, {
      scenario,
      round,
      cores: this.#cores,
      typists: this.#typists,
      browsing: this.#browsing,
      folder: path.join(memory, "bench", "data", `${process.pid}-${this.#trials++}`),
      say: this.#say,
    });
    this.#live.add(attempt);
    try {
      await attempt.run(this.#options.isQuick);
    } catch (error) {
      this.#fail(scenario.name, target, round, error);
    } finally {
      await attempt.close();
      this.#live.delete(attempt);
    }
  }

  #fail(scenario: string, target: Contender, round: number, error: unknown): void {
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
