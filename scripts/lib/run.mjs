import { spawn } from "node:child_process";
import { constants } from "node:os";
import { Interrupted } from "./main.mjs";
import { environment, root } from "./workspace.mjs";

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] what the process gets beside our own environment; undefined for what it does not get
 * @property {number} [limitMs] how long it may take
 * @property {AbortSignal} [until] ends it
 * @property {boolean} [keepOutput] also return what it printed
 * @property {boolean} [isQuiet] show nothing of what it prints but errors
 *
 * @typedef {object} RunResult
 * @property {number} code its exit code; 128 and the signal's number if a signal ended it
 * @property {string} output the end of what it printed, when that was asked for
 * @property {boolean} isLate it took longer than its limit and was ended
 * @property {NodeJS.Signals | undefined} signal the signal that somebody sent to us meanwhile
 */

const keptCharacters = 64 * 1024;
const graceMs = 10_000;
// A key press in a terminal reaches us twice: from the terminal and from npm. Two presses are further apart.
const samePressMs = 300;
const parentCheckMs = 1000;

/**
 * Runs a command to its end, its output passed through. It is the head of a process group of its own, so that a signal
 * comes to it once and from us, and nothing that it started there outlives it.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<RunResult>}
 */
export function attempt(
  command,
  args,
  { cwd = root, env, limitMs, until, keepOutput = false, isQuiet = false } = {},
) {
  const passed = keepOutput ? "pipe" : "inherit";
  const child = spawn(command, args, {
    cwd,
    env: environment(env),
    stdio: ["ignore", isQuiet ? "ignore" : passed, passed],
    detached: true,
  });
  const output = keepOutput ? copyOutput(child) : () => "";
  let isLate = false;
  /** @type {NodeJS.Signals | undefined} */
  let received;
  /** @type {NodeJS.Timeout | undefined} */
  let lastWord;

  const exit = () => killGroup(child.pid);
  const end = () => {
    // To many a program a second signal means: without further ado.
    if (received === undefined) child.kill("SIGTERM");
    lastWord = setTimeout(exit, graceMs);
  };
  const stopListening = forwardSignals((signal) => {
    received = signal;
    child.kill(signal);
  });
  process.once("exit", exit);
  until?.addEventListener("abort", end, { once: true });
  const late = () => {
    isLate = true;
    end();
  };
  const limit = limitMs === undefined ? undefined : setTimeout(late, limitMs);

  return new Promise((resolve, reject) => {
    const settle = () => {
      clearTimeout(limit);
      clearTimeout(lastWord);
      stopListening();
      process.off("exit", exit);
      until?.removeEventListener("abort", end);
    };
    child.once("error", (error) => {
      settle();
      reject(error);
    });
    // What it left running goes with it, and with that the last holder of its output.
    child.once("exit", exit);
    child.once("close", (code, signal) => {
      settle();
      resolve({
        code: signal === null ? (code ?? 1) : 128 + constants.signals[signal],
        output: output(),
        isLate,
        signal: received,
      });
    });
  });
}

/**
 * As attempt, for a step of a longer script: the script ends when a signal came meanwhile.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 */
export async function run(command, args, options) {
  const result = await attempt(command, args, options);
  if (result.signal !== undefined) throw new Interrupted(result.signal);
  return result;
}

/**
 * @param {import("node:child_process").ChildProcess} child
 * @returns {() => string}
 */
function copyOutput(child) {
  let kept = "";
  /** @param {NodeJS.WriteStream} to */
  const copy = (to) => (/** @type {Buffer} */ chunk) => {
    to.write(chunk);
    kept = (kept + chunk.toString()).slice(-keptCharacters);
  };
  child.stdout?.on("data", copy(process.stdout));
  child.stderr?.on("data", copy(process.stderr));
  return () => kept;
}

/**
 * @param {(signal: NodeJS.Signals) => void} send
 * @returns {() => void}
 */
function forwardSignals(send) {
  let last = Number.NEGATIVE_INFINITY;
  /** @param {NodeJS.Signals} signal */
  const forward = (signal) => {
    const now = Date.now();
    if (now - last < samePressMs) return;
    last = now;
    send(signal);
  };
  // A terminal that closes is a request to stop well.
  const hangUp = () => forward("SIGTERM");
  process.on("SIGINT", forward).on("SIGTERM", forward).on("SIGHUP", hangUp);
  const watch = watchParent(hangUp);
  return () => {
    clearInterval(watch);
    process.off("SIGINT", forward).off("SIGTERM", forward).off("SIGHUP", hangUp);
  };
}

/**
 * An npm that is killed outright takes nobody along; we go after it.
 * @param {() => void} gone
 */
function watchParent(gone) {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    gone();
  }, parentCheckMs);
  return watch.unref();
}

/** @param {number | undefined} head the process that the group is named after */
function killGroup(head) {
  if (head === undefined) return;
  try {
    process.kill(-head, "SIGKILL");
  } catch (error) {
    // The group has ended by itself.
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ESRCH") throw error;
  }
}
