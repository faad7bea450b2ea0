import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../support/accounts.ts";
import { give, makeLink, openSharing, refusedRequests, rowOf } from "../support/sharing.ts";

/** What people may be given, and what a link, a group and a wish may be for: the roles that do something. */
const powers = ["Can view", "Can edit", "Owner"];
const shared = ["Can view", "Can edit"];

test.beforeEach(({ faults }) => faults.allow(refusedRequests));

/** What a button's menu offers as roles; it is shut again. */
async function offered(page: Page, button: Locator): Promise<readonly string[]> {
  await button.click();
  const items = page.getByRole("menuitemradio");
  await expect(items.first()).toBeVisible();
  const names = await items.allTextContents();
  await page.keyboard.press("Escape");
  await expect(items).toHaveCount(0);
  return names;
}

test("SH-1 every menu of powers offers those that do something, and no other", async ({
  member,
  documentOf,
  server,
}) => {
  const [ann, ben, cleo] = await Promise.all([
    member("Ann of the powers"),
    member("Ben of the powers"),
    member("Cleo of the powers"),
  ]);
  const id = await documentOf(ann, { title: "A document to share" });
  // What was given by a program is shown, and offered to nobody.
  await give(ann, server.url, id, ben, "comment");
  const everyone = await ann.context.request.put(`${server.url}/api/documents/${id}/access/groups/everyone`, {
    data: { role: "suggest" },
    headers: { origin: server.url },
  });
  expect(everyone.ok(), await everyone.text()).toBe(true);
  await makeLink(ann, server.url, id, { role: "comment" });

  const own = await documentOf(ann, { title: "Another to ask for" });
  await cleo.page.goto(`${server.url}/d/${own}`);
  const wish = cleo.page.getByRole("button", { name: /^What you ask for: / });
  expect(await offered(cleo.page, wish), "asking for access").toEqual(["To view", "To edit"]);
  await cleo.page.getByRole("button", { name: "Ask for access" }).click();
  await expect(cleo.page.getByText("You have asked.")).toBeVisible();

  await ann.open(id);
  const { page } = ann;
  const dialog = await openSharing(ann);
  const roleIn = (place: Locator) => place.locator(".role-button");
  await expect(rowOf(dialog, "Ben of the powers")).toContainText("Can comment");
  expect(await offered(page, roleIn(dialog.locator(".share-add"))), "somebody new").toEqual(powers);
  expect(await offered(page, roleIn(rowOf(dialog, "Ben of the powers"))), "somebody").toEqual(powers);
  expect(await offered(page, roleIn(rowOf(dialog, "Everyone here"))), "a group").toEqual(shared);
  expect(await offered(page, roleIn(rowOf(dialog, "Anyone with the link"))), "a link").toEqual(shared);
  await dialog.getByRole("button", { name: "New link" }).click();
  expect(await offered(page, roleIn(dialog.locator(".share-settings"))), "a new link").toEqual(shared);

  await ann.open(own);
  const asks = rowOf(await openSharing(ann), "Cleo of the powers");
  expect(await offered(page, roleIn(asks)), "who asks").toEqual(shared);

  await page.goto(`${server.url}/account`);
  await page.getByRole("button", { name: "Make a token" }).click();
  const scopes = page.getByRole("combobox", { name: "What it may do" }).getByRole("option");
  await expect(scopes, "a token").toHaveText(["Read", "Read and write"]);
  const owner = await member("Dora of the powers", "owner");
  await owner.page.goto(`${server.url}/people`);
  const standings = owner.page.getByRole("combobox", { name: "They come as" }).getByRole("option");
  await expect(standings, "an invitation").toHaveText(["A member", "An owner of this server"]);
});
