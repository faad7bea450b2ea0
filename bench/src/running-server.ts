import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import path from "node:path";
import { node, root } from "../../scripts/lib/workspace.mjs";
import { childEnvironment } from "./environment.ts";
import { type Cores, pinned } from "./machine.ts";
import { type Meter, meterOf } from "./meter.ts";
import type { Target } from "./target.ts";
import { pause } from "./wait.ts";

const startMs = 20_000;
const stopMs = 15_000;

/** A server's process, on the server's core, with a data directory of its own. */
export class RunningServer {
  readonly target: Target;
  readonly port: number;
  readonly dataDir: string;
  /** See `RawSocket`: one for all clients of the server. */
  readonly readBuffer: Buffer = Buffer.allocUnsafeSlow(256 * 1_024);
  readonly #cores: Cores;
  #child: ChildProcess | undefined;
  #blame: unknown;

  private constructor(target: Target, port: number, dataDir: string, cores: Cores) {
    this.target = target;
    this.port = port;
    this.dataDir = dataDir;
    this.#cores = cores;
  }

  /** Finds it a port. It does not run before `start`. */
  static async prepare(target: Target, dataDir: string, cores: Cores): Promise<RunningServer> {
    mkdirSync(dataDir, { recursive: true });
    return new RunningServer(target, await freePort(), dataDir, cores);
  }

  /** Reads what its process has used so far. */
  get meter(): Meter {
    return meterOf(this.#child?.pid);
  }

  /** Keeps the first of what its clients could not make sense of, for `check`. */
  blame(error: unknown): void {
    this.#blame ??= error;
  }

  /** Throws if a client blames it for something, or if it has ended by itself. */
  check(): void {
    if (this.#blame !== undefined) throw new Error("a client could not go on", { cause: this.#blame });
    if (this.#child === undefined) return;
    const { exitCode, signalCode } = this.#child;
    if (exitCode !== null || signalCode !== null) {
      const words = readFileSync(this.#log, "utf8").slice(-1_000).trim();
      throw new Error(`${this.target.name} ended by itself (${signalCode ?? exitCode}), saying: ${words}`);
    }
  }

  /** Starts it, again on the same port and the same data; resolves when it can be connected to. */
  async start(): Promise<void> {
    const { args, env } = this.target.command(this);
    const [file, ...rest] = pinned(this.#cores.server, [node, ...args]);
    const log = openSync(this.#log, "a");
    this.#child = spawn(file, rest, { cwd: root, env: childEnvironment(env), stdio: ["ignore", log, log] });
    closeSync(log);
    const failed = once(this.#child, "error");
    failed.catch(() => undefined);
    for (const end = performance.now() + startMs; !(await accepts(this.port)); await pause(20)) {
      this.check();
      if (performance.now() > end) throw new Error(`${this.target.name} did not listen within ${startMs} ms`);
    }
  }

  /** Ends it; one that is asked and does not go in time is killed. */
  async stop(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    const limit = setTimeout(() => child.kill("SIGKILL"), stopMs);
    await ended;
    clearTimeout(limit);
  }

  /** Ends it at once, for when we end ourselves. */
  abandon(): void {
    this.#child?.kill("SIGKILL");
  }

  get #log(): string {
    return `${path.resolve(this.dataDir)}.log`;
  }
}

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const address = listener.address();
  listener.close();
  if (address === null || typeof address === "string") throw new Error("the system gave no port");
  return address.port;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
