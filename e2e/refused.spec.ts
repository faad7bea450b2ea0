import { readFile } from "node:fs/promises";
import { expect, lineOf, test } from "./fixtures.ts";
import { fetched } from "./support/fetched.ts";
import { findingsInBoth } from "./support/findings.ts";
import { noticeOf } from "./support/notice.ts";
import { choose, openPalette } from "./support/palette.ts";

// What was held is let go on a line that the server may have closed by then: what holds it writes all the same.
test.beforeEach(({ faults }) => faults.allow(/WebSocket is already in CLOSING or CLOSED state/));

/** Somebody types what the server will not take: it is cut off, the document is deleted, the network comes back. */
test("SV-5 V5 words that were refused are kept, shown, compared, made into a new document and removed", async ({
  person,
  newDocument,
  request,
  server,
  content,
}) => {
  const { id } = await newDocument({ title: "Plan", markdown: "Saved words.\n\nA second block." });
  const ada = await person("Ada");
  const line = await lineOf(ada.page);
  await ada.open(id);
  await ada.saved();
  line.hold();
  await ada.goTo("start");
  await ada.page.keyboard.type("Unsaved words. ");
  const headers = { origin: server.url };
  await request.delete(`${server.url}/api/documents/${id}`, { headers });
  line.release();

  const notice = noticeOf(ada.page, "This document was deleted");
  await expect(notice).toContainText("They are kept on this device");
  // Nothing is lost by leaving, so nothing asks.
  let isAsked = false;
  ada.page.once("dialog", (dialog) => {
    isAsked = true;
    void dialog.accept();
  });
  await ada.page.goto(server.url);
  expect(isAsked).toBe(false);
  const quiet = ada.page.getByRole("link", { name: "Unsaved words on this device (1)" });
  await quiet.click();

  const entry = ada.page.getByRole("article", { name: "Plan" });
  await expect(entry).toContainText("This document was deleted");
  await expect(entry.locator("ins")).toHaveText("Unsaved words. ");
  await expect(entry.locator("del")).toHaveCount(0);
  expect(await findingsInBoth(ada.page)).toEqual([]);
  await entry.getByRole("button", { name: "All words" }).click();
  await expect(entry.getByRole("region")).toHaveText("Unsaved words. Saved words.A second block.");
  const download = ada.page.waitForEvent("download");
  await entry.getByRole("button", { name: "Download as Markdown" }).click();
  expect((await download).suggestedFilename()).toBe("Plan.md");
  expect(await readFile(await (await download).path(), "utf8")).toBe(
    "Unsaved words. Saved words.\n\nA second block.\n",
  );
  await ada.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await entry.getByRole("button", { name: "Copy the text" }).click();
  await expect(ada.page.getByText("Text copied")).toBeVisible();
  expect(await ada.page.evaluate(() => navigator.clipboard.readText())).toBe(
    "Unsaved words. Saved words.\nA second block.",
  );

  await entry.getByRole("button", { name: "Make a new document" }).click();
  await expect(entry).toContainText("These words are in a new document, too.");
  const [, made = ""] = /\/d\/(.+)$/.exec((await entry.getByRole("link").getAttribute("href")) ?? "") ?? [];
  expect(await content(made)).toBe("Unsaved words. Saved words.\nA second block.");
  expect(await content(made, "json")).toContain('"title":"Plan (unsaved words)"');

  await entry.getByRole("button", { name: "Remove" }).click();
  await expect(entry).toHaveCount(0);
  await expect(ada.page.getByRole("heading", { name: "Unsaved words" })).toBeFocused();
  await ada.page.getByRole("button", { name: "Undo" }).click();
  await expect(entry).toHaveCount(1);
  await ada.page.reload();
  await expect(entry).toContainText("These words are in a new document, too.");
});

test("SV-5 V2 words of a deleted document are in it when it is restored, and the drawer says so", async ({
  person,
  newDocument,
  request,
  server,
}) => {
  const { id } = await newDocument({ title: "Plan", markdown: "Saved words." });
  const [ada, ben] = await Promise.all([person("Ada"), person("Ben")]);
  const line = await lineOf(ada.page);
  await ada.open(id);
  await ada.saved();
  line.hold();
  await ada.goTo("end");
  await ada.page.keyboard.type(" Mine.");
  await request.delete(`${server.url}/api/documents/${id}`, { headers: { origin: server.url } });
  line.release();
  const notice = noticeOf(ada.page, "This document was deleted");
  await expect(notice).toContainText("kept on this device");
  await notice.getByRole("button", { name: "Bring this back" }).click();
  await ada.reads("Saved words. Mine.");
  await ada.saved();
  await ben.open(id);
  await ben.reads("Saved words. Mine.");
  await openPalette(ada.page);
  await choose(ada.page, "Unsaved words on this device");
  await expect(ada.page.getByRole("article", { name: "Plan" })).toContainText(
    "By now all of these words are saved in the document.",
  );
});

test("V8 SV-5 refused words that the device does not take are not called kept, can be had as a file, and are found again where they were left", async ({
  person,
  newDocument,
  request,
  server,
  content,
  faults,
}) => {
  // The page looks whether a document that was left is still there.
  faults.allow(/410 \(Gone\)/);
  const { id } = await newDocument({ title: "A full device", markdown: "Saved words." });
  const ada = await person("Ada");
  const { page } = ada;
  const devtools = await ada.context.newCDPSession(page);
  await devtools.send("Storage.overrideQuotaForOrigin", { origin: server.url, quotaSize: 1 });
  const line = await lineOf(page);
  await ada.open(id);
  await ada.saved();
  await fetched(page, "library");
  line.hold();
  await ada.goTo("end");
  await page.keyboard.type(" Only here.");
  await request.delete(`${server.url}/api/documents/${id}`, { headers: { origin: server.url } });
  line.release();
  const notice = noticeOf(page, "This document was deleted");
  await expect(notice).toContainText("are not kept on this device yet");
  await expect(notice.getByRole("button", { name: "Copy the text" })).toBeVisible();
  const download = page.waitForEvent("download");
  await notice.getByRole("button", { name: "Download as Markdown" }).click();
  expect((await download).suggestedFilename()).toBe("A full device.md");
  expect(await readFile(await (await download).path(), "utf8")).toBe("Saved words. Only here.\n");
  expect(await findingsInBoth(page)).toEqual([]);

  await page.getByRole("link", { name: "Back to the documents" }).click();
  await expect(page.getByRole("heading", { name: "Documents" })).toBeVisible();
  const asked = page.waitForEvent("dialog");
  await page.close({ runBeforeUnload: true });
  await (await asked).dismiss();
  await page.goBack();
  await ada.reads("Saved words. Only here.");
  // Where the document is brought back, they go along.
  await notice.getByRole("button", { name: "Bring this back" }).click();
  await ada.reads("Saved words. Only here.");
  await ada.saved();
  expect(await content(id)).toBe("Saved words. Only here.");
});

test("S19 V6 who has a document open that is reset is led to the new one, and keeps what they had not sent", async ({
  person,
  newDocument,
  request,
  server,
  faults,
}) => {
  // What was held goes to a socket that the server has closed by then.
  faults.allow(/WebSocket is already in CLOSING or CLOSED state/);
  const { id } = await newDocument({ title: "Plan", markdown: "Saved words." });
  const [ada, ben] = await Promise.all([person("Ada"), person("Ben")]);
  const line = await lineOf(ada.page);
  await Promise.all([ada.open(id), ben.open(id)]);
  await Promise.all([ada.saved(), ben.saved()]);
  line.hold();
  await ada.goTo("end");
  await ada.page.keyboard.type(" Mine.");
  const headers = { origin: server.url };
  const data = { markdown: "New words." };
  const reset = await request.post(`${server.url}/api/documents/${id}/reset`, { data, headers });
  expect(reset.status()).toBe(201);
  // Who had nothing unsent keeps the old document, as it was here.
  const told = noticeOf(ben.page, "This document was replaced by a new one");
  await expect(told).toContainText("What this device has of it is kept here");
  await expect(ben.status).toHaveText("Replaced");
  await told.getByRole("link", { name: "Show it" }).click();
  const copy = ben.page.getByRole("region", { name: "Copies of documents" }).getByRole("article");
  await expect(copy.locator("ins")).toHaveText("Saved");
  await expect(copy.getByRole("link", { name: "Open the new document" })).toBeVisible();
  expect(await findingsInBoth(ben.page)).toEqual([]);
  line.release();
  const notice = noticeOf(ada.page, "This document was replaced by a new one");
  await expect(notice).toContainText("kept on this device");
  await expect(ada.status).toHaveText("Not saved");
  await notice.getByRole("link", { name: "Show them" }).click();
  const entry = ada.page.getByRole("article", { name: "Plan" });
  await expect(entry.locator("ins").last()).toHaveText(" Mine.");
  await entry.getByRole("link", { name: "Open the new document" }).click();
  await ada.reads("New words.");
  await ada.saved();
});

test("V3 SV-5 words that the server refuses each time are set aside, the document opens without them, and they can be tried again", async ({
  person,
  newDocument,
}) => {
  const { id } = await newDocument({ title: "Plan", markdown: "Saved words." });
  const [ada, ben] = await Promise.all([person("Ada"), person("Ben")]);
  let isRefusing = false;
  await ada.page.routeWebSocket(/\/sync\//, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((frame) => {
      // Whatever brings words: its first byte is that of an edit, its second not that of a question.
      if (isRefusing && frame[0] === 0 && frame[1] !== 0) void socket.close({ code: 4422, reason: "no" });
      else server.send(frame);
    });
  });
  await Promise.all([ada.open(id), ben.open(id)]);
  await ada.saved();
  isRefusing = true;
  await ada.goTo("end");
  await ada.page.keyboard.insertText(" Mine.");
  const notice = noticeOf(ada.page, "The server did not take the last change");
  await expect(notice).toContainText("They are kept on this device");
  await expect(ada.status).toHaveText("Not saved");
  isRefusing = false;
  await notice.getByRole("button", { name: "Go on without them" }).click();
  await expect(notice).toHaveCount(0);
  await ada.reads("Saved words.");
  await ada.saved();
  await ben.reads("Saved words.");

  await openPalette(ada.page);
  await choose(ada.page, "Unsaved words on this device");
  const entry = ada.page.getByRole("article", { name: "Plan" });
  await expect(entry.locator("ins")).toHaveText(" Mine.");
  await entry.getByRole("button", { name: "Try to save them again" }).click();
  await ada.reads("Saved words. Mine.");
  await ada.saved();
  await ben.reads("Saved words. Mine.");
});
