import type { BrowserContext, Page, Response } from "@playwright/test";
import { keyLetter } from "../prose.ts";
import { pause } from "../wait.ts";
import { type StepEvent, type WatchedStep, watchStep } from "./step.ts";
import { beginWatch, type Watch, watchLetters } from "./watch.ts";

/** How many lines fill a window of 720 pixels, with some to spare. */
const screenLines = 40;
const openMs = 60_000;
const text = ".ProseMirror";

/** A page of somebody who has a browser of their own. */
export class Tab {
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #scripts: Response[] = [];
  #fault: Error | undefined;

  private constructor(context: BrowserContext, page: Page) {
    this.#context = context;
    this.page = page;
    page.on("pageerror", (error) => {
      this.#fault ??= error;
    });
    page.on("response", (response) => {
      if (response.request().resourceType() === "script") this.#scripts.push(response);
    });
  }

  /** Opens an address whose text has so many lines. */
  static async open(context: BrowserContext, url: string, lines: number): Promise<Tab> {
    const options = { letter: keyLetter, screenLines: Math.min(lines, screenLines) };
    await context.addInitScript(beginWatch, options);
    const tab = new Tab(context, await context.newPage());
    await tab.page.goto(url);
    return tab;
  }

  /** Waits until the first screen of the text is there and can be written in. */
  async ready(): Promise<this> {
    const isThere = (timeout: number): Promise<unknown> =>
      Promise.all([
        this.page.locator(`${text}[contenteditable=true]`).waitFor({ timeout }),
        this.page.waitForFunction(() => window.quireBench?.firstScreenAt, undefined, { timeout }),
      ]);
    try {
      await isThere(openMs);
    } catch (error) {
      throw new Error("a page did not show its text", { cause: this.#fault ?? error });
    }
    return this;
  }

  /** Notes from now on when letters of the first line are painted. */
  watchLetters(): Promise<void> {
    return this.page.evaluate(watchLetters, keyLetter);
  }

  /** Puts the caret at the end of the first line. */
  async goToFirstLine(): Promise<void> {
    await this.page.locator(text).focus();
    await this.page.keyboard.press("Control+Home");
    await this.page.keyboard.press("End");
  }

  /** Presses so many keys, one each so many milliseconds, however long each takes to be drawn. */
  async type(keys: number, eachMs: number): Promise<void> {
    const from = performance.now();
    for (let typed = 1; typed <= keys; typed++) {
      await this.page.keyboard.press(keyLetter);
      await pause(Math.max(0, from + typed * eachMs - performance.now()));
    }
  }

  /** Waits until so many letters of the first line were painted. Throws, with the number, when they are not. */
  async hasPainted(letters: number, limitMs: number): Promise<void> {
    const isThere = this.page.waitForFunction(
      (count) => window.quireBench?.paints.length === count && !Number.isNaN(window.quireBench.paints.at(-1)),
      letters,
      { timeout: limitMs },
    );
    const painted = await isThere.then(
      () => undefined,
      async () => (await this.look()).paints.length,
    );
    if (painted !== undefined)
      throw new Error(`of ${letters} letters, a page showed ${painted} within ${limitMs} ms`);
  }

  /** Notes from now on when a step is made here, and when the whole of it is painted. */
  watchStep(event: StepEvent, last: string): Promise<void> {
    return this.page.evaluate(watchStep, { event, last });
  }

  /** When the step was made here, if it was, and painted. */
  async step(limitMs: number): Promise<WatchedStep> {
    const painted = () => !Number.isNaN(window.quireBenchStep?.painted ?? Number.NaN);
    await this.page.waitForFunction(painted, undefined, { timeout: limitMs });
    const step = await this.page.evaluate(() => window.quireBenchStep);
    if (step === undefined) throw new Error("the page was not watched for a step");
    return step;
  }

  /** Has the clipboard hold a text. */
  async copy(text: string): Promise<void> {
    await this.#context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await this.page.evaluate((words) => navigator.clipboard.writeText(words), text);
  }

  /** What the page has noted of itself so far. */
  async look(): Promise<Watch> {
    const watch = await this.page.evaluate(() => window.quireBench);
    if (watch === undefined) throw new Error("the page was not watched");
    return watch;
  }

  /** When its address was asked for, in milliseconds since 1970. */
  openedAt(): Promise<number> {
    return this.page.evaluate(() => performance.timeOrigin);
  }

  /** The scripts that it has loaded so far. */
  scripts(): Promise<readonly Buffer[]> {
    return Promise.all(this.#scripts.map((response) => response.body()));
  }

  close(): Promise<void> {
    return this.#context.close();
  }
}
