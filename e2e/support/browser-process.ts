import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type BrowserContext, chromium } from "@playwright/test";
import type { Faults } from "./faults.ts";
import { createPerson, type Person } from "./person.ts";

/** Somebody's browser that can be ended and started again: what it keeps on its disk is all that is left of it. */
export class BrowserProcess {
  readonly #profile: string;
  readonly #url: string;
  readonly #faults: Faults;
  #context: BrowserContext | undefined;

  private constructor(profile: string, url: string, faults: Faults) {
    this.#profile = profile;
    this.#url = url;
    this.#faults = faults;
  }

  static async create(url: string, faults: Faults): Promise<BrowserProcess> {
    return new BrowserProcess(await mkdtemp(path.join(tmpdir(), "quire-browser-")), url, faults);
  }

  /** Starts it, with a network or without one. */
  async start({ isOffline = false } = {}): Promise<Person> {
    // Settings that are the same for all browsers are the test runner's, here too.
    const context = await chromium.launchPersistentContext(this.#profile, { offline: isOffline });
    this.#context = context;
    this.#faults.watch(context, this.#url);
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
