import { cpSync, rmSync } from "node:fs";
import path from "node:path";
import { record, type Values } from "./record.ts";
import { RunningServer } from "./running-server.ts";
import type { Stand } from "./stand.ts";
import type { Target } from "./target.ts";
import type { Typists } from "./typist.ts";

export interface TrialOptions extends Stand {
  readonly target: Target;
}

/** One server in one scenario, once: gives it its servers, takes its figures, and leaves nothing behind. */
export class Trial {
  readonly target: Target;
  readonly typists: Typists;
  readonly #options: TrialOptions;
  readonly #servers: RunningServer[] = [];
  #places = 0;
  #names = 0;

  constructor(options: TrialOptions) {
    this.#options = options;
    this.target = options.target;
    this.typists = options.typists;
  }

  /** Starts a server with an empty data directory, or with a copy of what another, stopped one has. */
  async launch(from?: RunningServer): Promise<RunningServer> {
    const dataDir = path.join(this.#options.folder, String(this.#places++));
    if (from !== undefined) cpSync(from.dataDir, dataDir, { recursive: true });
    const server = await RunningServer.prepare(this.target, dataDir, this.#options.cores);
    this.#servers.push(server);
    await server.start();
    return server;
  }

  /** Makes so many new documents; answers with their names. */
  async documents(server: RunningServer, count: number): Promise<readonly string[]> {
    const names = Array.from({ length: count }, () => `bench-document-${this.#names++}`);
    await this.target.makeDocuments(server.port, names);
    return names;
  }

  /** Makes one new document. */
  async document(server: RunningServer): Promise<string> {
    const [name = ""] = await this.documents(server, 1);
    return name;
  }

  /** Takes figures down. A metric that the scenario does not name is a mistake. */
  record(caseName: string, values: Values, noise?: number): void {
    record(this.#options, caseName, values, noise);
  }

  /** Throws if a server ended by itself. */
  check(): void {
    this.#servers.at(-1)?.check();
  }

  /** Ends every server that is still there and removes what they wrote. */
  async close(): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.stop()));
    rmSync(this.#options.folder, { recursive: true, force: true });
  }

  /** The same at once, for when we end ourselves. */
  abandon(): void {
    for (const server of this.#servers) server.abandon();
    rmSync(this.#options.folder, { recursive: true, force: true });
  }
}
