import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Judge } from "../trouble/judge.ts";
import { createRandom, type Random } from "../trouble/random.ts";
import { faultsOf, numberedWord, wordsIn } from "../trouble/words.ts";
import { expect, type Tab, test } from "./fixtures.ts";
import { claimNow, watchClaims } from "./support/claims.ts";
import { Network } from "./support/network.ts";
import { OwnBrowser } from "./support/own-browser.ts";
import { createPerson, type Person } from "./support/person.ts";
import type { QuireServer } from "./support/quire-server.ts";
import { shownText } from "./support/shown.ts";

const isProof = process.env.QUIRE_PROVE === "1";
const rounds = isProof ? 200 : 3;
const kills = isProof ? 50 : 3;
const seed = Number(process.env.QUIRE_SEED ?? 1);

test.use({ ownServer: true });

test(`SV-2 nothing is lost when the server is killed right after the page said Saved, ${rounds} times of ${rounds}`, async ({
  person,
  newDocument,
  server,
  content,
}, testInfo) => {
  testInfo.setTimeout(180_000 + rounds * 10_000);
  const { id } = await newDocument({ title: "Killed", markdown: "0" });
  let text = "0";
  let whole = 0;
  for (let round = 1; round <= rounds; round++) {
    // Each comes with a fresh browser: what they see is what the server has.
    const someone = await person();
    await someone.open(id);
    await someone.reads(text);
    const word = ` ${round}${"abcdefghij".slice(0, round % 10)}`;
    await someone.goTo("end");
    await someone.page.keyboard.type(word);
    text += word;
    await saysSaved(someone);
    await server.kill();
    await server.start();
    if ((await content(id)) === text) whole++;
    await someone.context.close();
  }
  console.log(`${whole} of ${rounds} whole`);
  const last = await person();
  await last.open(id);
  await last.reads(text);
  expect(whole).toBe(rounds);
});

/** Resolves in the very frame in which the page says so. */
async function saysSaved({ status }: Tab): Promise<void> {
  await status.evaluate(
    (word) =>
      new Promise<void>((resolve) => {
        const look = () => (word.textContent === "Saved" ? resolve() : void requestAnimationFrame(look));
        // Once more after the last key, until when the word may still be that of before.
        requestAnimationFrame(() => requestAnimationFrame(look));
      }),
  );
}

/** What is killed, one after the other. */
const victims = ["browser", "both", "server"] as const;

test(`SV-2 the browser, the server and both are killed while somebody types: what was called kept is on the device, what was called Saved on the server, ${kills} times of ${kills}`, async ({
  newDocument,
  server,
  launchOptions,
}, testInfo) => {
  testInfo.setTimeout(180_000 + kills * 30_000);
  console.log(`kills: QUIRE_SEED=${seed}`);
  const random = createRandom(seed);
  const { id } = await newDocument({ title: "Killed" });
  const profile = await mkdtemp(path.join(tmpdir(), "quire-profile-"));
  const network = await Network.open();
  const judge = new Judge();
  const said = new Said();
  const launch = () => OwnBrowser.launch(profile, launchOptions, network);
  const onDisk = (pid?: number) => judge.textOf({ directory: server.dataDir, pid }, id);
  let keptIn = 0;
  for (let kill = 1; kill <= kills; kill++) {
    const victim = victims[kill % victims.length];
    const { kept } = said.counts;
    const browser = await launch();
    const typist = await comeBack(browser, server, id, said);
    const typing = typeOn(typist, kill, createRandom(seed * 1_000 + kill), {
      network,
      said,
      isOffline: victim !== "server" && random.chance(0.5),
    });
    await killAtRandom({ random, browser, server, victim });
    await typing;
    if (said.counts.kept > kept) keptIn++;
    expect(faultsOf(await onDisk(victim === "browser" ? server.pid : undefined), said.saved)).toEqual([]);
    if (victim !== "browser") await server.start();
    if (victim === "server") await browser.close();
    network.mend();
  }
  const browser = await launch();
  const typist = await comeBack(browser, server, id, said);
  expect(faultsOf(await onDisk(server.pid), said.kept)).toEqual([]);
  expect(faultsOf(await shownText(typist.editor), said.kept)).toEqual([]);
  console.log(
    `${said.counts.saved} times Saved and ${said.counts.kept} times kept, that before ${keptIn} of ${kills} kills, and no word of them lost`,
  );
  expect(said.counts.saved).toBeGreaterThan(kills);
  expect(keptIn).toBeGreaterThanOrEqual(Math.ceil(kills / 3));
  await browser.close();
  judge.close();
  await network.close();
  await rm(profile, { recursive: true });
});

/** The words that a page has called saved, or kept on its device, at some time. */
class Said {
  readonly counts = { saved: 0, kept: 0 };
  readonly #saved = new Set<string>();
  readonly #kept = new Set<string>();

  hear(status: string, text: string): void {
    if (status === "Saved") this.#note("saved", wordsIn(text));
    if (status === "Offline, kept on this device") this.#note("kept", wordsIn(text));
  }

  get saved() {
    return { there: this.#saved, gone: [] };
  }

  /** What is saved counts as kept: a page that comes back shows it all the same. */
  get kept() {
    return { there: new Set([...this.#saved, ...this.#kept]), gone: [] };
  }

  #note(claim: "saved" | "kept", words: readonly string[]): void {
    this.counts[claim]++;
    for (const word of words) (claim === "saved" ? this.#saved : this.#kept).add(word);
  }
}

/** Opens the document in the browser's first page, which then has all that was ever claimed. */
async function comeBack(
  { context }: OwnBrowser,
  server: QuireServer,
  id: string,
  said: Said,
): Promise<Person> {
  const typist = await createPerson(context, server.url);
  await watchClaims(typist.page, ({ status, text }) => said.hear(status, text));
  const before = said.kept;
  await typist.open(id);
  await expect.poll(async () => faultsOf(await shownText(typist.editor), before)).toEqual([]);
  await typist.saved();
  return typist;
}

interface Conditions {
  readonly network: Network;
  readonly said: Said;
  /** The line goes after some words. */
  readonly isOffline: boolean;
}

/** Types words until the page is gone, or there were many. */
async function typeOn(
  { page, goTo }: Tab,
  kill: number,
  random: Random,
  { network, said, isOffline }: Conditions,
): Promise<void> {
  const last = isOffline ? 3 + random.below(10) : Number.POSITIVE_INFINITY;
  try {
    await goTo("end");
    for (let count = 1; count <= 100; count++) {
      if (count === last) network.cut();
      await page.keyboard.insertText(`${numberedWord(0, kill, count)} `);
      // What the page goes on saying counts for this word, too.
      const { status, text } = await claimNow(page);
      said.hear(status, text);
      // Now and then for so long that the page may say "Saved".
      if (random.chance(0.05)) await delay(400);
    }
  } catch {
    // It was killed, which is what this is about.
  }
}

interface Scene {
  readonly random: Random;
  readonly browser: OwnBrowser;
  readonly server: QuireServer;
  readonly victim: (typeof victims)[number] | undefined;
}

/** Kills within a second: of both, the one some moments after the other. */
async function killAtRandom({ random, browser, server, victim }: Scene): Promise<void> {
  await delay(100 + random.below(1_000));
  if (victim !== "browser") await server.kill();
  if (victim === "both") await delay(random.below(300));
  if (victim !== "server") await browser.kill();
}
