import { constants } from "node:os";

/** A failure that a person can mend. Its message is one sentence: what is wrong, and the way out. */
export class Stop extends Error {
  /**
   * @param {string} message
   * @param {number} [exitCode]
   */
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Somebody asked us to end. Nothing needs to be said about it. */
export class Interrupted extends Stop {
  /** @param {NodeJS.Signals} signal */
  constructor(signal) {
    super("", 128 + constants.signals[signal]);
  }
}

const oldestNode = 20;

/**
 * Runs a script: refuses a Node that is too old, turns a Stop into its sentence, and ends with the exit code.
 * @param {() => Promise<number>} work resolves to the exit code
 */
export async function main(work) {
  try {
    if (Number.parseInt(process.versions.node, 10) < oldestNode) {
      throw new Stop(
        `Quire needs Node ${oldestNode} or later to start, and this is Node ${process.versions.node}.`,
      );
    }
    process.exitCode = await work();
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    if (!(error instanceof Interrupted)) console.error(error.message);
    process.exitCode = error.exitCode;
  }
}
