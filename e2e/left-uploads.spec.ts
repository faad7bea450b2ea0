import { randomBytes } from "node:crypto";
import type { BrowserContext } from "@playwright/test";
import { expect, type Person, type Tab, test } from "./fixtures.ts";
import { dropFile } from "./support/drop-file.ts";
import { fetched } from "./support/fetched.ts";
import { picture } from "./support/picture.ts";
import { countHere } from "./support/records.ts";

const oneLeft = "1 file still to send";

test("J8 SV-5 a picture on its way goes on while its document is left for the library and for another document, and all have it", async ({
  person,
  newDocument,
}) => {
  const { id } = await newDocument({ title: "Trip", markdown: "above" });
  const other = await newDocument({ title: "Another page of the trip", markdown: "Elsewhere." });
  const [ada, ben] = await Promise.all([person("Ada"), person("Ben")]);
  await Promise.all([ada.open(id), ben.open(id)]);
  const release = await holdUploads(ada.context);
  await drop(ada);
  await expect(ada.status).toHaveText(oneLeft);
  await fetched(ada.page, "library");
  await ada.page.getByRole("link", { name: "Back to the documents" }).click();
  const list = ada.page.getByRole("region", { name: "All documents" });
  await list.getByRole("link", { name: other.title }).click();
  await ada.reads("Elsewhere.");
  await ada.saved();

  // Who comes back meanwhile is told how it stands, and leaves again.
  await ada.page.goBack();
  await ada.page.goBack();
  await ada.reads("above");
  await expect(ada.status).toHaveText(oneLeft);
  await ben.goTo("end");
  await ben.page.keyboard.type(" the picture");
  await ada.reads("above the picture");
  await ada.page.goForward();
  await ada.page.goForward();
  await ada.reads("Elsewhere.");

  await release();
  await expect.poll(widthsOf(ben)).toEqual([40]);
  expect(
    await ben.editor.locator(":scope > *").evaluateAll((blocks) => blocks.map((b) => b.tagName)),
  ).toEqual(["FIGURE", "P"]);
  await ada.page.goBack();
  await ada.page.goBack();
  await expect.poll(widthsOf(ada)).toEqual([40]);
  await ada.saved();
  await expect.poll(() => ada.page.evaluate(countHere, "files")).toBe(0);
});

test("J8 J9 SV-5 a picture whose page is closed on the way is on the device: nobody is asked, and the next page brings it", async ({
  person,
  newDocument,
  server,
}) => {
  const { id } = await newDocument({ title: "Train", markdown: "above" });
  const [ada, ben] = await Promise.all([person("Ada"), person("Ben")]);
  await Promise.all([ada.open(id), ben.open(id)]);
  const release = await holdUploads(ada.context);
  // And a copy of it, which is one more.
  for (let copies = 0; copies < 2; copies++) await drop(ada);
  await expect.poll(() => ada.page.evaluate(countHere, "files")).toBe(2);
  await expect(ada.status).toHaveText("2 files still to send");
  const asked: string[] = [];
  ada.page.on("dialog", (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  const closed = ada.page.waitForEvent("close");
  await ada.page.close({ runBeforeUnload: true });
  await closed;
  expect(asked).toEqual([]);
  await release();

  const next = await ada.tab();
  await next.page.goto(server.url);
  await expect.poll(widthsOf(ben)).toEqual([40, 40]);
  await expect.poll(() => next.page.evaluate(countHere, "files")).toBe(0);
});

test("J8 a picture that one tab is sending is left alone by another: it is sent once, and both have it once", async ({
  person,
  newDocument,
  content,
}) => {
  const { id } = await newDocument({ title: "Twice open", markdown: "above" });
  const ada = await person("Ada");
  await ada.open(id);
  const release = await holdUploads(ada.context);
  const sent: string[] = [];
  ada.context.on("request", (request) => {
    if (request.url().includes("/files?name=")) sent.push(request.method());
  });
  await drop(ada);
  const other = await ada.tab();
  await other.open(id);
  // The other one knows of it, and has looked whether it is left.
  await expect(other.status).toHaveText(oneLeft);
  await other.goTo("end");
  await other.page.keyboard.type(" there");
  await expect.poll(() => content(id)).toBe("above there");
  await release();
  for (const tab of [ada, other]) {
    await expect.poll(widthsOf(tab)).toEqual([40]);
    await tab.saved();
    await expect(tab.page.locator(".toast")).toHaveCount(0);
  }
  await expect.poll(() => other.page.evaluate(countHere, "files")).toBe(0);
  expect(sent).toEqual(["POST"]);
});

test("J8 SV-5 a picture that only the page has goes on while its document is left, and is asked about before the page goes", async ({
  person,
  newDocument,
  content,
  server,
}) => {
  const { id } = await newDocument({ title: "Full", markdown: "above" });
  const ada = await person("Ada");
  const devtools = await ada.context.newCDPSession(ada.page);
  await devtools.send("Storage.overrideQuotaForOrigin", { origin: server.url, quotaSize: 1 });
  await ada.open(id);
  const release = await holdUploads(ada.context);
  await drop(ada);
  await expect(ada.status).toHaveText(oneLeft);
  await fetched(ada.page, "library");
  await ada.page.getByRole("link", { name: "Back to the documents" }).click();
  await expect(ada.page.getByRole("heading", { name: "Documents" })).toBeVisible();
  const asked = ada.page.waitForEvent("dialog");
  await ada.page.close({ runBeforeUnload: true });
  await (await asked).dismiss();
  await release();
  await expect.poll(() => content(id, "markdown")).toMatch(/^!\[\]\(.*\/files\/[0-9a-f]{64}\)\s+above\s*$/);
});

test("V11 SV-5 a file that the device has no room for is not called kept while the line is down", async ({
  traveller,
  newDocument,
  content,
  server,
  faults,
}) => {
  faults.allow(/Failed to load resource: net::ERR_/);
  const { id } = await newDocument({ title: "Narrow", markdown: "above" });
  const ada = await traveller("Ada");
  const devtools = await ada.context.newCDPSession(ada.page);
  await devtools.send("Storage.overrideQuotaForOrigin", { origin: server.url, quotaSize: 200_000 });
  await ada.open(id);
  await ada.saved();
  await ada.editor.click();
  await fetched(ada.page, "clipboard-props");
  await fetched(ada.page, "upload-ways");
  ada.network.cut();
  await expect(ada.status).toHaveText("Offline, kept on this device");
  const large = { name: "large.bin", mimeType: "application/octet-stream", buffer: randomBytes(1_000_000) };
  await dropFile(ada.page, large, ".ProseMirror");
  await expect(ada.status).toHaveText("Offline, 1 file not kept on this device yet: keep this page open");
  expect(await ada.page.evaluate(countHere, "files")).toBe(0);
  ada.network.mend();
  await expect.poll(() => content(id, "markdown")).toContain("large.bin");
  await ada.saved();
});

/** Files that are sent come nowhere until that is called. */
async function holdUploads(context: BrowserContext): Promise<() => Promise<void>> {
  const held = Promise.withResolvers<void>();
  const isUpload = /\/files\?name=/;
  await context.route(isUpload, async (route) => {
    await held.promise;
    // Of a page that is gone nothing is sent any more.
    await route.continue().catch(() => undefined);
  });
  return async () => {
    held.resolve();
    await context.unroute(isUpload);
  };
}

async function drop(person: Person): Promise<void> {
  await person.editor.click();
  // What is dropped before that lands by the line, not above it.
  await fetched(person.page, "clipboard-props");
  const dot = { name: "dot.png", mimeType: "image/png", buffer: picture(40, 20) };
  await dropFile(person.page, dot, ".ProseMirror");
}

/** How wide the pictures of the document are that are drawn. */
const widthsOf = (tab: Tab) => () =>
  tab.editor
    .locator("figure img")
    .evaluateAll((images) => images.map((image) => (image as HTMLImageElement).naturalWidth));
