import { expect, test } from "../support/accounts.ts";
import { findingsInBoth } from "../support/findings.ts";

test("AX-1 axe finds nothing on the pages about people, in the light and in the dark", async ({
  owner,
  member,
  person,
  server,
}) => {
  const stranger = await person();
  const olga = await owner();
  await member("Mara Member");
  await stranger.page.goto(`${server.url}/sign-in`);
  await expect(stranger.page.getByRole("textbox", { name: "E-mail address" })).toBeVisible();
  expect(await findingsInBoth(stranger.page)).toEqual([]);
  const { page } = olga;
  await page.goto(`${server.url}/account`);
  await expect(page.getByText("You are signed in nowhere else.")).toBeVisible();
  expect(await findingsInBoth(page)).toEqual([]);
  await page.goto(`${server.url}/people`);
  await expect(page.getByText("Mara Member").first()).toBeVisible();
  expect(await findingsInBoth(page)).toEqual([]);
  await page.goto(`${server.url}/audit`);
  await expect(page.getByRole("table")).toBeVisible();
  expect(await findingsInBoth(page)).toEqual([]);
  await page.goto(server.url);
  await page.getByRole("button", { name: "You", exact: true }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  expect(await findingsInBoth(page)).toEqual([]);
});
