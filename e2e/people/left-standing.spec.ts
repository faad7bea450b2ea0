import type { Page } from "@playwright/test";
import { expect, test } from "../support/accounts.ts";
import { refusedRequests } from "../support/sharing.ts";

/** As a browser says it when somebody comes back to a tab. */
const comeBack = (page: Page) =>
  page.evaluate(() => void document.dispatchEvent(new Event("visibilitychange")));

test("B136 the audit log that was left standing goes with the session, and with the role of an owner", async ({
  member,
  faults,
  server,
}) => {
  faults.allow(refusedRequests);
  const olga = await member("Olga Stays", "owner");
  const odo = await member("Odo Owner", "owner");
  await odo.page.goto(`${server.url}/audit`);
  await expect(odo.page.getByRole("button", { name: "Show", exact: true })).toBeVisible();
  const change = (data: object) =>
    olga.context.request.patch(`${server.url}/api/people/${odo.account.person.id}`, {
      data,
      headers: { origin: server.url },
    });
  expect((await change({ standing: "member" })).ok()).toBe(true);
  await comeBack(odo.page);
  await expect(odo.page.getByText("Only owners of this server read its audit log.")).toBeVisible();
  await expect(odo.page.getByRole("link", { name: "Audit log" })).toHaveCount(0);
  expect((await change({ isDisabled: true })).ok()).toBe(true);
  await comeBack(odo.page);
  await expect(odo.page).toHaveURL(`${server.url}/sign-in?returnTo=%2Faudit`);
  await expect(odo.page.getByText(/^You were signed out because an owner/)).toBeVisible();
});

test("B136 the people page shows who has come meanwhile, and loses what only owners do", async ({
  member,
  faults,
  server,
}) => {
  faults.allow(refusedRequests);
  const olga = await member("Olga Other", "owner");
  const odo = await member("Odo Once", "owner");
  await odo.page.goto(`${server.url}/people`);
  await expect(odo.page.getByRole("button", { name: "Actions for Olga Other" }).first()).toBeVisible();
  const nia = await member("Nia New");
  await comeBack(odo.page);
  await expect(odo.page.getByRole("listitem").filter({ hasText: nia.account.email })).toBeVisible();
  await olga.context.request.patch(`${server.url}/api/people/${odo.account.person.id}`, {
    data: { standing: "member" },
    headers: { origin: server.url },
  });
  await comeBack(odo.page);
  await expect(odo.page.getByRole("heading", { name: "Invitations" })).toHaveCount(0);
  await expect(odo.page.getByRole("button", { name: /^Actions for/ })).toHaveCount(0);
});
