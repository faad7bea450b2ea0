import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { manifestFile } from "../../scripts/lib/pages.mjs";
import { node, root } from "../../scripts/lib/workspace.mjs";
import { onSmallDisk } from "../../trouble/small-disk.ts";

const drawnKeys = new URL("./drawn-keys.ts", import.meta.url).href;

type OnKey = (key: Buffer) => void;
type Stdio = ChildProcess["stdio"][3];

/** What a server is started with. */
export interface ServerSetting {
  readonly env: Readonly<Record<string, string>>;
  /** Is told each key that it draws at random. */
  readonly onKey: OnKey;
  /** The size of a disk of its own, where it has one. */
  readonly diskMegabytes?: number | undefined;
}

/** The real server, as a process of its own with a data directory of its own. */
export class QuireServer {
  readonly dataDir: string;
  readonly #env: Readonly<Record<string, string>>;
  readonly #onKey: OnKey;
  readonly #wrap: readonly string[];
  #process: ChildProcess | undefined;
  // 0 until the first start, which takes a free one; the later ones keep it.
  #port = 0;
  #output = "";
  #wasDown = false;
  #unexpectedEnd: string | undefined;

  private constructor(dataDir: string, { env, onKey, diskMegabytes }: ServerSetting) {
    this.dataDir = dataDir;
    this.#env = env;
    this.#onKey = onKey;
    this.#wrap = diskMegabytes === undefined ? [] : onSmallDisk(dataDir, diskMegabytes);
  }

  /** Starts one; resolves when it listens. */
  static async launch(setting: ServerSetting): Promise<QuireServer> {
    if (!existsSync(manifestFile)) throw new Error("The pages are not built: run `npm run build`.");
    const server = new QuireServer(await mkdtemp(path.join(tmpdir(), "quire-e2e-")), setting);
    await server.start();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** All that it has printed. */
  get output(): string {
    return this.#output;
  }

  /** What it counts of itself, where it runs. */
  async numbers(): Promise<string> {
    if (this.#process === undefined || this.#unexpectedEnd !== undefined) return "";
    const answer = await fetch(`${this.url}/metrics`);
    return answer.text();
  }

  /** A test has stopped it at some time, so that pages have seen lost connections. */
  get wasDown(): boolean {
    return this.#wasDown;
  }

  /** Why it ended though nobody asked it to. */
  get unexpectedEnd(): string | undefined {
    return this.#unexpectedEnd;
  }

  get pid(): number {
    return this.#running().pid ?? 0;
  }

  async start(): Promise<void> {
    const [program, ...args] = [...this.#wrap, node, "--import", drawnKeys, "apps/server/src/main.ts"];
    const child = spawn(program, args, {
      cwd: root,
      env: {
        PATH: process.env.PATH,
        NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
        HOME: process.env.HOME,
        TMPDIR: tmpdir(),
        QUIRE_PORT: String(this.#port),
        QUIRE_DATA: this.dataDir,
        ...this.#env,
      },
      stdio: ["ignore", "pipe", "pipe", "pipe"],
    });
    this.#process = child;
    this.#hearKeys(child.stdio[3]);
    child.once("exit", (code, signal) => {
      if (this.#process === child) this.#unexpectedEnd = `the server ended by itself (${signal ?? code})`;
    });
    this.#port = await this.#listening(child);
  }

  /** Asks it to stop and waits until it has; a bad exit code is an error. */
  async stop(): Promise<void> {
    const { code, signal } = await this.#end("SIGTERM");
    if (code !== 0) throw new Error(`the server did not stop well (${signal ?? code}):\n${this.#output}`);
  }

  /** Ends it without a chance to do anything more. */
  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  /** Stops it and starts it again, on the same port and the same data. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Ends it and removes its data. */
  async remove(): Promise<void> {
    if (this.#process?.exitCode === null && this.#process.signalCode === null) await this.#end("SIGKILL");
    await rm(this.dataDir, { recursive: true, force: true });
  }

  async #end(how: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
    const child = this.#running();
    this.#process = undefined;
    this.#wasDown = true;
    const ended = once(child, "exit");
    child.kill(how);
    const [code, signal] = await ended;
    return { code, signal };
  }

  #hearKeys(stream: Stdio): void {
    if (!(stream instanceof Readable)) return;
    let rest = "";
    stream.on("data", (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) this.#onKey(Buffer.from(line, "hex"));
    });
  }

  #running(): ChildProcess {
    if (this.#process === undefined) throw new Error("the server is not running: start it first");
    return this.#process;
  }

  /** The port, from the line that says where it listens. */
  #listening(child: ChildProcess): Promise<number> {
    const from = this.#output.length;
    return new Promise((resolve, reject) => {
      const read = (chunk: Buffer): void => {
        this.#output += chunk.toString();
        const port = /http:\/\/[^\s"/]+:(\d+)/.exec(this.#output.slice(from))?.[1];
        if (port !== undefined) resolve(Number(port));
      };
      child.stdout?.on("data", read);
      child.stderr?.on("data", read);
      child.once("error", reject);
      child.once("exit", () => reject(new Error(`the server did not start:\n${this.#output.slice(from)}`)));
    });
  }
}
