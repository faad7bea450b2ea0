import type { Page } from "@playwright/test";
import { expect, password, test } from "../support/accounts.ts";
import { findingsInBoth } from "../support/findings.ts";
import { openSharing, refusedRequests, rowOf } from "../support/sharing.ts";

test.beforeEach(({ faults }) => faults.allow(refusedRequests));

test("B170 who typed their address opens the invitation that goes there, or has an owner confirm it, and then has what is shared with it", async ({
  member,
  person,
  documentOf,
  server,
}) => {
  const olga = await member("Olga Confirms", "owner");
  const id = await documentOf(olga, { title: "For whom it is" });
  const post = async <Answer>(page: Page, path: string, data: object): Promise<Answer> => {
    const answer = await page.request.post(`${server.url}${path}`, { data, headers: { origin: server.url } });
    expect(answer.ok(), await answer.text()).toBe(true);
    return (await answer.json()) as Answer;
  };
  /** Somebody comes by a link that is for nobody, and is shared a document with by the address that they type. */
  const comeTyping = async (name: string) => {
    const { page } = await person();
    const { url } = await post<{ url: string }>(olga.page, "/api/invitations", { standing: "member" });
    const email = `${name.toLowerCase()}.${olga.account.email}`;
    const secret = url.split("#")[1];
    await post(page, "/api/invitations/accept", { secret, email, name, password });
    const shared = { email, role: "edit" };
    const link = await post<{ url: string }>(olga.page, `/api/documents/${id}/access/invitations`, shared);
    return { page, email, link: link.url };
  };

  const tess = await comeTyping("Tess");
  await tess.page.goto(`${server.url}/account`);
  await expect(tess.page.getByText("Nobody has confirmed that it is yours.")).toBeVisible();
  const { page: stranger } = await person();
  await stranger.goto(tess.link);
  await expect(stranger.getByText(`Somebody has an account here with ${tess.email}.`)).toBeVisible();
  expect(await findingsInBoth(stranger)).toEqual([]);
  await tess.page.goto(tess.link);
  await expect(tess.page.getByRole("heading", { name: "This invitation is for you" })).toBeVisible();
  expect(await findingsInBoth(tess.page)).toEqual([]);
  await olga.open(id);
  const dialog = await openSharing(olga);
  await expect(rowOf(dialog, tess.email)).toContainText("Invited, not accepted yet");
  await tess.page.getByRole("button", { name: "Accept" }).click();
  await expect(tess.page.getByRole("link", { name: "For whom it is", exact: true })).toBeVisible();
  // Who looks at who has access sees it.
  await expect(rowOf(dialog, "Tess")).toContainText("Can edit");
  await expect(rowOf(dialog, tess.email)).toHaveCount(0);

  const theo = await comeTyping("Theo");
  await olga.page.goto(`${server.url}/people`);
  const row = olga.page.getByRole("listitem").filter({ has: olga.page.getByText("Theo", { exact: true }) });
  await expect(row).toContainText("The address is not confirmed");
  await row.getByRole("button", { name: "Actions for Theo" }).click();
  await olga.page.getByRole("menuitem", { name: "Confirm the e-mail address…" }).click();
  const asked = olga.page.getByRole("dialog", { name: "E-mail address of Theo" });
  await expect(asked.getByRole("textbox", { name: "E-mail address" })).toHaveValue(theo.email);
  expect(await findingsInBoth(olga.page, ".dialog")).toEqual([]);
  await asked.getByRole("button", { name: "Confirm it" }).click();
  await expect(row).not.toContainText("not confirmed");
  await theo.page.goto(`${server.url}/d/${id}`);
  await expect(theo.page.getByRole("textbox", { name: "Title" })).toHaveValue("For whom it is");
});
