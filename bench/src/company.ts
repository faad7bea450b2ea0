import type { Tab } from "./browser/tab.ts";
import { caretState, documentOf, textOfBlock } from "./caret.ts";
import { Client } from "./client.ts";
import { closeAll, connectAll } from "./crowd.ts";
import type { OpenDocument, PageTrial } from "./page-trial.ts";
import { lineOfProse } from "./prose.ts";
import { clientIdOf } from "./typist.ts";
import { startPace } from "./wait.ts";
import { Writer } from "./writer.ts";

/** Others in a document: some who write, some who only have their carets there. */
export interface CompanySize {
  readonly writers: number;
  /** Characters a second of each. */
  readonly rate: number;
  readonly carets: number;
  /** How often each moves in a second. */
  readonly moves: number;
}

const firstTypist = 8_000;
const firstCaret = 30_000;
/** Where the first of them is: in sight of whoever is at the first block, and not in it. */
const firstBlock = 2;
/** How often a writer says where the caret is: it stays before the same letter, so only lest it be forgotten. */
const lettersACaret = 50;

/** They are in blocks all over the document, and do what they do at a pace of their own. */
export class Company {
  readonly #writers: readonly Writer[];
  readonly #carets: readonly Client[];
  readonly #states: (index: number, move: number) => string;
  readonly #size: CompanySize;
  #paces: readonly { stop(): number }[] = [];
  #moves = 0;

  private constructor(
    writers: readonly Writer[],
    carets: readonly Client[],
    states: (index: number, move: number) => string,
    size: CompanySize,
  ) {
    this.#writers = writers;
    this.#carets = carets;
    this.#states = states;
    this.#size = size;
  }

  /** All of them come, and show their carets. */
  static async join(trial: PageTrial, document: OpenDocument, size: CompanySize): Promise<Company> {
    const { server, target, typists } = trial;
    const people = size.writers + size.carets;
    // Even, since a document of every kind has lines at even places only.
    const apart = Math.max(1, 2 * Math.floor((document.lines - firstBlock) / people / 2));
    const textOf = (index: number) => textOfBlock(target.fragmentName, firstBlock + index * apart);
    const writers: Writer[] = [];
    await connectAll(size.writers, (index) => {
      const typist = typists.get(firstTypist + index);
      const writer = new Writer(server, document.name, typist, {}, textOf(index));
      writers.push(writer);
      return writer.client;
    });
    const carets = await connectAll(size.carets, () => new Client(server, document.name));
    const [first] = [...writers.map(({ client }) => client), ...carets];
    const ydoc = documentOf(first?.opening ?? []);
    const states = (index: number, move: number): string =>
      caretState(`Person ${index}`, textOf(index)(ydoc), move % lineOfProse(0).length);
    const company = new Company(writers, carets, states, size);
    for (let index = 0; index < people; index++) company.#showCaret(index);
    return company;
  }

  /** How many letters they have written. */
  get written(): number {
    return this.#writers.reduce((sum, { typed }) => sum + typed, 0);
  }

  start(): void {
    const { writers, rate, carets, moves } = this.#size;
    this.#paces = [
      startPace(writers * rate, (index) => this.#write(index % writers)),
      startPace(carets * moves, (index) => this.#showCaret(writers + (index % carets))),
    ];
  }

  stop(): void {
    for (const pace of this.#paces) pace.stop();
  }

  /** Waits until a page shows at least one caret of theirs. */
  async isShown({ page }: Tab): Promise<void> {
    await page.locator(caret).first().waitFor({ state: "attached" });
  }

  /** How many carets a page has drawn. */
  caretsOn({ page }: Tab): Promise<number> {
    return page.locator(caret).count();
  }

  /**
   * Waits until a page shows all that the first writer wrote; answers with how many milliseconds that took. NaN where nobody
   * writes, and where the page is further behind than the limit.
   */
  async lastLetterOn({ page }: Tab, limitMs: number): Promise<number> {
    const [writer] = this.#writers;
    if (writer === undefined) return Number.NaN;
    const from = performance.now();
    const all = { index: firstBlock, length: lineOfProse(0).length + writer.typed };
    const isShown = page.waitForFunction(
      ({ index, length }) => {
        const block = document.querySelectorAll(".ProseMirror p")[index];
        const beside = [...(block?.querySelectorAll(".ProseMirror-widget") ?? [])];
        const shown = (element: Element | undefined) => element?.textContent?.length ?? 0;
        return beside.reduce((sum, element) => sum - shown(element), shown(block)) >= length;
      },
      all,
      { timeout: limitMs },
    );
    return isShown.then(
      () => performance.now() - from,
      () => Number.NaN,
    );
  }

  async leave(): Promise<void> {
    this.stop();
    await closeAll([...this.#writers.map(({ client }) => client), ...this.#carets]);
  }

  #write(index: number): void {
    const writer = this.#writers[index];
    if (writer === undefined) return;
    writer.type();
    if (writer.typed % lettersACaret === 0) this.#showCaret(index);
  }

  #showCaret(index: number): void {
    const writer = this.#writers[index];
    const client = writer?.client ?? this.#carets[index - this.#writers.length];
    const id = writer?.typist.clientId ?? clientIdOf(firstCaret + index);
    // A writer's letters go before the line's first, and so does the caret.
    const move = ++this.#moves;
    client?.sendCursor(id, move, this.#states(index, writer === undefined ? move : 0));
  }
}

/** What every editor on ProseMirror draws a caret as. */
const caret = ".ProseMirror-widget";
