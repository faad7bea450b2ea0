import type { Page } from "@playwright/test";
import { createRandom } from "../trouble/random.ts";
import { expect, type Tab, type Traveller, test } from "./fixtures.ts";
import { type Claim, claimNow, watchClaims } from "./support/claims.ts";
import { fetched } from "./support/fetched.ts";
import { findingsInBoth } from "./support/findings.ts";
import { KeptHere } from "./support/kept-here.ts";
import { press } from "./support/keys.ts";
import { listenToReturn } from "./support/listen-to-return.ts";
import { drawn } from "./support/person.ts";

const isProof = process.env.QUIRE_PROVE === "1";
const halfHourMs = 30 * 60_000;
const offlineAndKept = "Offline, kept on this device";
const notKeptYet = "Offline, not kept on this device yet: keep this page open";

/** What is said on a page when it is back. */
const notices = (page: Page) => page.getByRole("dialog").filter({ hasText: "offline" });

/** A browser that promises to keep what is here the second time that it is asked; and how often it was on the page that is open. */
async function promiseStorage(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const times = () => Number(localStorage.getItem("times asked") ?? 0);
    Object.assign(window, { asked: 0 });
    navigator.storage.persist = async () => {
      Object.assign(window, { asked: Number(Reflect.get(window, "asked")) + 1 });
      localStorage.setItem("times asked", String(times() + 1));
      return times() > 1;
    };
    navigator.storage.persisted = async () => times() > 1;
  });
  return () => page.evaluate(() => Number(Reflect.get(window, "asked")));
}

/** Writes down the text of whatever is marked for a moment from now on. */
async function listenToMarks(page: Page): Promise<() => Promise<readonly string[]>> {
  const texts = await page.evaluateHandle(() => {
    const marked: string[] = [];
    const { animate } = Element.prototype;
    Element.prototype.animate = function (...how) {
      if (this.closest(".ProseMirror")) marked.push(this.textContent);
      return animate.apply(this, how);
    };
    return marked;
  });
  return () => texts.jsonValue();
}

/** Writes at the end of one of the lines. */
async function writeAt({ goTo, page }: Tab, line: number, text: string): Promise<void> {
  await goTo("start");
  for (let above = 0; above < line; above++) await press(page, "ArrowDown");
  await press(page, "End");
  await page.keyboard.type(text);
}

test("OF-2 two write in one paragraph, one of them offline: both have both texts, and are told once, with a way there", async ({
  traveller,
  person,
  newDocument,
  content,
}) => {
  const { id } = await newDocument({ title: "One paragraph", markdown: "above\n\nShared.\n\nbelow" });
  const [ada, ben] = await Promise.all([traveller("Ada"), person("Ben")]);
  await Promise.all([ada.open(id), ben.open(id)]);
  await Promise.all([ada.saved(), ben.saved()]);
  await expect(ada.page.getByRole("button", { name: /Ben/ }).first()).toBeVisible();
  await fetched(ada.page, "device-watch", "en-tools");
  ada.network.cut();
  await expect(ada.status).toHaveText(offlineAndKept);
  await writeAt(ada, 1, " From Ada.");
  await writeAt(ben, 1, " From Ben.");
  await ben.saved();
  ada.network.mend();

  const told = notices(ada.page);
  // It stays for as long as a hand is on it.
  await told.hover();
  await ada.saved();
  await expect(told).toHaveCount(1);
  await expect(told).toContainText("While you were offline: 1 change by Ben. Yours are saved too.");
  await expect(ada.page.locator(".dialog")).toHaveCount(0);
  expect(await findingsInBoth(ada.page)).toEqual([]);
  // It leads to what came, and marks it for a moment.
  const marked = await listenToMarks(ada.page);
  await told.getByRole("button", { name: "Show" }).click();
  await expect(told).toHaveCount(0);
  await expect(ada.editor).toBeFocused();
  const texts = new Set((await marked()).map((text) => text.slice(0, "Shared.".length)));
  expect([...texts]).toEqual(["Shared."]);
  const text = await content(id);
  expect(text).toContain(" From Ada.");
  expect(text).toContain(" From Ben.");
  for (const tab of [ada, ben]) await tab.reads(text);
  await expect(notices(ben.page)).toHaveCount(0);
});

test("OF-4 OF-2 two tabs offline, two people online, half an hour's writing: then all have all of it, told once", async ({
  traveller,
  person,
  newDocument,
  content,
}) => {
  const rounds = isProof ? 200 : 6;
  const lines = ["first:", "second:", "Ben:", "Cleo:"];
  const { id } = await newDocument({ title: "Half an hour", markdown: lines.join("\n\n") });
  const [ada, ben, cleo] = await Promise.all([traveller("Ada"), person("Ben"), person("Cleo")]);
  const second = await ada.tab();
  const tabs = [ada, second, ben, cleo];
  await Promise.all(tabs.map(({ open }) => open(id)));
  await Promise.all(tabs.map(({ saved }) => saved()));
  await Promise.all([ada, second].map(({ page }) => fetched(page, "device-watch", "en-tools", "toasts")));
  // All their clocks move; the server's does in `client: test/half-hour.test.ts`.
  await Promise.all(tabs.map(({ page }) => page.clock.install()));
  ada.network.cut();
  for (const { status } of [ada, second]) await expect(status).toHaveText(offlineAndKept);

  const written = (line: number) =>
    Array.from({ length: rounds }, (_, round) => ` ${"abcd"[line]}${round}`).join("");
  for (const [line, tab] of tabs.entries()) await writeAt(tab, line, "");
  for (let round = 0; round < rounds; round++) {
    for (const [line, { page }] of tabs.entries()) {
      await page.keyboard.type(` ${"abcd"[line]}${round}`);
      await page.clock.fastForward(halfHourMs / rounds);
    }
  }
  const offline = lines.map((text, line) => (line < 2 ? text + written(line) : text)).join("\n");
  for (const tab of [ada, second]) {
    await tab.reads(offline);
    await expect(tab.status).toHaveText(offlineAndKept);
  }

  const heard = await Promise.all([ada, second].map(({ page }) => listenToReturn(page)));
  ada.network.mend();
  const text = lines.map((start, line) => start + written(line)).join("\n");
  for (const tab of tabs) await tab.reads(text);
  for (const tab of tabs) await tab.saved();
  expect(await content(id)).toBe(text);
  const told = async () => (await Promise.all(heard.map((said) => said()))).flat();
  await expect.poll(told).not.toHaveLength(0);
  // A tab that tells it as well, or once more, has done so after that.
  for (const { page } of [ada, second]) {
    await page.clock.fastForward(1_000);
    await drawn(page);
  }
  expect(await told()).toEqual([
    expect.stringMatching(/While you were offline: 2 changes by (Ben and Cleo|Cleo and Ben)\./),
  ]);
});

/** Resolves when what the page had to write by now is on the device, or was refused: who writes there waits for others. */
async function behindWrites(): Promise<void> {
  const opening = indexedDB.open("quire");
  await new Promise((resolve) => opening.addEventListener("success", resolve));
  const writing = opening.result.transaction(["updates", "unsent"], "readwrite");
  await new Promise((resolve) => writing.addEventListener("complete", resolve));
  opening.result.close();
}

test("C24 SV-9 one of three people has a full browser, all write without a network: its page says so, calls nothing kept, and all arrives when there is space, without a reload", async ({
  traveller,
  newDocument,
  server,
  content,
}) => {
  const lines = ["Ada:", "Ben:", "Cleo:"];
  const { id } = await newDocument({ markdown: lines.join("\n\n") });
  const people = await Promise.all(lines.map((line) => traveller(line.slice(0, -1))));
  const [ada, ...others] = people as [Traveller, ...Traveller[]];
  const devtools = await ada.context.newCDPSession(ada.page);
  const limit = (quotaSize?: number) =>
    devtools.send("Storage.overrideQuotaForOrigin", {
      origin: server.url,
      ...(quotaSize !== undefined && { quotaSize }),
    });
  // From the start: what the browser has promised a page it keeps for half a minute.
  await limit(200_000);
  const device = await KeptHere.open(ada.context, server.url);
  const claims: (Claim & { readonly at: number })[] = [];
  await watchClaims(ada.page, (claim) => claims.push({ ...claim, at: performance.now() }));
  await Promise.all(people.map(({ open }) => open(id)));
  await Promise.all(people.map(({ saved }) => saved()));
  await ada.page.evaluate(() => Object.assign(window, { isMarked: true }));
  for (const { network } of people) network.cut();
  for (const { status } of people) await expect(status).toHaveText(offlineAndKept);
  for (const [line, person] of people.entries()) await writeAt(person, line, "");
  const write = async (who: number, words: string) => {
    await people[who]!.page.keyboard.insertText(words);
    lines[who] += words;
  };
  await write(0, " Typed with space.");
  await expect(ada.status).toHaveText(offlineAndKept);

  // Random: browsers pack what they keep.
  const random = createRandom(1);
  const word = () => ` ${random.below(2 ** 31).toString(36)}`;
  let [writtenAt, heard] = [0, 0];
  let last = "";
  do {
    [writtenAt, heard] = [performance.now(), claims.length];
    await write(0, Array.from({ length: 14_000 }, word).join(""));
    await drawn(ada.page);
    await ada.page.evaluate(behindWrites);
    ({ status: last } = await claimNow(ada.page));
    // Twice as much as there is space for.
  } while (last === offlineAndKept && (lines[0]?.length ?? 0) < 400_000);
  expect(last).toBe(notKeptYet);
  const toldMs = Math.round(
    (claims.slice(heard).find(({ status }) => status === notKeptYet)?.at ?? 0) - writtenAt,
  );
  console.log(`told after ${toldMs} ms of a full browser`);
  if (isProof) expect(toldMs).toBeLessThan(3_000);
  // What lasts is read out, though it began with a key.
  await expect(ada.status).toHaveAttribute("aria-live", "polite");

  const untilMs = performance.now() + (isProof ? 60_000 : 0);
  do for (const who of people.keys()) await write(who, " while it was full");
  while (performance.now() < untilMs);
  await drawn(ada.page);
  await ada.page.evaluate(behindWrites);
  expect((await claimNow(ada.page)).status).toBe(notKeptYet);
  expect(new Set(claims.slice(heard).map(({ status }) => status))).toEqual(new Set([notKeptYet]));
  for (const { status } of others) await expect(status).toHaveText(offlineAndKept);

  await limit();
  await expect(ada.status).toHaveText(offlineAndKept);
  expect(await device.textOf(id)).toContain(lines[0]);
  for (const { network } of people) network.mend();
  const text = () => lines.join("\n");
  for (const person of people) {
    await person.reads(text());
    await person.saved();
  }
  expect(await ada.page.evaluate(() => "isMarked" in window)).toBe(true);
  expect(await content(id)).toBe(text());
});

test("SV-5 words that only the page has stay in it when their document is left, and are asked about before the page goes", async ({
  traveller,
  newDocument,
  server,
  content,
}) => {
  const { id } = await newDocument({ title: "Plan", markdown: "Before." });
  const ada = await traveller("Ada");
  const devtools = await ada.context.newCDPSession(ada.page);
  await devtools.send("Storage.overrideQuotaForOrigin", { origin: server.url, quotaSize: 1 });
  await ada.open(id);
  await ada.saved();
  await fetched(ada.page, "library");
  ada.network.cut();
  await ada.goTo("end");
  await ada.page.keyboard.type(" Only in this page.");
  await expect(ada.status).toHaveText(/not kept on this device yet/);
  await ada.page.getByRole("link", { name: "Back to the documents" }).click();
  await expect(ada.page.getByRole("heading", { name: "Documents" })).toBeVisible();

  const asked = ada.page.waitForEvent("dialog");
  await ada.page.close({ runBeforeUnload: true });
  await (await asked).dismiss();

  await ada.page.goBack();
  await ada.reads("Before. Only in this page.");
  await ada.page.goForward();
  ada.network.mend();
  await expect.poll(() => content(id)).toBe("Before. Only in this page.");
});

test("OF-5 a document is kept on this device by its menu, and the list says how much it is, unpins and removes it", async ({
  person,
  newDocument,
  server,
}) => {
  const { id } = await newDocument({ title: "A kept plan", markdown: "Words." });
  const { page, open, saved } = await person("Ada");
  const asked = await promiseStorage(page);
  await open(id);
  await saved();
  expect(await asked(), "nobody is asked before there is something to keep").toBe(0);
  await page.getByRole("button", { name: "Document menu" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Keep on this device" }).click();
  await expect(
    page.getByText("“A kept plan” stays on this device, unless it runs out of space"),
  ).toBeVisible();
  expect(await asked()).toBe(1);

  await page.goto(server.url);
  await page.getByRole("button", { name: "Actions for A kept plan" }).click();
  const keep = page.getByRole("menuitemcheckbox", { name: "Keep on this device" });
  await expect(keep).toHaveAttribute("aria-checked", "true");
  await page.keyboard.press("Escape");

  const button = page.getByRole("button", { name: "On this device…" });
  await button.click();
  const list = page.getByRole("dialog", { name: "On this device" });
  await expect(list).toContainText(/1 document kept, \d+ kB/);
  await expect(list.getByRole("listitem")).toContainText(/A kept plan.*Opened just now/);
  expect(await findingsInBoth(page)).toEqual([]);
  const pin = list.getByRole("button", { name: "Keep “A kept plan” on this device" });
  await expect(pin).toHaveAttribute("aria-pressed", "true");
  await pin.click();
  await expect(pin).toHaveAttribute("aria-pressed", "false");
  // Asked again with the next pin, the browser promises it this time, and is not asked any more.
  for (const isPinned of [true, false, true, false]) {
    await pin.click();
    await expect(pin).toHaveAttribute("aria-pressed", String(isPinned));
  }
  await expect(page.getByText("“A kept plan” stays on this device", { exact: true }).first()).toBeVisible();
  expect(await asked()).toBe(1);
  await list.getByRole("button", { name: "Remove “A kept plan” from this device" }).click();
  await expect(list.getByRole("listitem")).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(list).toHaveCount(0);
  await expect(button).toBeFocused();
});
