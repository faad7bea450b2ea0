import fc from "fast-check";
import { expect, test, vi } from "vitest";
import * as Y from "yjs";
import { printedSeed, runs } from "../../../../trouble/runs.ts";
import { FakeBrowser, type Fate } from "../../test/fake-browser.ts";
import { DeviceCopy, type DeviceCopyOptions, type FoundCopy } from "./device-copy.ts";
import { openDatabase, readRecords } from "./device-database.ts";

const name = "ws://host/sync/document-of-a-test";

/** A page of a browser with a document in it, without a network unless it is said to have one. */
function openPage(browser: FakeBrowser, overrides: Partial<DeviceCopyOptions> = {}) {
  const tab = browser.tab();
  const ydoc = new Y.Doc();
  const found: FoundCopy[] = [];
  const copy = new DeviceCopy({
    name,
    ydoc,
    device: tab.device,
    maxRecords: 500,
    retryMs: 5,
    forgetMs: 5,
    listenMs: 5,
    onChange: () => {},
    onFound: (it) => found.push(it),
    hearsServer: () => false,
    makeRoom: async () => false,
    afterPaint: (task) => task(),
    ...overrides,
  });
  ydoc.on("update", (update: Uint8Array, origin: unknown) => {
    if (origin !== copy) copy.append(update, origin !== "server");
  });
  const words = ydoc.getArray<string>("words");
  return { tab, ydoc, copy, words, found, text: () => words.toArray().join(" ") };
}

async function opened(browser: FakeBrowser, overrides: Partial<DeviceCopyOptions> = {}) {
  const page = openPage(browser, overrides);
  return { ...page, loaded: await page.copy.load() };
}

async function recordsOf(browser: FakeBrowser) {
  const database = await openDatabase(browser.indexedDB, () => {});
  const records = await readRecords(database, name);
  database.close();
  return records;
}

async function wordsKept(browser: FakeBrowser): Promise<readonly string[]> {
  const ydoc = new Y.Doc();
  for (const { update } of (await recordsOf(browser)).records) Y.applyUpdate(ydoc, update);
  return ydoc.getArray<string>("words").toArray();
}

const until = (check: () => unknown) => vi.waitFor(check, { timeout: 5_000, interval: 1 });

test("OF-4 C20 what one tab has kept the others read, both ways, without a server", async () => {
  const browser = new FakeBrowser();
  const [one, other] = [await opened(browser), await opened(browser)];
  one.words.push(["from one"]);
  await until(() => expect(other.text()).toBe("from one"));
  expect(one.copy.isKept).toBe(true);
  other.words.push(["from the other"]);
  await until(() => expect(one.text()).toBe("from one from the other"));
  // Each edit was written by its writer alone.
  expect((await recordsOf(browser)).keys).toHaveLength(2);
  await one.copy.close();
  await other.copy.close();
});

test("C20 nothing is called kept, and no other tab has it, before its transaction is complete", async () => {
  const browser = new FakeBrowser();
  const [one, other] = [await opened(browser), await opened(browser)];
  let fate: Fate = "aborted";
  let asked = 0;
  one.tab.fate = () => {
    asked++;
    return fate;
  };
  one.words.push(["not yet"]);
  await until(() => expect(asked).toBeGreaterThan(2));
  expect(one.copy.isKept).toBe(false);
  expect(other.text()).toBe("");
  expect(await wordsKept(browser)).toEqual([]);
  fate = "passes";
  await until(() => expect(other.text()).toBe("not yet"));
  expect(one.copy.isKept).toBe(true);
  expect(await wordsKept(browser)).toEqual(["not yet"]);
  await one.copy.close();
  await other.copy.close();
});

test("C21 a tab that merges records leaves those that it has not read", async () => {
  const browser = new FakeBrowser();
  // Nobody hears of anybody: as on a page that was stopped between two keys.
  const deaf = { hearsServer: () => true, listenMs: 60_000 };
  const one = await opened(browser, { ...deaf, maxRecords: 3 });
  const other = await opened(browser, { ...deaf, maxRecords: 3 });
  for (let at = 0; at < 5; at++) {
    for (const [who, page] of [one, other].entries()) {
      page.words.push([`${who}:${at}`]);
      await until(() => expect(page.copy.isKept).toBe(true));
    }
  }
  expect([...(await wordsKept(browser))].sort()).toEqual(
    [0, 1].flatMap((who) => [0, 1, 2, 3, 4].map((at) => `${who}:${at}`)),
  );
  await one.copy.close();
  await other.copy.close();
});

test("C21 a merge that is given up loses nothing, and edits are written without it", async () => {
  const browser = new FakeBrowser();
  const page = await opened(browser, { maxRecords: 2 });
  for (const word of ["a", "b", "c"]) {
    page.words.push([word]);
    await until(() => expect(page.copy.isKept).toBe(true));
  }
  const begun = await recordsOf(browser);
  let refusals = 1;
  page.tab.fate = () => (refusals-- > 0 ? "full" : "passes");
  page.words.push(["d"]);
  await until(() => expect(page.copy.isKept).toBe(true));
  expect(await wordsKept(browser)).toEqual(["a", "b", "c", "d"]);
  expect((await recordsOf(browser)).keys.length).toBeGreaterThanOrEqual(begun.keys.length);
  await page.copy.close();
});

test("C22 what a tab that died had not sent is found unsent by whoever opens the document, and then no more", async () => {
  const browser = new FakeBrowser();
  const dying = await opened(browser);
  dying.words.push(["last words"]);
  await until(() => expect(dying.copy.isKept).toBe(true));
  dying.tab.isDead = true;

  const next = await opened(browser);
  expect(next.loaded).toEqual({ isEmpty: false, hasUnsent: true });
  expect(next.text()).toBe("last words");
  next.copy.acknowledge();
  await next.copy.close();
  const last = await opened(browser);
  expect(last.loaded).toEqual({ isEmpty: false, hasUnsent: false });
  await last.copy.close();
});

test("C22 a tab that opens the document calls those that are here to what a dead one left", async () => {
  const browser = new FakeBrowser();
  const here = await opened(browser);
  const silent = { ...browser.device, BroadcastChannel: undefined };
  const mute = await opened(browser, { device: silent });
  mute.words.push(["unheard"]);
  await until(() => expect(mute.copy.isKept).toBe(true));
  const next = await opened(browser);
  await until(() => expect(here.text()).toBe("unheard"));
  for (const { copy } of [here, mute, next]) await copy.close();
});

test("C22 a tab that is here without a network knows what another one has not sent; one that hears the server asks for nothing", async () => {
  const browser = new FakeBrowser();
  const offline = await opened(browser);
  const online = await opened(browser, { hearsServer: () => true });
  const writer = await opened(browser);
  writer.words.push(["mine"]);
  await until(() => expect(offline.found).toEqual([{ isEmpty: false, hasUnsent: true }]));
  // The server had not brought it: it is sent, and its acknowledgement is waited for.
  await until(() => expect(online.found).toEqual([{ isEmpty: false, hasUnsent: true }]));
  writer.words.push(["and more"]);
  Y.applyUpdate(online.ydoc, Y.encodeStateAsUpdate(writer.ydoc), "server");
  await until(() => expect(online.found).toHaveLength(2));
  expect(online.found[1]).toEqual({ isEmpty: false, hasUnsent: false });
  for (const { copy } of [offline, online, writer]) await copy.close();
});

test("C23 what the browser takes away is not called kept, and is written again, unsent words with it", async () => {
  const browser = new FakeBrowser();
  const wasKept: boolean[] = [];
  const page = await opened(browser, { onChange: () => wasKept.push(page.copy.isKept) });
  page.words.push(["before"]);
  await until(() => expect(page.copy.isKept).toBe(true));
  wasKept.length = 0;
  const emptied = new Promise<void>((resolve) => {
    const deleting = browser.indexedDB.deleteDatabase("quire");
    deleting.onsuccess = () => resolve();
  });
  // It is told, however soon it is kept again.
  await until(() => expect(wasKept).toContain(false));
  await emptied;
  await until(() => expect(page.copy.isKept).toBe(true));
  expect(await wordsKept(browser)).toEqual(["before"]);
  expect((await recordsOf(browser)).unsent).toHaveLength(1);
  await page.copy.close();
});

test("C24 where the quota is full, room is made, and what waited is written; where there is none, it waits", async () => {
  const browser = new FakeBrowser();
  let fate: Fate = "full";
  const asked: number[] = [];
  let hasRoom = false;
  const page = await opened(browser, {
    makeRoom: async (bytes) => {
      asked.push(bytes);
      if (hasRoom) fate = "passes";
      return hasRoom;
    },
  });
  page.tab.fate = () => fate;
  page.words.push(["waits"]);
  await until(() => expect(asked.length).toBeGreaterThan(1));
  expect(page.copy.isKept).toBe(false);
  page.words.push(["too"]);
  hasRoom = true;
  await until(() => expect(page.copy.isKept).toBe(true));
  expect(asked.every((bytes) => bytes > 0)).toBe(true);
  expect(await wordsKept(browser)).toEqual(["waits", "too"]);
  expect((await recordsOf(browser)).unsent).toHaveLength(1);
  await page.copy.close();
});

/** Something that somebody did in a tab: a word written, or taken away. */
interface Deed {
  readonly word: string;
  readonly isRemoval: boolean;
  readonly page: Page;
  /** The copy called it kept once. */
  isKept: boolean;
}

type Page = Awaited<ReturnType<typeof opened>>;

/** Some tabs, a server that they reach now and then, and what was done. */
class World {
  readonly browser = new FakeBrowser();
  readonly server = new Y.Doc();
  readonly deeds: Deed[] = [];
  readonly pages: Page[] = [];
  readonly dead = new Set<Page>();
  #words = 0;

  async open(at: number): Promise<void> {
    this.pages[at] = await opened(this.browser, { maxRecords: 4 });
  }

  write(page: Page, chance: number): void {
    const word = `<${this.#words++}>`;
    this.deeds.push({ word, isRemoval: false, page, isKept: false });
    page.words.insert(chance % (page.words.length + 1), [word]);
  }

  remove(page: Page, chance: number): void {
    if (page.words.length === 0) return;
    const at = chance % page.words.length;
    this.deeds.push({ word: page.words.get(at), isRemoval: true, page, isKept: false });
    page.words.delete(at);
  }

  /** Everything goes both ways, and is called saved. */
  sync({ ydoc, copy }: Page): void {
    Y.applyUpdate(this.server, Y.encodeStateAsUpdate(ydoc));
    Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(this.server), "server");
    copy.acknowledge();
  }

  look(): void {
    for (const deed of this.deeds) if (!this.dead.has(deed.page) && deed.page.copy.isKept) deed.isKept = true;
  }

  die(page: Page): void {
    page.tab.isDead = true;
    this.dead.add(page);
  }
}

const step = fc.record({
  act: fc.oneof(
    { weight: 8, arbitrary: fc.constant("write" as const) },
    { weight: 2, arbitrary: fc.constantFrom("remove", "pause", "settle", "sync", "fail", "fill") },
    { weight: 1, arbitrary: fc.constantFrom("die", "reopen") },
  ),
  tab: fc.nat(3),
  chance: fc.nat(1_000),
});

async function take(
  world: World,
  { act, tab, chance }: typeof step extends fc.Arbitrary<infer S> ? S : never,
) {
  const at = tab % world.pages.length;
  const page = world.pages[at]!;
  const fails = (fate: Fate) => {
    let left = 1 + (chance % 3);
    page.tab.fate = () => (left-- > 0 ? fate : "passes");
  };
  switch (act) {
    case "write":
      return world.write(page, chance);
    case "remove":
      return world.remove(page, chance);
    case "pause":
      for (let turns = chance % 12; turns > 0; turns--) await new Promise(setImmediate);
      return;
    case "settle":
      return until(() => expect(page.copy.isKept).toBe(true));
    case "sync":
      return world.sync(page);
    case "fail":
      return fails("aborted");
    case "fill":
      return fails("full");
    case "die":
      world.die(page);
      return world.open(at);
    case "reopen":
      await page.copy.close();
      world.look();
      world.dead.add(page);
      return world.open(at);
    default:
      return act satisfies never;
  }
}

/** What must be in the document, what must not, by those whose deeds count: kept, or of a page that is still there. */
function expected(world: World) {
  const counts = (deed: Deed) => deed.isKept || !world.dead.has(deed.page);
  const removed = new Set(world.deeds.filter(({ isRemoval }) => isRemoval).map(({ word }) => word));
  const gone = world.deeds.filter((deed) => deed.isRemoval && counts(deed)).map(({ word }) => word);
  const there = world.deeds.filter((deed) => !deed.isRemoval && counts(deed) && !removed.has(deed.word));
  return { gone, there: there.map(({ word }) => word) };
}

function judge(world: World, words: readonly string[]): void {
  const { gone, there } = expected(world);
  expect(words.filter((word, at) => words.indexOf(word) !== at)).toEqual([]);
  expect(there.filter((word) => !words.includes(word))).toEqual([]);
  expect(gone.filter((word) => words.includes(word))).toEqual([]);
}

test(
  "OF-4 C21 whatever tabs write, merge, fail at and die of, all that was kept is in the database once, and is sent once",
  async () => {
    const seed = printedSeed("tabs of one browser");
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 4 }),
        fc.array(step, { maxLength: 60 }),
        async (tabs, steps) => {
          const world = new World();
          for (let at = 0; at < tabs; at++) await world.open(at);
          for (const one of steps) {
            await take(world, one);
            world.look();
          }
          for (const { tab } of world.pages) tab.fate = () => "passes";
          for (const { copy } of world.pages) await until(() => expect(copy.isKept).toBe(true));
          // Who died before they rang is heard with the next edit.
          for (const page of world.pages) world.write(page, 0);
          for (const { copy } of world.pages) await until(() => expect(copy.isKept).toBe(true));
          world.look();
          await until(() => {
            for (const page of world.pages) expect(page.text()).toBe(world.pages[0]!.text());
          });
          judge(world, world.pages[0]!.words.toArray());
          for (const { copy } of world.pages) await copy.close();

          judge(world, await wordsKept(world.browser));
          const last = await opened(world.browser);
          const both = new Y.Doc();
          for (const ydoc of [world.server, last.ydoc]) Y.applyUpdate(both, Y.encodeStateAsUpdate(ydoc));
          const wordsOf = (ydoc: Y.Doc) => ydoc.getArray<string>("words").toArray();
          const isSent = wordsOf(both).join() === wordsOf(world.server).join();
          if (!isSent) expect(last.loaded.hasUnsent).toBe(true);
          world.sync(last);
          await last.copy.close();
          judge(world, world.server.getArray<string>("words").toArray());
          expect((await recordsOf(world.browser)).unsent).toEqual([]);
        },
      ),
      { seed, numRuns: runs(60, 2_000) },
    );
  },
  runs(60_000, 1_200_000),
);

test("C20 the tabs of another document hear nothing of it", async () => {
  const browser = new FakeBrowser();
  const one = await opened(browser);
  const beside = await opened(browser, { name: "ws://host/sync/another-document" });
  one.words.push(["here"]);
  await until(() => expect(one.copy.isKept).toBe(true));
  for (let turns = 0; turns < 20; turns++) await new Promise(setImmediate);
  expect(beside.found).toEqual([]);
  await one.copy.close();
  await beside.copy.close();
});
