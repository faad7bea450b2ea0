import { readFile } from "node:fs/promises";
import { expect, lineOf, type Person, test } from "./fixtures.ts";
import { dropFile } from "./support/drop-file.ts";
import { fetched } from "./support/fetched.ts";
import { findingsInBoth } from "./support/findings.ts";
import { press } from "./support/keys.ts";
import { noticeOf } from "./support/notice.ts";
import { picture } from "./support/picture.ts";

test.use({ serverEnv: { QUIRE_FILE_BYTES: "1000" } });

test("SV-5 J5 a file that was dropped without a connection, and that the server would not take then, is kept and shown until it is removed", async ({
  traveller,
  newDocument,
  faults,
  server,
}) => {
  faults.allow(/status of 413/);
  const { id } = await newDocument({ title: "Plan", markdown: "above" });
  const ada = await traveller("Ada");
  await ada.open(id);
  await ada.editor.click();
  await fetched(ada.page, "upload-ways", "late-things");
  ada.network.cut();
  await dropFile(
    ada.page,
    { name: "large.txt", mimeType: "text/plain", buffer: Buffer.alloc(2_000, "a plan ") },
    ".ProseMirror",
  );
  await expect(ada.editor.getByRole("link", { name: "large.txt" })).toBeVisible();
  ada.network.mend();
  await ada.page.evaluate(() => dispatchEvent(new Event("online")));
  await expect(ada.page.getByText("“large.txt” was not stored at the server.").first()).toBeVisible();

  await ada.page.goto(server.url);
  await ada.page.getByRole("link", { name: "Files that were not stored, on this device (1)" }).click();
  const entry = ada.page.getByRole("article", { name: "large.txt" });
  await expect(entry).toBeVisible();
  expect(await findingsInBoth(ada.page)).toEqual([]);
  const coming = ada.page.waitForEvent("download");
  await entry.getByRole("button", { name: "Download" }).click();
  const bytes = await readFile(await (await coming).path(), "utf8");
  expect(bytes).toBe("a plan ".repeat(286).slice(0, 2_000));

  await entry.getByRole("button", { name: "Remove" }).click();
  await expect(entry).toHaveCount(0);
  await ada.page.getByRole("button", { name: "Undo" }).click();
  await expect(entry).toBeVisible();
  await ada.page.reload();
  await expect(entry).toBeVisible();
});

test("J2 SV-5 a name that was given without a connection, and that the server would not take then, is kept and shown until it is removed", async ({
  traveller,
  newDocument,
  request,
  faults,
  server,
}) => {
  faults.allow(/status of 410/);
  const { id } = await newDocument({ title: "A name to lose" });
  const { page, network, context } = await traveller("Ada");
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(server.url);
  const actions = page.getByRole("button", { name: "Actions for A name to lose" });
  await actions.click();
  await expect(page.getByRole("menuitem", { name: "Rename" })).toBeVisible();
  await press(page, "Escape");
  await fetched(page, "open-device", "toasts");
  network.cut();
  await expect(page.getByText("Offline: these are the documents")).toBeVisible();
  await actions.click();
  await page.getByRole("menuitem", { name: "Rename" }).click();
  await page.getByRole("textbox", { name: "Title of A name to lose" }).fill("A name found on a train");
  await press(page, "Enter");
  await request.delete(`${server.url}/api/documents/${id}`, { headers: { origin: server.url } });
  network.mend();
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await expect(
    page.getByText("The document was not renamed to “A name found on a train”.").first(),
  ).toBeVisible();

  await page.goto(server.url);
  await page.getByRole("link", { name: "Names that were not taken, on this device (1)" }).click();
  const entry = page.getByRole("article", { name: "A name found on a train" });
  await expect(entry).toContainText("deleted");
  expect(await findingsInBoth(page)).toEqual([]);
  await entry.getByRole("button", { name: "Copy the name" }).click();
  await expect(page.getByText("Name copied").first()).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("A name found on a train");
  await entry.getByRole("button", { name: "Remove" }).click();
  await expect(entry).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(entry).toBeVisible();
  await page.reload();
  await expect(entry).toBeVisible();
});

test("V5 pictures that wait or were seen go along when refused words become a new document", async ({
  person,
  newDocument,
  request,
  content,
  server,
  faults,
}) => {
  // Where there is no picture, where it should go, and what was deleted.
  faults.allow(/Failed to load resource: (net::ERR_|.*status of (404|410))/);
  faults.allow(/WebSocket is already in CLOSING or CLOSED state/);
  const { id } = await newDocument({ title: "Plan", markdown: "Words." });
  const ada = await person("Ada");
  const line = await lineOf(ada.page);
  await ada.open(id);
  await ada.editor.click();
  await dropFile(
    ada.page,
    { name: "seen.png", mimeType: "image/png", buffer: picture(30, 20) },
    ".ProseMirror",
  );
  await expect(ada.editor.locator("figure img[src]")).toHaveCount(1);
  await ada.saved();
  // From the server, and no more from the one who brought it.
  await ada.page.reload();
  await expect.poll(widths(ada)).toEqual([30]);
  await ada.saved();
  await ada.context.route(/\/files\?name=/, (route) => route.abort());
  await ada.editor.click();
  await dropFile(
    ada.page,
    { name: "dot.png", mimeType: "image/png", buffer: picture(40, 20) },
    ".ProseMirror",
  );
  await expect(ada.status).toHaveText("1 file still to send");
  await expect(ada.editor.locator("figure img[src]")).toHaveCount(2);
  line.hold();
  await ada.editor.getByText("Words.").click();
  await press(ada.page, "Home");
  await ada.page.keyboard.type("Unsaved. ");
  const headers = { origin: server.url };
  await request.delete(`${server.url}/api/documents/${id}`, { headers });
  line.release();
  await expect(noticeOf(ada.page, "This document was deleted")).toBeVisible();
  await ada.context.unroute(/\/files\?name=/);

  await ada.page.goto(`${server.url}/unsaved`);
  const entry = ada.page.getByRole("article", { name: "Plan" });
  await entry.getByRole("button", { name: "Make a new document" }).click();
  await expect(ada.page.getByText("Made “Plan (unsaved words)”").first()).toBeVisible();
  const [, made = ""] = /\/d\/(.+)$/.exec((await entry.getByRole("link").getAttribute("href")) ?? "") ?? [];
  const named = (await content(made, "markdown")).matchAll(/\(\/api\/documents\/([^/]+)\/files\//g);
  expect([...named].map(([, owner]) => owner)).toEqual([made, made]);
  await ada.open(made);
  await ada.reads(/Unsaved\. \s*Words\./);
  await ada.saved();
  await ada.page.reload();
  await expect.poll(async () => new Set(await widths(ada)())).toEqual(new Set([30, 40]));
});

/** How wide the pictures of the document are that are drawn. */
const widths = (of: Person) => () =>
  of.editor
    .locator("figure img")
    .evaluateAll((images) => images.map((image) => (image as HTMLImageElement).naturalWidth));
