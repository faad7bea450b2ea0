import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../apps/server/src/main.ts", import.meta.url));

/** How much of what it printed is kept, for whoever asks why it failed. */
const keptCharacters = 20_000;

/** `quire serve` as people run it: a process of its own, which can be killed and started again on the same data and port. */
export class ServerProcess {
  readonly dataDir: string;
  readonly #wrap: readonly string[];
  #child: ChildProcess | undefined;
  #port = 0;
  #output = "";

  /** `wrap` is a command that runs the one behind it. */
  constructor(dataDir: string, wrap: readonly string[] = []) {
    this.dataDir = dataDir;
    this.#wrap = wrap;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** The end of all that it has printed. */
  get output(): string {
    return this.#output;
  }

  /** The address of the API, or of a document's socket. */
  url(path: string, scheme: "http" | "ws" = "http"): string {
    return `${scheme}://127.0.0.1:${this.#port}${path}`;
  }

  syncUrl(id: string): string {
    return this.url(`/sync/${id}?saved=1`, "ws");
  }

  /** Starts it. Resolves to true when it listens, to false where it was killed before. */
  async start(): Promise<boolean> {
    const [program, ...args] = [...this.#wrap, process.execPath, main];
    const child = spawn(program, args, {
      env: {
        PATH: process.env.PATH,
        NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
        QUIRE_PORT: String(this.#port),
        QUIRE_DATA: this.dataDir,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    const port = await this.#listening(child);
    if (port !== undefined) this.#port = port;
    else if (!child.killed) throw new Error(`the server ended by itself:\n${this.#output}`);
    return port !== undefined;
  }

  /** Ends it, with no chance to do anything more where no other signal is named; resolves when it is gone. */
  async end(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill(signal);
    await gone;
  }

  /** Makes a document; answers with its id. */
  async create(document: { readonly markdown?: string } = {}): Promise<string> {
    const response = await fetch(this.url("/api/documents"), {
      method: "POST",
      // A connection that is kept could be one to a server that was killed.
      headers: { "content-type": "application/json", connection: "close" },
      body: JSON.stringify(document),
    });
    if (response.status !== 201) throw new Error(`it was not created: ${await response.text()}`);
    return ((await response.json()) as { id: string }).id;
  }

  /** The port, from the line that says where it listens; undefined where it ends before it says so. */
  #listening(child: ChildProcess): Promise<number | undefined> {
    const { promise, resolve } = Promise.withResolvers<number | undefined>();
    let heard = "";
    const read = (chunk: Buffer): void => {
      this.#output = (this.#output + chunk.toString()).slice(-keptCharacters);
      heard = (heard + chunk.toString()).slice(-keptCharacters);
      const port = /Quire is on http:\/\/[^/]+:(\d+)/.exec(heard)?.[1];
      if (port !== undefined) resolve(Number(port));
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.once("exit", () => resolve(undefined));
    return promise;
  }
}
