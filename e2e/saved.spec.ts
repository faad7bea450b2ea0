import { expect, lineOf, test } from "./fixtures.ts";
import { dropFile } from "./support/drop-file.ts";
import { drawn } from "./support/person.ts";
import { picture } from "./support/picture.ts";
import { countHere } from "./support/records.ts";

test("SV-1 the page says Saved only when my last edit is acknowledged as on disk", async ({
  person,
  newDocument,
  content,
}) => {
  const { id } = await newDocument();
  const [ada, ben] = await Promise.all([person("Ada"), person("Ben")]);
  const line = await lineOf(ada.page);
  await Promise.all([ada.open(id), ben.open(id)]);
  await ada.saved();

  line.hold("saved");
  await ada.editor.focus();
  await ada.page.keyboard.type("first");
  await expect(ada.status).toHaveText("Saving…");
  // The edit is with Ben and on the server: what is missing is the word that it is on disk.
  await ben.reads("first");
  await expect.poll(() => content(id)).toBe("first");
  await expect.poll(() => line.waiting).toBeGreaterThan(0);
  await expect(ada.status).toHaveText("Saving…");

  const forFirst = line.waiting;
  await ada.page.keyboard.type(" second");
  await ben.reads("first second");
  await expect.poll(() => line.waiting).toBeGreaterThan(forFirst);
  // That the first is on disk is not that all is.
  for (let frame = 0; frame < forFirst; frame++) line.releaseOne();
  await ben.goTo("end");
  await ben.page.keyboard.type(" third");
  await ada.reads("first second third");
  await expect(ada.status).toHaveText("Saving…");

  line.release();
  await expect(ada.status).toHaveText("Saved");
});

test("SV-1 cut off, the page says so, keeps the words on the device, and brings them when it is opened again", async ({
  traveller,
  person,
  newDocument,
  server,
}) => {
  const { id } = await newDocument({ markdown: "Before." });
  const [ada, ben] = await Promise.all([traveller("Ada"), person("Ben")]);
  await Promise.all([ada.open(id), ben.open(id)]);
  await ada.saved();

  ada.network.cut();
  await expect(ada.status).toHaveText("Offline, kept on this device");
  await ada.goTo("end");
  await ada.page.keyboard.type(" Typed in a tunnel.");
  // The word may still be that of before the last key.
  await drawn(ada.page);
  await expect(ada.status).toHaveText("Offline, kept on this device");
  await ada.reads("Before. Typed in a tunnel.");
  await ben.reads("Before.");
  await ada.page.close();

  ada.network.mend();
  await expect.poll(async () => (await ada.context.request.get(`${server.url}/healthz`)).ok()).toBe(true);
  const later = await ada.tab();
  await later.open(id);
  await later.reads("Before. Typed in a tunnel.");
  await later.saved();
  await ben.reads("Before. Typed in a tunnel.");
});

test("SV-1 a screen reader hears how it stands: one status, said when it changes, politely", async ({
  traveller,
  newDocument,
}) => {
  const { id } = await newDocument();
  const ada = await traveller("Ada");
  await ada.open(id);
  await ada.saved();
  // The role makes it a live region: what it says anew is read out when the person pauses.
  const said = ada.page.getByRole("banner").getByRole("status");
  await expect(said).toHaveCount(1);
  await expect(said).toHaveText("Saved");
  await expect(said).not.toHaveAttribute("aria-live", /assertive|off/);
  ada.network.cut();
  await expect(said).toHaveText("Offline, kept on this device");
  ada.network.mend();
  await expect(said).toHaveText("Saved");
  await expect(said).toHaveAttribute("aria-live", "polite");
  // While one types it says less than the keys do.
  await ada.editor.focus();
  await ada.page.keyboard.type("word");
  await expect(said).toHaveAttribute("aria-live", "off");
  await ada.saved();
  ada.network.cut();
  await expect(said).toHaveText("Offline, kept on this device");
  await expect(said).toHaveAttribute("aria-live", "polite");
  // B165: each key is on the device a moment later, which the eye may see, and nobody is told.
  const spoken = await said.evaluateHandle((region) => {
    const texts: string[] = [];
    const look = () => region.ariaLive !== "off" && texts.push(region.textContent);
    new MutationObserver(look).observe(region, { childList: true, characterData: true, subtree: true });
    return texts;
  });
  await ada.page.keyboard.type(" more");
  await expect(said).toHaveAttribute("aria-live", "off");
  await expect(said).toHaveText("Offline, kept on this device");
  expect(await spoken.jsonValue()).toEqual([]);
});

test("SV-1 J5 a page that is opened again says Saved only once it knows that no file of the document waits", async ({
  person,
  newDocument,
  content,
  faults,
}) => {
  // Where there is no picture yet, and where it should go.
  faults.allow(/Failed to load resource: (net::ERR_|.*status of 404)/);
  const { id } = await newDocument({ markdown: "above" });
  const ada = await person("Ada");
  await ada.open(id);
  await ada.saved();
  // Nobody answers whoever brings a file, and all else goes on.
  await ada.context.route(/\/files\?name=/, (route) => route.abort());
  await ada.editor.click();
  await dropFile(
    ada.page,
    { name: "dot.png", mimeType: "image/png", buffer: picture(40, 20) },
    ".ProseMirror",
  );
  // It is counted before it is on the device.
  await expect(ada.status).toHaveText("1 file still to send");
  await expect.poll(() => ada.page.evaluate(countHere, "files")).toBe(1);

  // Words that the device had not heard to be saved would have the page wait for it before it asks the server: so would the picture's
  // place, which comes to the text once the device has the file.
  await expect.poll(() => content(id, "markdown")).toMatch(/^!\[\]\(|\n!\[\]\(/);
  await expect.poll(() => ada.page.evaluate(countHere, "unsent")).toBe(0);
  // What reads the device comes late.
  const held = Promise.withResolvers<void>();
  await ada.context.route(/\/assets\/open-device-/, async (route) => {
    await held.promise;
    await route.continue();
  });
  await ada.page.reload();
  await expect(ada.status).toHaveAttribute("data-state", "saved");
  await expect(ada.status).toHaveText("Connecting…");
  held.resolve();
  await expect(ada.status).toHaveText("1 file still to send");
  await ada.context.unroute(/\/files\?name=/);
  await ada.page.evaluate(() => dispatchEvent(new Event("online")));
  await ada.saved();
});

test("J7 SV-1 a page that cannot fetch what looks after this device works without it, and says so", async ({
  traveller,
  newDocument,
  faults,
}) => {
  faults.allow(/Failed to load resource: net::ERR_/);
  const { id } = await newDocument({ markdown: "above" });
  const ada = await traveller("Ada");
  let isGone = true;
  await ada.context.route(/\/assets\/open-device-/, (route) => (isGone ? route.abort() : route.continue()));
  await ada.open(id);
  await ada.goTo("end");
  await ada.page.keyboard.type(", and more");
  await ada.saved();
  const message = ada.page.locator(".toast");
  await expect(message).toContainText("Part of this page could not be fetched");
  // A picture goes to the server, as ever.
  const stored = ada.page.waitForResponse(
    (answer) => answer.request().method() === "POST" && answer.url().includes("/files?name="),
  );
  const dot = { name: "dot.png", mimeType: "image/png", buffer: picture(40, 20) };
  await dropFile(ada.page, dot, ".ProseMirror");
  expect((await stored).status()).toBe(201);
  await ada.saved();

  // It is asked for again when the network is there again; from then on a file waits on the device.
  isGone = false;
  ada.network.cut();
  await expect(ada.status).toHaveText("Offline, kept on this device");
  const came = ada.page.waitForResponse(/\/assets\/open-device-/);
  ada.network.mend();
  await ada.page.evaluate(() => dispatchEvent(new Event("online")));
  await came;
  await ada.saved();
});

test("C38 SV-1 where the browser's database never answers, a document is made, Saved is said and a picture is sent all the same", async ({
  person,
  server,
}) => {
  const { page, title, saved, status } = await person("Ada");
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => new EventTarget() as IDBOpenDBRequest;
  });
  await page.clock.install();
  await page.goto(server.url);
  const asked: string[] = [];
  page.on("request", (request) => void (request.method() === "POST" && asked.push(request.url())));
  await page.locator("header").getByRole("button", { name: "New document" }).click();
  // What waits for the database is fetched first. What the server is asked it has to answer by the same clock.
  await expect(async () => {
    await page.clock.fastForward(10_000);
    await expect.poll(() => asked, { timeout: 1_000 }).toEqual([`${server.url}/api/documents`]);
  }).toPass();
  await expect(title).toBeFocused();
  await expect(status).toHaveText("Connecting…");
  // What the database may have of the document's words is waited for this long (C31).
  await page.clock.fastForward(30_000);
  await saved();
  const stored = page.waitForResponse(
    (answer) => answer.request().method() === "POST" && answer.url().includes("/files?name="),
  );
  await dropFile(page, { name: "dot.png", mimeType: "image/png", buffer: picture(40, 20) }, ".ProseMirror");
  expect((await stored).status()).toBe(201);
  await expect(page.locator(".ProseMirror img")).toBeVisible();
  await saved();
});

test("N8 what has the pages open without a network is asked for again where it could not be fetched", async ({
  person,
  newDocument,
  faults,
}) => {
  faults.allow(/Failed to load resource: net::ERR_/);
  const { id } = await newDocument({ markdown: "above" });
  const ada = await person("Ada");
  let isGone = true;
  await ada.context.route(/\/assets\/open-offline-/, (route) => (isGone ? route.abort() : route.continue()));
  const failed = ada.page.waitForEvent("requestfailed", (request) =>
    request.url().includes("/open-offline-"),
  );
  await ada.page.clock.install();
  await ada.open(id);
  await ada.page.clock.fastForward(1_000);
  await failed;
  isGone = false;
  const came = ada.page.waitForResponse(/\/assets\/open-offline-/);
  // Half a minute later; what passes by itself until the page has heard of its failure counts too.
  await drawn(ada.page);
  await ada.page.clock.fastForward(30_000);
  expect((await came).ok()).toBe(true);
});
