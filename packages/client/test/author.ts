import { setTimeout as delay } from "node:timers/promises";
import { openSession, type Session, type SessionStatus } from "@quire/client";
import { IDBFactory } from "fake-indexeddb";
import * as Y from "yjs";
import type { Act } from "../../../trouble/history.ts";
import type { Judge, ServerFiles } from "../../../trouble/judge.ts";
import { createRandom, type Random } from "../../../trouble/random.ts";
import { Relay } from "../../../trouble/relay.ts";
import { type Expected, faultsOf, numberedWord } from "../../../trouble/words.ts";
import { guestSocket, silentSocket } from "./platform-sockets.ts";
import { until, untilState } from "./until.ts";
import { Waking } from "./waking.ts";

/** Where somebody writes. */
export interface Desk {
  /** The server's address. */
  readonly url: string;
  readonly files: ServerFiles;
  readonly judge: Judge;
  readonly documentId: string;
  /** A number that nobody else's words have. */
  readonly history: number;
}

/** What lies to a page, where a test wants that. */
export interface Liar {
  /** A class that is made from the platform's. */
  readonly socket?: (honest: typeof WebSocket) => typeof WebSocket;
  readonly device?: IDBFactory;
}

/** Short: a dead line is found in tenths of a second here. */
const probe = { quietMs: 150, answerMs: 150 };

/**
 * Somebody who writes words that can be told apart, on a network of their own and a device that keeps them. Whatever
 * their page claims is looked into at that moment, and every change of its status is remembered.
 */
export class Author {
  readonly relay: Relay;
  /** What the page claimed and was not so. */
  readonly faults: string[] = [];
  /** Every status that the page showed, in its order, with the words that were written by then. */
  readonly said: string[] = [];
  /** Claims that were looked into. */
  readonly claims = { saved: 0, kept: 0 };
  readonly #desk: Desk;
  readonly #who: number;
  readonly #random: Random;
  readonly #WebSocket: typeof WebSocket;
  readonly #device: IDBFactory;
  readonly #wake = new Waking();
  readonly #there = new Set<string>();
  readonly #gone = new Set<string>();
  readonly #judgements: Promise<void>[] = [];
  #session: Session;
  #count = 0;

  private constructor(
    desk: Desk,
    who: number,
    { relay, platform, device }: { relay: Relay; platform: typeof WebSocket; device: IDBFactory },
  ) {
    this.#desk = desk;
    this.#who = who;
    this.relay = relay;
    this.#device = device;
    this.#random = createRandom(desk.history * 10 + who);
    this.#WebSocket = platform;
    this.#session = this.#open();
  }

  /** Somebody who opens the document. */
  static async come(desk: Desk, who: number, { socket, device }: Liar = {}): Promise<Author> {
    const port = Number(new URL(desk.url).port);
    const relay = await Relay.open(() => port, createRandom(desk.history * 10 + who));
    const honest = await guestSocket(desk.url);
    const author = new Author(desk, who, {
      relay,
      platform: socket?.(honest) ?? honest,
      device: device ?? new IDBFactory(),
    });
    return author;
  }

  /** Resolves when the page has all of the document for the first time. */
  async arrive(): Promise<void> {
    await untilState(this.#session, "saved");
  }

  /** The words that are in the document by this person's doing, and those that are not any more. */
  get words(): { readonly there: ReadonlySet<string>; readonly gone: ReadonlySet<string> } {
    return { there: this.#there, gone: this.#gone };
  }

  get text(): string {
    return this.#fragment.toString();
  }

  get status(): SessionStatus {
    return this.#session.status;
  }

  async do({ type }: Act): Promise<void> {
    if (type === "write") this.write();
    else if (type === "erase") this.#erase();
    else await this.#reopen();
  }

  /** Lets the network be well, and the platform say so where what was held back passes. */
  clear(held: "passes" | "breaks"): void {
    this.relay.strike({ type: "clear", held });
    if (held === "passes") this.#wake.call();
  }

  /** Writes a word, with so many letters beside it, and gives it. */
  write(beside = 0): string {
    const word = numberedWord(this.#who, this.#desk.history, ++this.#count);
    this.#there.add(word);
    const text = beside > 0 ? `${word} ${"z".repeat(beside)} ` : `${word} `;
    this.#edit(() => this.#insert(text));
    return word;
  }

  /** Resolves when the page says that all is saved, and has each of these words and none that was taken back. */
  async settle({ there, gone }: Expected): Promise<void> {
    const [all, none] = [[...there], [...gone]];
    const isSettled = () => {
      if (this.status.state !== "saved") return false;
      const { text } = this;
      const has = (word: string) => text.includes(`${word} `);
      return all.every(has) && !none.some(has);
    };
    const watch = (check: () => void) => {
      const unsubscribe = this.#session.subscribe(check);
      this.#session.ydoc.on("update", check);
      return () => {
        unsubscribe();
        this.#session.ydoc.off("update", check);
      };
    };
    await until(() => (isSettled() ? true : undefined), watch);
  }

  /** Waits until every claim is looked into, and goes. */
  async leave(): Promise<void> {
    await Promise.all(this.#judgements);
    await this.#session.close();
    await this.relay.close();
  }

  get #fragment(): Y.XmlFragment {
    return this.#session.ydoc.getXmlFragment("document");
  }

  #open(): Session {
    const session = this.#openWith(this.#WebSocket);
    session.subscribe(() => this.#hear(session.status));
    return session;
  }

  #openWith(platform: typeof WebSocket): Session {
    const url = `ws://127.0.0.1:${this.relay.port}/sync`;
    return openSession({
      url,
      id: this.#desk.documentId,
      indexedDB: this.#device,
      WebSocket: platform,
      probe,
      wake: this.#wake,
    });
  }

  async #reopen(): Promise<void> {
    const session = this.#session;
    await session.close();
    this.#session = this.#open();
    // As people do, who write when they see the text.
    await until(
      () => (this.#session.isLoaded ? true : undefined),
      (check) => this.#session.subscribe(check),
    );
  }

  #edit(change: () => void): void {
    this.#session.ydoc.transact(change, this);
    if (!callsAllSaved(this.status)) return;
    this.faults.push(`right after an edit the page said ${JSON.stringify(this.status)}`);
  }

  #insert(text: string): void {
    const texts = this.#texts();
    const at = this.#random.below(texts.length + 1);
    const place = texts[at];
    if (place === undefined) {
      const block = new Y.XmlElement("paragraph");
      block.insert(0, [new Y.XmlText(text)]);
      this.#fragment.insert(this.#random.below(this.#fragment.length + 1), [block]);
    } else {
      place.insert(this.#random.pick(edgesOf(place)), text);
    }
  }

  #erase(): void {
    if (this.#there.size === 0) return;
    const word = this.#random.pick([...this.#there]);
    const place = this.#texts().find((text) => lettersOf(text).includes(`${word} `));
    if (place === undefined) return;
    this.#there.delete(word);
    this.#gone.add(word);
    this.#edit(() => place.delete(lettersOf(place).indexOf(`${word} `), word.length + 1));
  }

  #texts(): Y.XmlText[] {
    const blocks = this.#fragment.toArray();
    return blocks.flatMap((block) => {
      const text = block instanceof Y.XmlElement ? block.get(0) : undefined;
      return text instanceof Y.XmlText ? [text] : [];
    });
  }

  #hear(status: SessionStatus): void {
    this.said.push(`${JSON.stringify(status)} after ${this.#count} words`);
    if (callsAllSaved(status)) this.#checkSaved();
    if ((status.state === "offline" || status.state === "failing") && status.kept) this.#checkKept();
  }

  /** What was written so far is in the server's files as they are now. */
  #checkSaved(): void {
    this.claims.saved++;
    const { judge, files, documentId } = this.#desk;
    this.#judge("called saved", judge.textOf(files, documentId), true);
  }

  /** What was written so far is what a page would find that is opened on this device now, without a network. */
  #checkKept(): void {
    this.claims.kept++;
    this.#judge("called kept on this device", this.#readDevice(), false);
  }

  async #readDevice(): Promise<string> {
    const session = this.#openWith(silentSocket);
    // A device that is busy is waited for: nothing is appended there, so its copy is kept once it is read.
    while (!session.isKept) await delay(5);
    const text = session.ydoc.getXmlFragment("document").toString();
    await session.close();
    return text;
  }

  #judge(claim: string, found: Promise<string>, isOfThatMoment: boolean): void {
    const expected = { there: [...this.#there], gone: [...this.#gone] };
    const what = `${claim} after ${this.#count} words`;
    const judgement = found.then(
      (text) => {
        // A device is read a moment later: what was taken back by then may be there or not.
        const there = expected.there.filter((word) => !this.#gone.has(word) || isOfThatMoment);
        return faultsOf(text, { ...expected, there }).map((fault) => `${what}: ${fault}`);
      },
      (error: unknown) => [`${what}: ${String(error)}`],
    );
    this.#judgements.push(judgement.then((faults) => void this.faults.push(...faults)));
  }
}

/** Whether a page that says this says that the server has every edit on its disk. */
function callsAllSaved(status: SessionStatus): boolean {
  return status.state === "saved" || (status.state === "offline" && !status.unsent);
}

/** Where a word may begin: nobody writes into another one. */
function edgesOf(text: Y.XmlText): number[] {
  return [0, ...[...lettersOf(text).matchAll(/ /g)].map(({ index }) => index + 1)];
}

function lettersOf(text: Y.XmlText): string {
  const delta: { insert: unknown }[] = text.toDelta();
  return delta.map(({ insert }) => (typeof insert === "string" ? insert : "?")).join("");
}
