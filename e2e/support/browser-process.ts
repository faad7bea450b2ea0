import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type BrowserContext, chromium } from "@playwright/test";
import { createPerson, type Person } from "./person.ts";

/** Somebody's browser that can be ended and started again: what it keeps on its disk is all that is left of it. */
export class BrowserProcess {
  readonly #profile: string;
  readonly #url: string;
  #context: BrowserContext | undefined;

  private constructor(profile: string, url: string) {
    this.#profile = profile;
    this.#url = url;
  }

  static async create(url: string): Promise<BrowserProcess> {
    return new BrowserProcess(await mkdtemp(path.join(tmpdir(), "quire-browser-")), url);
  }

  /** Starts it, with a network or without one. */
  async start({ isOffline = false } = {}): Promise<Person> {
    // Settings that are the same for all browsers are the test runner's, here too.
    const context = await chromium.launchPersistentContext(this.#profile, { offline: isOffline });
    this.#context = context;
    return createPerson(context, this.#url);
  }

  /** Ends it, as somebody does who closes its windows. */
  async stop(): Promise<void> {
    await this.#context?.close();
    this.#context = undefined;
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.#profile, { recursive: true, force: true });
  }
}
