import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { memory } from "./workspace.mjs";

/** Where it writes: a list of texts. */
export const unhandledFile = path.join(memory, "vitest-unhandled.json");

/** Keeps the errors of a run of Vitest that belong to no test: its JSON reporter leaves them out. */
export default class UnhandledReporter {
  /**
   * @param {unknown} _modules
   * @param {readonly { message: string, stack?: string }[]} errors
   */
  onTestRunEnd(_modules, errors) {
    mkdirSync(memory, { recursive: true });
    writeFileSync(unhandledFile, JSON.stringify(errors.map(({ message, stack }) => stack ?? message)));
  }
}
