import type { Locator, Page } from "@playwright/test";
import { expect, type Member, test } from "../support/accounts.ts";
import { dropFile } from "../support/drop-file.ts";
import { findingsInBoth } from "../support/findings.ts";
import { drawn } from "../support/person.ts";
import { cameraWords, colorsAt, draw, photo } from "../support/photo.ts";
import { picture } from "../support/picture.ts";
import { give, makeLink, openSharing, refusedRequests, rowOf } from "../support/sharing.ts";

/** What a change of a picture may take to reach an open page. */
const liveMs = 2_000;
const png = { name: "me.png", mimeType: "image/png" };

/** The part of the account page that is about one's picture. */
async function ownPicture({ page }: Member, url: string): Promise<Locator> {
  await page.goto(`${url}/account`);
  const part = page.getByRole("group", { name: "Your picture" });
  await expect(part).toBeVisible();
  return part;
}

const choose = async (page: Page, file: Parameters<Locator["setInputFiles"]>[0]) =>
  page.locator("input[type=file]").setInputFiles(file);

/** Where somebody's own picture is; where none could be, as long as they have none. */
async function addressOf({ context }: Member, url: string): Promise<string> {
  const answer = await context.request.get(`${url}/api/me`);
  const { person } = (await answer.json()) as { person: { id: string; picture?: string } };
  return `${url}/api/people/${person.id}/picture/${person.picture ?? ""}`;
}

/** Waits until a picture is drawn that has the size in which they are sent; on a page that was open before for so long. */
async function isDrawn(image: Locator, options?: { readonly timeout: number }): Promise<void> {
  await expect(image).toBeVisible(options);
  await expect.poll(() => image.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBe(256);
}

test("B115 B116 a picture that somebody chooses is where their name is, and initials when they take it off", async ({
  member,
  person,
  documentOf,
  server,
}) => {
  const ann = await member("Ann Abel");
  const ben = await member("Ben Boyd");
  const id = await documentOf(ann, { title: "A plan", markdown: "words" });
  await give(ann, server.url, id, ben, "edit");
  await ann.open(id);
  await ben.open(id);
  const inBar = (page: Page) => page.locator(`[data-person="${ann.account.person.id}"] .avatar`);
  await expect(inBar(ben.page)).toHaveText("AA");

  const tab = await ann.context.newPage();
  const account = await ownPicture({ ...ann, page: tab }, server.url);
  await expect(account.locator(".avatar")).toHaveText("AA");
  await expect(account.getByRole("button", { name: "Remove" })).toHaveCount(0);
  const stripes = { width: 300, height: 100, colors: ["red", "blue", "green"], type: "image/png" } as const;
  const buffer = await draw(tab, stripes);
  await choose(tab, { ...png, buffer });
  await isDrawn(account.locator("img"));
  await expect(tab.getByText("Picture saved")).toBeVisible();

  for (const { page } of [ben, ann]) await isDrawn(inBar(page).locator("img"), { timeout: liveMs });
  // The square in the middle of it.
  const corners = [
    [0.02, 0.02],
    [0.98, 0.02],
    [0.5, 0.5],
    [0.02, 0.98],
    [0.98, 0.98],
  ] as const;
  expect(await colorsAt(ben.page, `[data-person="${ann.account.person.id}"] img`, corners)).toEqual(
    corners.map(() => "blue"),
  );
  const { address } = await makeLink(ann, server.url, id, { role: "view" });
  const gus = await person();
  await gus.page.goto(address);
  await gus.page.getByLabel("Your name").fill("Gus Gale");
  await gus.page.keyboard.press("Enter");
  await isDrawn(inBar(gus.page).locator("img"));
  const dialog = await openSharing(ann);
  await isDrawn(rowOf(dialog, "Ann Abel (you)").locator("img"));
  await expect(rowOf(dialog, "Ben Boyd").locator(".avatar")).toHaveText("BB");
  await tab.goto(`${server.url}/people`);
  await isDrawn(tab.getByRole("listitem").filter({ hasText: "Ann Abel" }).locator("img"));

  const again = await ownPicture({ ...ann, page: tab }, server.url);
  await isDrawn(again.locator("img"));
  await again.getByRole("button", { name: "Remove" }).click();
  await expect(again.locator(".avatar")).toHaveText("AA");
  await expect(again.getByRole("button", { name: "Choose a picture" })).toBeFocused();
  await expect(inBar(ben.page)).toHaveText("AA", { timeout: liveMs });
  await expect(inBar(ann.page)).toHaveText("AA", { timeout: liveMs });
  await expect(inBar(gus.page)).toHaveText("AA", { timeout: liveMs });
});

test("B116 what a camera wrote beside a photograph does not leave the device, and it stands upright", async ({
  member,
  server,
}) => {
  const ann = await member("Ann Abel");
  const { page } = ann;
  const account = await ownPicture(ann, server.url);
  const buffer = await photo(page);
  expect(buffer.includes(cameraWords)).toBe(true);
  await choose(page, { name: "me.jpg", mimeType: "image/jpeg", buffer });
  await expect(page.getByText("Picture saved")).toBeVisible();
  // The server keeps the bytes as they came.
  const bytes = await (await ann.context.request.get(await addressOf(ann, server.url))).body();
  expect([bytes.includes(cameraWords), bytes.includes("Exif")]).toEqual([false, false]);
  await isDrawn(account.locator("img"));
  expect(
    await colorsAt(page, ".own-picture img", [
      [0.5, 0.2],
      [0.5, 0.8],
    ]),
  ).toEqual(["red", "blue"]);
});

test("B116 a picture comes by a key, a drop and a paste, and what is none is said so", async ({
  member,
  server,
}) => {
  const ann = await member("Ann Abel");
  const { page } = ann;
  const account = await ownPicture(ann, server.url);
  await account.getByRole("button", { name: "Choose a picture" }).focus();
  const chooser = page.waitForEvent("filechooser");
  // A browser drops keys until the page is drawn, and opens a chooser of its own until it has heard that somebody waits.
  await drawn(page);
  await page.keyboard.press("Enter");
  await (await chooser).setFiles({ name: "page.png", mimeType: "image/png", buffer: Buffer.from("<svg/>") });
  await expect(account.getByRole("alert")).toHaveText(
    "This browser cannot show that file as a picture. Choose a PNG, JPEG or WebP.",
  );
  await expect(account.locator(".avatar")).toHaveText("AA");
  await dropFile(page, { ...png, buffer: picture(40, 30) }, ".own-picture");
  await isDrawn(account.locator("img"));
  await expect(account.getByRole("alert")).toHaveCount(0);
  const version = () => addressOf(ann, server.url);
  await expect.poll(version).toMatch(/[\w-]{16}$/);
  const dropped = await version();
  await page.evaluate(
    async (text) => {
      const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File([bytes], "paste.png", { type: "image/png" }));
      document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
    },
    (await draw(page, { width: 64, height: 64, colors: ["green"], type: "image/png" })).toString("base64"),
  );
  await expect.poll(version).not.toBe(dropped);
  expect(await findingsInBoth(page)).toEqual([]);
});

test("B116 where a picture cannot be had there are initials, and one that is not taken is said so", async ({
  member,
  server,
  faults,
}) => {
  faults.allow(refusedRequests);
  faults.allow(/Failed to load resource: (net::ERR_FAILED|the server responded with a status of 503)/);
  const ann = await member("Ann Abel");
  const { page } = ann;
  const account = await ownPicture(ann, server.url);
  await choose(page, { ...png, buffer: picture(40, 30) });
  await expect(page.getByText("Picture saved")).toBeVisible();
  await page.route("**/picture/*", (route) => route.abort());
  await page.goto(`${server.url}/people`);
  const row = page.getByRole("listitem").filter({ hasText: ann.account.email });
  await expect(page.getByRole("listitem").filter({ hasText: "Ann Abel" }).first()).toContainText("AA");
  await expect(row.locator("img")).toHaveCount(0);
  await page.unroute("**/picture/*");

  await page.route("**/api/account/picture", (route) =>
    route.fulfill({
      status: 503,
      json: { code: "QUIRE_ERR_STORE_FAILED", message: "The store does not take writes now." },
    }),
  );
  await ownPicture(ann, server.url);
  await isDrawn(account.locator("img"));
  await choose(page, { ...png, buffer: picture(10, 10) });
  await expect(account.getByRole("alert")).toHaveText(
    "The picture was not saved. The store does not take writes now.",
  );
  await isDrawn(account.locator("img"));
  await account.getByRole("button", { name: "Remove" }).click();
  await expect(account.getByRole("alert")).toContainText("The picture was not removed.");
  await isDrawn(account.locator("img"));
});
