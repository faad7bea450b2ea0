import { setTimeout as delay } from "node:timers/promises";
import { drawHistory, type History } from "../trouble/history.ts";
import { Judge } from "../trouble/judge.ts";
import { createRandom, type Random } from "../trouble/random.ts";
import { Relay } from "../trouble/relay.ts";
import { faultsOf, numberedWord, wordsIn } from "../trouble/words.ts";
import { expect, type Person, test } from "./fixtures.ts";
import { type Claim, claimNow, watchClaims } from "./support/claims.ts";
import { KeptHere } from "./support/kept-here.ts";
import { Network } from "./support/network.ts";
import { visit } from "./support/person.ts";
import type { QuireServer } from "./support/quire-server.ts";
import { shownText } from "./support/shown.ts";

const isProof = process.env.QUIRE_PROVE === "1";
const count = isProof ? 200 : 5;
const seed = Number(process.env.QUIRE_SEED ?? 1);
/** One history alone, by the seed that a failure names. */
const only = process.env.QUIRE_HISTORY;
const seeds =
  only === undefined ? Array.from({ length: count }, (_, number) => seed * 1_000 + number) : [Number(only)];
const size = { people: 3, steps: 30, paceMs: 200 };

test.use({ ownServer: true });

test(`SV-1 whatever their networks do to three people in browsers, Saved and kept are true, and in the end all have all words, none twice: ${seeds.length} histories`, async ({
  bring,
  server,
  newDocument,
  faults,
}, testInfo) => {
  testInfo.setTimeout(180_000 + seeds.length * 30_000);
  console.log(`network histories: ${seeds.length} from QUIRE_SEED=${seed}`);
  faults.allow(/WebSocket connection to|Failed to load resource/);
  const judge = new Judge();
  const people = await Promise.all(
    ["Ada", "Ben", "Cleo"].map((name, who) => Typist.come(who, { name, bring, server, judge })),
  );
  const found: string[] = [];
  for (const each of seeds) {
    const { id } = await newDocument({ markdown: "One.\n\nTwo.\n\nThree." });
    const history = drawHistory(each, size);
    for (const fault of await play(history, id, people)) found.push(`QUIRE_HISTORY=${each}: ${fault}`);
  }
  const sum = (what: (typist: Typist) => number) => people.reduce((total, each) => total + what(each), 0);
  console.log(
    `looked into: ${sum(({ savedCount }) => savedCount)} times Saved, ${sum(({ keptCount }) => keptCount)} times kept; ${sum(({ relay }) => relay.connections)} connections`,
  );
  expect(sum(({ savedCount }) => savedCount)).toBeGreaterThan(3 * seeds.length);
  expect(sum(({ keptCount }) => keptCount)).toBeGreaterThan(seeds.length);
  await Promise.all(people.map((typist) => typist.leave()));
  judge.close();
  expect(found).toEqual([]);
});

async function play(history: History, id: string, people: readonly Typist[]): Promise<string[]> {
  await Promise.all(people.map((typist) => typist.begin(history.seed, id)));
  for (const { afterMs, who, act } of history.steps) {
    const typist = people[who] as Typist;
    await delay(afterMs);
    if (act.type === "reopen") await typist.reopen(id);
    else if (act.type === "write" || act.type === "erase") await typist.write();
    else typist.relay.strike(act);
  }
  for (const { relay } of people) relay.strike({ type: "clear", held: "passes" });
  const there = people.flatMap(({ words }) => words);
  const texts = await Promise.all(people.map((typist) => typist.settle(there)));
  texts.push(await people[0]!.stored(id));
  const atEnd = texts.flatMap((text, whose) =>
    faultsOf(text, { there, gone: [] }).map((fault) => `at the end, ${whose}: ${fault}`),
  );
  const meanwhile = await Promise.all(people.map((typist) => typist.judged()));
  return [...meanwhile.flat(), ...atEnd];
}

/** What is of one of them. */
interface Belongings extends Pick<Surroundings, "server" | "judge"> {
  readonly relay: Relay;
  readonly device: KeptHere;
}

interface Surroundings {
  readonly name: string;
  readonly bring: (name?: string, way?: { readonly url: string }) => Promise<Person>;
  readonly server: QuireServer;
  readonly judge: Judge;
}

/** Somebody with a browser of their own, on a network of their own, who types words that can be told apart. */
class Typist {
  readonly person: Person;
  readonly relay: Relay;
  /** Claims of "Saved" that were looked into. */
  savedCount = 0;
  /** Claims that words are kept on the device that were looked into. */
  keptCount = 0;
  words: string[] = [];
  readonly #who: number;
  readonly #network: Network;
  readonly #server: QuireServer;
  readonly #judge: Judge;
  readonly #device: KeptHere;
  #random: Random = createRandom(0);
  #history = 0;
  #documentId = "";
  #judgements: Promise<string[]>[] = [];

  private constructor(
    who: number,
    person: Person,
    network: Network,
    { relay, device, server, judge }: Belongings,
  ) {
    this.#who = who;
    this.person = person;
    this.relay = relay;
    this.#network = network;
    this.#server = server;
    this.#judge = judge;
    this.#device = device;
  }

  static async come(who: number, around: Surroundings): Promise<Typist> {
    const network = await Network.open();
    const relay = await Relay.open(() => Number(new URL(network.url).port), createRandom(who));
    const person = await around.bring(around.name, { url: `http://127.0.0.1:${relay.port}` });
    const device = await KeptHere.open(person.context, around.server.url);
    const typist = new Typist(who, person, network, { ...around, relay, device });
    await watchClaims(person.page, (claim) => typist.#hear(claim));
    return typist;
  }

  /** Comes to a document, in the page that is open if there is one. */
  async begin(history: number, documentId: string): Promise<void> {
    this.#random = createRandom(history * 10 + this.#who);
    this.#history = history;
    this.words = [];
    this.#judgements = [];
    if (this.#documentId === "") await this.person.open(documentId);
    else await visit(this.person, documentId);
    this.#documentId = documentId;
    await this.person.saved();
  }

  /** Types a word at the beginning or the end of some line. */
  async write(): Promise<void> {
    const { page, editor } = this.person;
    await editor.focus();
    await page.keyboard.press(this.#random.pick(["Control+Home", "Control+End"]));
    for (let lines = this.#random.below(3); lines > 0; lines--)
      await page.keyboard.press(this.#random.pick(["ArrowUp", "ArrowDown"]));
    await editor.focus();
    await page.keyboard.press(this.#random.pick(["Home", "End"]));
    const word = numberedWord(this.#who, this.#history, this.words.length + 1);
    this.words.push(word);
    await page.keyboard.insertText(` ${word} `);
    // What the page says after it has drawn the word counts, also where it says nothing new.
    this.#hear(await claimNow(page));
  }

  /** Loads the page anew, for which the network has to be well. */
  async reopen(documentId: string): Promise<void> {
    this.relay.strike({ type: "clear", held: "breaks" });
    await this.person.open(documentId);
  }

  /** Resolves with the text that the page shows when it says that all is saved and has all of these words. */
  async settle(there: readonly string[]): Promise<string> {
    const { editor } = this.person;
    // As browsers tell it when a network is back.
    await this.person.page.evaluate(() => window.dispatchEvent(new Event("online")));
    await expect
      .poll(async () => faultsOf(await shownText(editor), { there, gone: [] }), { timeout: 30_000 })
      .toEqual([]);
    await this.person.saved();
    return shownText(editor);
  }

  /** The document as the server's files have it. */
  stored(documentId: string): Promise<string> {
    const { dataDir: directory, pid } = this.#server;
    return this.#judge.textOf({ directory, pid }, documentId);
  }

  /** What the page has claimed in this history and was not so. */
  async judged(): Promise<string[]> {
    return (await Promise.all(this.#judgements)).flat();
  }

  async leave(): Promise<void> {
    await this.person.page.close();
    await this.relay.close();
    await this.#network.close();
  }

  #hear({ status, text }: Claim): void {
    const isKept = status.endsWith(", kept on this device");
    if (status !== "Saved" && !isKept) return;
    const own = wordsIn(text).filter((word) => this.words.includes(word));
    if (isKept) this.keptCount++;
    else this.savedCount++;
    // What is kept stays so: it may be looked into a moment later.
    const looking = isKept ? this.#device.textOf(this.#documentId) : this.stored(this.#documentId);
    const judgement = looking.then((found) =>
      faultsOf(found, { there: own, gone: [] }).map((fault) => `${this.#who} said ${status}: ${fault}`),
    );
    this.#judgements.push(judgement);
  }
}
