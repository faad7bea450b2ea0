import { test as base, expect, type Person } from "./fixtures.ts";
import { BrowserProcess } from "./support/browser-process.ts";
import { press } from "./support/keys.ts";
import { canType, drawn } from "./support/person.ts";
import { picture } from "./support/picture.ts";
import { buildIn, keptFiles, Update } from "./support/update.ts";

const offline = "Offline, kept on this device";

const test = base.extend<{ browserProcess: BrowserProcess }>({
  browserProcess: async ({ server }, use) => {
    const browser = await BrowserProcess.create(server.url);
    await use(browser);
    await browser.remove();
  },
});

test.use({ serviceWorkers: "allow" });

test.describe("without a server", () => {
  test.use({ ownServer: true });

  test("OF-1 a document opens, edits and says offline after a reload and in a new browser process, and all of it arrives when the network is back, without a reload", async ({
    browserProcess,
    server,
    newDocument,
    content,
    faults,
  }) => {
    // And of a picture that is to be sent yet the server says that it is not there.
    faults.allow(/net::ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED)|status of 404 .*\/files\//);
    const { id } = await newDocument({ title: "On the train", markdown: "at home" });
    const first = await browserProcess.start();
    await first.open(id);
    await putPicture(first);
    await first.saved();
    await hasShell(first);
    await server.stop();
    await first.context.setOffline(true);
    await expect(first.status).toHaveText(offline);

    await first.page.reload();
    await write(first, " one");
    await expect(pictures(first)).toHaveJSProperty("naturalWidth", 4);
    await putPicture(first, 6);
    await drawn(first.page);
    await expect(first.status).toHaveText(offline);
    await browserProcess.stop();

    const second = await browserProcess.start({ isOffline: true });
    await second.open(id);
    await second.reads(/^at home one/);
    await expect(second.title).toHaveValue("On the train");
    await expect(pictures(second).first()).toHaveJSProperty("naturalWidth", 4);
    // J5: one that was put in without a network, and that only this device has.
    await expect(pictures(second).last()).toHaveJSProperty("naturalWidth", 6);
    await write(second, " two");
    await second.page.goto(server.url);
    await expect(second.page.getByRole("heading", { level: 1 })).toHaveText(/^Good/);
    await expect(second.page.getByRole("button", { name: "New document" })).toBeVisible();
    await second.page.goto(`${server.url}/unsaved`);
    await expect(second.page.getByRole("heading", { level: 1 })).toHaveText("Unsaved words");
    await second.open(id);
    await write(second, " three");
    await browserProcess.stop();

    await server.start();
    const third = await browserProcess.start({ isOffline: true });
    await third.open(id);
    await third.reads(/^at home one two three/);
    await write(third, " four");
    const isStill = await marked(third);
    // The network is back, and nobody does anything.
    await third.context.setOffline(false);
    await third.saved();
    await third.reads(/^at home one two three four/);
    expect(await content(id)).toMatch(/^at home one two three four/);
    expect(await isStill()).toBe(true);
    const addresses = [...(await content(id, "markdown")).matchAll(/!\[\]\(([^)]+)\)/g)].map(([, to]) => to);
    expect(addresses).toHaveLength(2);
    for (const address of addresses) expect((await fetch(`${server.url}${address}`)).status).toBe(200);
  });
});

test("N2 a network that says nothing does not hold up a page that was opened before", async ({
  traveller,
  newDocument,
}) => {
  const { id } = await newDocument({ markdown: "at home" });
  const ada = await traveller("Ada");
  await ada.open(id);
  await ada.saved();
  await hasShell(ada);
  ada.network.silence();
  await ada.page.reload({ waitUntil: "commit" });
  await ada.reads("at home");
  await ada.goTo("end");
  await ada.page.keyboard.type(" and away");
  ada.network.mend();
  await ada.saved();
});

test("N8 pages that could not be kept whole are kept as soon as they can be, without a reload", async ({
  traveller,
  newDocument,
}) => {
  const { id } = await newDocument({ markdown: "at home" });
  const ada = await traveller("Ada");
  // What only the worker asks for here.
  ada.network.withheld.addresses = /\/assets\/kotlin-/;
  await ada.open(id);
  await ada.saved();
  await expect.poll(() => ada.network.withheld.asked).toBeGreaterThan(0);
  // The browser lets go of a worker that did not get all.
  await ada.page.waitForFunction(async () => !(await navigator.serviceWorker.getRegistration()));
  ada.network.withheld.addresses = /(?!)/;
  await ada.page.evaluate(() => dispatchEvent(new Event("online")));
  await hasShell(ada);
  ada.network.cut();
  await ada.page.reload();
  await ada.reads("at home");
});

test("OF-6 who writes in a page is told that the server has another, and reloads it where they are", async ({
  traveller,
  newDocument,
  content,
}) => {
  const lines = Array.from({ length: 80 }, (_, line) => `Line ${line}.`);
  const { id } = await newDocument({ title: "Before", markdown: lines.join("\n\n") });
  const [ada, other] = [await traveller("Ada"), new Update("newer")];
  const before = await buildOf(ada, id);
  await hasShell(ada);
  const isStill = await marked(ada);
  await ada.editor.getByText("Line 60.", { exact: true }).click();
  await press(ada.page, "End");
  ada.network.update(other);
  ada.network.cut();
  await ada.page.keyboard.type(" Typed while the server was replaced");
  ada.network.mend();
  const notice = ada.page.getByRole("dialog").filter({ hasText: "Quire was updated" });
  await expect(notice).toBeVisible();
  await ada.page.keyboard.type(" and after");
  await ada.saved();
  expect(await isStill(), "nobody's page is reloaded under their hands").toBe(true);
  // N3: what it may still load is not at the server any more.
  const kept = keptFiles();
  expect(kept.length).toBeGreaterThan(50);
  expect(await missing(ada, kept)).toEqual([]);

  const height = await topOf(ada, "Line 60.");
  await notice.getByRole("button", { name: "Reload" }).click();
  await isOf(ada, other);
  expect(other.build).not.toBe(before);
  await expect(ada.editor).toBeFocused();
  await ada.page.keyboard.type(", and here");
  await ada.saved();
  expect(await content(id)).toContain("Line 60. Typed while the server was replaced and after, and here\n");
  expect(Math.abs((await topOf(ada, "Line 60.")) - height)).toBeLessThan(2);
});

test("OF-6 a page out of sight takes over by itself, and whoever comes back to it is where they were", async ({
  traveller,
  newDocument,
}) => {
  const { id } = await newDocument({ title: "Before" });
  const [ada, other] = [await traveller("Ada"), new Update("newer")];
  await hurryMinutes(ada);
  await buildOf(ada, id);
  await hasShell(ada);
  await ada.title.click();
  await press(ada.page, "Home", "ArrowRight");
  await setHidden(ada, true);
  ada.network.update(other);
  ada.network.cut();
  await expect(ada.status).toHaveText(offline);
  ada.network.mend();
  await isOf(ada, other);
  await expect(ada.title).toBeFocused();
  await ada.page.keyboard.type("-");
  await expect(ada.title).toHaveValue("B-efore");
});

/** Resolves when the pages are kept for a start without a network. */
async function hasShell({ page }: Person): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated");
}

async function write(person: Person, words: string): Promise<void> {
  await expect(person.status).toHaveText(offline);
  await canType(person.page);
  await person.editor.getByText("at home").click();
  await press(person.page, "End");
  await person.page.keyboard.type(words);
  await person.reads(new RegExp(`${words}(\\n|$)`));
  // The word may still be that of before the last key.
  await drawn(person.page);
  await expect(person.status).toHaveText(offline);
}

const pictures = ({ editor }: Person) => editor.locator("figure img[src]");

async function putPicture(person: Person, width = 4): Promise<void> {
  const { page, goTo } = person;
  await goTo("end");
  await page.keyboard.press("Enter");
  await page.keyboard.type("/image");
  const choosing = page.waitForEvent("filechooser");
  // A browser opens a chooser of its own until it has heard that somebody waits.
  await drawn(page);
  await page.keyboard.press("Enter");
  await (await choosing).setFiles({ name: "dot.png", mimeType: "image/png", buffer: picture(width, 2) });
  await expect(pictures(person).last()).toHaveJSProperty("naturalWidth", width);
}

async function buildOf({ page, open, saved }: Person, id: string): Promise<string> {
  await open(id);
  await saved();
  return buildIn(await page.content());
}

/** Resolves when the page is of the server's new build, which has said that one may write. */
async function isOf({ page }: Person, { build }: Update): Promise<void> {
  // All files of it are kept before, which takes its time where many pages share a processor.
  await expect(page.locator('meta[name="quire-build"]')).toHaveAttribute("content", build, {
    timeout: 90_000,
  });
  await canType(page);
  // Keys that a browser is given before a page's first paint are dropped.
  await drawn(page);
}

/** Marks the page, and says later whether it is still the same. */
async function marked({ page }: Person): Promise<() => Promise<boolean>> {
  await page.evaluate(() => Object.assign(window, { isMarked: true }));
  return () => page.evaluate(() => "isMarked" in window);
}

/** Those of these addresses that the page cannot have. */
function missing({ page }: Person, addresses: readonly string[]): Promise<readonly string[]> {
  return page.evaluate(async (all) => {
    const ways = all.map((address) => fetch(address).then(({ ok }) => (ok ? [] : [address])));
    return (await Promise.all(ways)).flat();
  }, addresses);
}

function topOf({ editor }: Person, text: string): Promise<number> {
  return editor.getByText(text).evaluate((line) => line.getBoundingClientRect().top);
}

/** Who waits for minutes waits for a moment. */
async function hurryMinutes({ page }: Person): Promise<void> {
  await page.addInitScript(() => {
    const wait = window.setTimeout.bind(window);
    Object.assign(window, {
      setTimeout: (task: TimerHandler, ms = 0, ...given: unknown[]) =>
        wait(task, ms >= 60_000 ? 200 : ms, ...given),
    });
  });
}

async function setHidden({ page }: Person, isHidden: boolean): Promise<void> {
  await page.evaluate((value) => {
    Object.defineProperty(document, "hidden", { value, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, isHidden);
}
