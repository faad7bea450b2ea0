import type { Locator, Page } from "@playwright/test";
import { expect, type Member, test } from "../support/accounts.ts";
import { fetched } from "../support/fetched.ts";
import { findingsInBoth } from "../support/findings.ts";
import { drawn } from "../support/person.ts";
import { give, makeLink, refusedRequests, writeInVain } from "../support/sharing.ts";

test.beforeEach(({ faults }) => faults.allow(refusedRequests));

const rowActions = (page: Page, title: string) =>
  page.getByRole("button", { name: `Actions for ${title}`, exact: true });

/** The names of what a button's menu offers; it is shut again. */
async function offered(page: Page, button: Locator): Promise<readonly string[]> {
  await button.click();
  const items = page.locator("[role=menu] [role^=menuitem]");
  await expect(items.first()).toBeVisible();
  const names = await items.allInnerTexts();
  await page.keyboard.press("Escape");
  await expect(items).toHaveCount(0);
  await drawn(page);
  return names.map((name) => name.split("\n")[0] ?? "");
}

/** The names of what the page's palette finds by these words. */
async function found(page: Page, words: string): Promise<readonly string[]> {
  await page.keyboard.press("Control+k");
  const dialog = page.getByRole("dialog", { name: "Commands and documents" });
  await dialog.locator("[role=combobox]:focus").waitFor();
  await page.keyboard.type(words);
  await expect(dialog.getByRole("combobox")).toHaveValue(words);
  const names = await dialog.locator(".palette-label").allTextContents();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  return names;
}

const keep = "Keep on this device";

/** What each may do, in the row of the list, in the document's menu and in its palette. */
const offers = {
  view: { row: [keep], menu: ["Find"], deletes: [] },
  edit: { row: ["Rename", keep], menu: ["Find and replace", "Smart quotes and dashes"], deletes: [] },
  own: {
    row: ["Rename", "Move to…", keep, "Delete"],
    menu: ["Find and replace", "Smart quotes and dashes", "Delete document"],
    deletes: ["Delete document"],
  },
} as const;
const byRole = ["Find", "Find and replace", "Smart quotes and dashes", "Delete document"];

for (const role of ["view", "edit", "own"] as const)
  test(`B134 SH-1 whose role is "${role}" is offered what it may do, in the list and in the document`, async ({
    member,
    documentOf,
    server,
  }) => {
    const ann = await member("Ann of the offers");
    const ben = await member("Ben of the offers");
    const title = `Offers to ${role}`;
    const id = await documentOf(ann, { title, markdown: "words" });
    await give(ann, server.url, id, ben, role);
    const { page } = ben;
    await page.goto(server.url);
    expect(await offered(page, rowActions(page, title))).toEqual(offers[role].row);
    await page.goto(`${server.url}/d/${id}`);
    await ben.reads("words");
    await ben.saved();
    const menu = await offered(page, page.getByRole("button", { name: "Document menu" }));
    expect(menu.filter((name) => byRole.includes(name))).toEqual(offers[role].menu);
    expect(menu).toContain("Copy address");
    expect(await found(page, "Delete document")).toEqual(offers[role].deletes);
  });

test("B134 SH-2 a guest is offered neither a delete nor an address that leads nobody in", async ({
  member,
  person,
  documentOf,
  server,
}) => {
  const ann = await member("Ann of the guests");
  const id = await documentOf(ann, { title: "A guest's offers", markdown: "words" });
  const { address } = await makeLink(ann, server.url, id, { role: "edit" });
  const gus = await person();
  const { page } = gus;
  await page.goto(address);
  await page.getByLabel("Your name").fill("Gus Gale");
  await page.keyboard.press("Enter");
  await gus.reads("words");
  await gus.saved();
  const menu = await offered(page, page.getByRole("button", { name: "Document menu" }));
  expect(menu).toContain("Share…");
  expect(menu.filter((name) => /delete|copy/i.test(name))).toEqual([]);
  expect(await found(page, "Copy address")).toEqual([]);
  await page.getByRole("button", { name: "Share", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: /^Share “/ });
  await expect(dialog.getByText("You came by a link.")).toBeVisible();
  await expect(dialog.getByRole("button", { name: /^Copy/ })).toHaveCount(0);
  await page.goto(server.url);
  expect(await offered(page, rowActions(page, "A guest's offers"))).toEqual(["Rename", keep]);
});

test("B134 without a connection the row and the document offer what was last allowed", async ({
  member,
  traveller,
  enrol,
  documentOf,
  server,
}) => {
  const ann = await member("Ann of the trains");
  const ben = await enrol(await traveller(), "Ben of the trains");
  const id = await documentOf(ann, { title: "Read on the train" });
  await give(ann, server.url, id, ben, "view");
  const { page, network } = ben;
  await page.goto(`${server.url}/d/${id}`);
  await expect(ben.editor).toBeVisible();
  await ben.saved();
  const menuButton = page.getByRole("button", { name: "Document menu" });
  expect(await offered(page, menuButton)).not.toContain("Delete document");
  await page.goto(server.url);
  expect(await offered(page, rowActions(page, "Read on the train"))).toEqual([keep]);
  await fetched(page, "open-device", "document", "first-block", "toasts");
  network.cut();
  await expect(page.getByText("Offline: these are the documents as this device knows them.")).toBeVisible();
  expect(await offered(page, rowActions(page, "Read on the train"))).toEqual([keep]);
  await page.getByRole("link", { name: "Read on the train" }).first().click();
  await expect(page.getByRole("banner").getByRole("status")).toContainText("Offline");
  expect(await offered(page, menuButton)).not.toContain("Delete document");
});

test("J2 a delete that is refused is told alone, and the row is there again", async ({
  member,
  traveller,
  enrol,
  documentOf,
  server,
}) => {
  const ann = await member("Ann of the toasts");
  const ben = await enrol(await traveller(), "Ben of the toasts");
  const id = await documentOf(ann, { title: "Not his to delete" });
  await give(ann, server.url, id, ben, "own");
  const { page, network } = ben;
  await page.goto(server.url);
  const actions = rowActions(page, "Not his to delete");
  await offered(page, actions);
  await fetched(page, "open-device", "document", "first-block", "toasts", "en-tools");
  network.cut();
  await give(ann, server.url, id, ben, "edit");
  await actions.click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  const moved = page.getByText("Moved “Not his to delete” to trash");
  await expect(moved).toBeVisible();
  await expect(actions).toHaveCount(0);
  network.mend();
  await page.evaluate(() => dispatchEvent(new Event("online")));
  const messages = page.getByRole("region", { name: "Messages" });
  await expect(messages.getByText("“Not his to delete” was not deleted")).toBeVisible();
  await expect(moved).toHaveCount(0);
  await expect(messages.getByRole("button", { name: "Undo" })).toHaveCount(0);
  await expect(actions).toBeVisible();
});

test("B60 what was not saved is compared with what is there without an export in the log", async ({
  member,
  owner,
  traveller,
  enrol,
  documentOf,
  server,
}) => {
  const ann = await member("Ann of the log");
  const ben = await enrol(await traveller(), "Ben of the log");
  const id = await documentOf(ann, { title: "A compared plan", markdown: "start" });
  const notice = await writeInVain(ann, server.url, id, ben);
  await notice.getByRole("link", { name: "Show them" }).click();
  const entry = ben.page.getByRole("article", { name: "A compared plan" });
  await expect(entry.getByRole("button", { name: "Compared with what is there now" })).toBeVisible();
  await expect(entry.locator("ins")).toHaveText(" unheard words");
  expect(await exportsOf(await owner(), server.url, id)).toEqual([]);
  // What anybody else asks for by that address is one.
  await ben.context.request.get(`${server.url}/api/documents/${id}/content?format=text`);
  expect(await exportsOf(await owner(), server.url, id)).toEqual(["Ben of the log"]);
});

test("SH-2 the dialog says for whom its address opens, and asks before it ends a link for good", async ({
  member,
  documentOf,
  server,
}) => {
  const ann = await member("Ann of the ends");
  const id = await documentOf(ann, { title: "A plan with a link", markdown: "words" });
  await makeLink(ann, server.url, id, { role: "view" });
  await ann.open(id);
  const { page } = ann;
  await page.getByRole("button", { name: "Share", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: /^Share “/ });
  await expect(dialog.getByRole("button", { name: "Copy address", exact: true })).toBeVisible();
  await expect(dialog.getByText("Opens for people with access")).toBeVisible();
  const off = dialog.getByRole("button", { name: "Switch off: Anyone with the link" });
  await off.click();
  const sure = page.getByRole("alertdialog", { name: "Switch off: Anyone with the link?" });
  await expect(sure).toContainText("It cannot be switched on again");
  expect(await findingsInBoth(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(sure).toHaveCount(0);
  await expect(off).toBeFocused();
  await off.click();
  await sure.getByRole("button", { name: "Switch off" }).click();
  await expect(off).toHaveCount(0);
});

/** Who is put down as having exported the document. */
async function exportsOf(olga: Member, url: string, id: string): Promise<readonly (string | null)[]> {
  const answer = await olga.context.request.get(`${url}/api/audit?action=export&document=${id}`);
  expect(answer.ok(), await answer.text()).toBe(true);
  const { entries } = (await answer.json()) as { entries: readonly { name: string | null }[] };
  return entries.map(({ name }) => name);
}
