import { rmSync } from "node:fs";
import path from "node:path";
import type { Browsing } from "./browser/browsing.ts";
import { Tab } from "./browser/tab.ts";
import type { Client } from "./client.ts";
import { closeAll } from "./crowd.ts";
import type { PageTarget, Place } from "./page-target.ts";
import { linesOfProse } from "./prose.ts";
import { record, type Values } from "./record.ts";
import { RunningServer } from "./running-server.ts";
import type { Stand } from "./stand.ts";
import type { Typists } from "./typist.ts";

export interface PageTrialOptions extends Stand {
  readonly target: PageTarget;
}

/** A document that people can open in pages. */
export interface OpenDocument {
  readonly name: string;
  readonly lines: number;
}

/** One page in one scenario, once: gives it its server, its documents and its people, and leaves nothing behind. */
export class PageTrial {
  readonly target: PageTarget;
  readonly typists: Typists;
  readonly #options: PageTrialOptions;
  readonly #browsing: Browsing;
  readonly #holders: Client[] = [];
  readonly #tabs = new Set<Tab>();
  #server: RunningServer | undefined;
  #names = 0;

  constructor(options: PageTrialOptions) {
    if (options.browsing === undefined) throw new Error(`${options.scenario.name} needs a browser`);
    this.#options = options;
    this.#browsing = options.browsing;
    this.target = options.target;
    this.typists = options.typists;
  }

  /** Starts the server that the pages meet on. */
  async launch(): Promise<void> {
    const { server } = this.target;
    if (server === undefined) return;
    const dataDir = path.join(this.#options.folder, "data");
    this.#server = await RunningServer.prepare(server, dataDir, this.#options.cores);
    await this.#server.start();
  }

  /** The server, where there is one. */
  get server(): RunningServer {
    if (this.#server === undefined) throw new Error(`${this.target.name} has no server`);
    return this.#server;
  }

  /** Where its pages come from. */
  get place(): Place {
    return { site: this.#browsing.site, port: this.#server?.port ?? 0 };
  }

  /** Makes a new document of so many lines. */
  document(lines: number): Promise<OpenDocument> {
    return this.documentOf(linesOfProse(lines), lines);
  }

  /** Makes a new document of these blocks, of which at least so many are lines that a page shows. */
  async documentOf(blocks: readonly string[], lines: number): Promise<OpenDocument> {
    const name = `bench-document-${this.#names++}`;
    const holder = this.#server && (await this.target.makeDocument(this.#server, name, blocks));
    if (holder) this.#holders.push(holder);
    return { name, lines };
  }

  /** Opens it as somebody with a browser of their own. */
  open({ name, lines }: OpenDocument): Promise<Tab> {
    return this.visit(this.target.url(this.place, name, lines), lines);
  }

  /** Opens any page, as somebody with a browser of their own; one with a text is watched for so many lines. */
  async visit(url: string, lines: number): Promise<Tab> {
    const tab = await Tab.open(await this.#browsing.browser.newContext(), url, lines);
    this.#tabs.add(tab);
    return tab;
  }

  /** Takes figures down. */
  record(caseName: string, values: Values, noise?: number): void {
    record(this.#options, caseName, values, noise);
  }

  /** Throws if the server ended by itself. */
  check(): void {
    this.#server?.check();
  }

  /** Closes what is open and removes what was written. */
  async close(): Promise<void> {
    await Promise.all([...this.#tabs].map((tab) => tab.close()));
    await closeAll(this.#holders);
    await this.#server?.stop();
    this.#remove();
  }

  /** The same at once, for when we end ourselves. */
  abandon(): void {
    this.#server?.abandon();
    this.#remove();
  }

  #remove(): void {
    rmSync(this.#options.folder, { recursive: true, force: true });
  }
}
