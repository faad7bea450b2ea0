import type { Locator, Page } from "@playwright/test";
import type { Traveller } from "../fixtures.ts";
import { expect, type Member } from "./accounts.ts";
import { noticeOf } from "./notice.ts";

/** What the server sends a page away from what may not be opened; a browser prints that. */
export const refusedRequests = /Failed to load resource: the server responded with a status of (403|404)/;

/** Opens the share dialog of the document that the page shows, and waits for who is in it. */
export async function openSharing({ page }: { readonly page: Page }): Promise<Locator> {
  await page.getByRole("button", { name: "Share", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: /^Share “/ });
  await expect(dialog.getByRole("list", { name: "Who has access" })).toBeVisible();
  return dialog;
}

/** The row of somebody, or of a group. */
export function rowOf(dialog: Locator, name: string): Locator {
  return dialog.getByRole("listitem").filter({ has: dialog.page().getByText(name, { exact: true }) });
}

/** Chooses what somebody may do, in their row's menu. */
export async function choose(dialog: Locator, name: string, item: string): Promise<void> {
  await dialog.getByRole("button", { name: `What ${name} may do` }).click();
  const page = dialog.page();
  await page
    .getByRole("menuitemradio", { name: item })
    .or(page.getByRole("menuitem", { name: item }))
    .click();
}

/** Has the server give somebody a role, as the dialog does. */
export async function give(
  owner: Member,
  url: string,
  documentId: string,
  to: Member,
  role: string,
): Promise<void> {
  const answer = await owner.context.request.put(
    `${url}/api/documents/${documentId}/access/people/${to.account.person.id}`,
    { data: { role }, headers: { origin: url } },
  );
  expect(answer.ok(), await answer.text()).toBe(true);
}

/** Has somebody write without a network in a document that they may only read once it is back. Answers with what tells them so. */
export async function writeInVain(
  owner: Member,
  url: string,
  documentId: string,
  writer: Member & Traveller,
): Promise<Locator> {
  await give(owner, url, documentId, writer, "edit");
  await writer.open(documentId);
  await writer.saved();
  await writer.goTo("end");
  writer.network.cut();
  await writer.page.keyboard.type(" unheard words");
  await give(owner, url, documentId, writer, "view");
  writer.network.mend();
  return noticeOf(writer.page, "You may read this document, and not change it");
}

interface MadeLink {
  readonly address: string;
  change(body: { readonly expiresAt: number }): Promise<void>;
  end(): Promise<void>;
}

/** Has the server make a link into a document. Answers with its address, what changes it, and what ends it. */
export async function makeLink(
  owner: Member,
  url: string,
  documentId: string,
  link: { readonly role: string; readonly password?: string; readonly expiresAt?: number },
): Promise<MadeLink> {
  const root = `${url}/api/documents/${documentId}/access/links`;
  const answer = await owner.context.request.post(root, { data: link, headers: { origin: url } });
  expect(answer.ok(), await answer.text()).toBe(true);
  const { links } = (await answer.json()) as {
    links: readonly { id: string; token: string; createdAt: number }[];
  };
  const [made] = links.toSorted((one, other) => other.createdAt - one.createdAt);
  if (made === undefined) throw new Error("the answer has no link in it");
  const ask = async (method: "PATCH" | "DELETE", data?: object) => {
    const headers = { origin: url };
    const asked = await owner.context.request.fetch(`${root}/${made.id}`, { method, data, headers });
    expect(asked.ok(), await asked.text()).toBe(true);
  };
  return {
    address: `${url}/s/${made.token}`,
    change: (body) => ask("PATCH", body),
    end: () => ask("DELETE"),
  };
}
