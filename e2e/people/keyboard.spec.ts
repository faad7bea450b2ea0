import { expect, password, test } from "../support/accounts.ts";
import { tabRound, tabTo } from "../support/focus.ts";
import { drawn } from "../support/person.ts";
import { refusedRequests, rowOf } from "../support/sharing.ts";

test("AX-2 access is asked for, given, and a link made and ended, by keys alone", async ({
  member,
  documentOf,
  server,
  faults,
}) => {
  faults.allow(refusedRequests);
  const ann = await member("Ann Abel");
  const ben = await member("Ben Boyd");
  const id = await documentOf(ann, { title: "A plan", markdown: "first words" });
  await ben.page.goto(`${server.url}/d/${id}`);
  await tabTo(ben.page, ben.page.getByRole("button", { name: "Ask for access" }));
  await ben.page.keyboard.press("Enter");
  await expect(ben.page.getByRole("button", { name: "Try again" })).toBeFocused();

  await ann.open(id);
  const { page } = ann;
  const { keyboard } = page;
  const share = page.getByRole("button", { name: "Share", exact: true });
  await share.focus();
  await keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Share “A plan”" });
  await expect(dialog.getByRole("button", { name: "Let Ben Boyd in" })).toBeVisible();
  await expect(dialog.locator(":focus")).toBeAttached();
  expect((await tabRound(page)).length).toBeGreaterThan(5);
  await tabTo(page, dialog.getByRole("button", { name: "Let Ben Boyd in" }));
  await keyboard.press("Enter");
  await expect(rowOf(dialog, "Ben Boyd")).toContainText("Can edit");
  await expect(dialog.getByText("Asking for access")).toHaveCount(0);
  await tabTo(page, dialog.getByRole("button", { name: "What Ben Boyd may do" }));
  await keyboard.press("Enter");
  await expect(page.getByRole("menu").locator("[role^=menuitem]").first()).toBeFocused();
  await keyboard.press("Escape");
  await expect(page.getByRole("menu")).toHaveCount(0);
  await expect(dialog.getByRole("button", { name: "What Ben Boyd may do" })).toBeFocused();
  // The frame in which a menu closes is the closing one's still: nobody's second key comes in it.
  await drawn(page);

  // The row goes with its button: the focus stays in the dialog.
  await keyboard.press("Enter");
  const first = page.getByRole("menuitemradio", { name: "Can view" });
  await expect(first).toBeFocused();
  await keyboard.press("Home");
  await expect(first).toBeFocused();
  await keyboard.press("End");
  await expect(page.getByRole("menuitem", { name: "Hand over to them…" })).toBeFocused();
  await keyboard.press("Home");
  await expect(first).toBeFocused();
  await keyboard.press("End");
  await keyboard.press("ArrowUp");
  await expect(page.getByRole("menuitem", { name: "Remove" })).toBeFocused();
  await keyboard.press("Enter");
  await expect(rowOf(dialog, "Ben Boyd")).toHaveCount(0);
  await expect.poll(() => dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);

  const newLink = dialog.getByRole("button", { name: "New link" });
  await tabTo(page, newLink);
  await keyboard.press("Enter");
  await tabTo(page, dialog.getByRole("button", { name: "Cancel" }));
  await keyboard.press("Enter");
  await expect(newLink).toBeFocused();
  await keyboard.press("Enter");
  await tabTo(page, dialog.getByRole("button", { name: "Create" }));
  await keyboard.press("Enter");
  await expect(rowOf(dialog, "Anyone with the link")).toBeVisible();
  await expect(newLink).toBeFocused();
  const settings = dialog.getByRole("button", { name: /^Change: / });
  await tabTo(page, settings, "Shift+Tab");
  await keyboard.press("Enter");
  await tabTo(page, dialog.getByRole("button", { name: "Save" }));
  await keyboard.press("Enter");
  await expect(settings).toBeFocused();
  await tabTo(page, dialog.getByRole("button", { name: /^Switch off/ }));
  await keyboard.press("Enter");
  await expect(page.getByRole("alertdialog").getByRole("button", { name: "Cancel" })).toBeFocused();
  await keyboard.press("Tab");
  await keyboard.press("Enter");
  await expect(rowOf(dialog, "Anyone with the link")).toHaveCount(0);
  await tabTo(page, newLink);
  await keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(share).toBeFocused();
});

test("AX-2 an invitation, a link for a new password and one that is over are gone through by keys alone", async ({
  owner,
  member,
  person,
  server,
  faults,
}) => {
  // A link that is over; a browser prints that.
  faults.allow(/the server responded with a status of 410/);
  const olga = await owner();
  const mara = await member("Mara Member");
  const { request } = olga.context;
  const made = async (path: string, data?: object): Promise<string> => {
    const answer = await request.post(`${server.url}${path}`, { data, headers: { origin: server.url } });
    expect(answer.ok(), await answer.text()).toBe(true);
    return ((await answer.json()) as { url: string }).url;
  };
  const { page } = await person();
  const { keyboard } = page;
  await page.goto(await made("/api/invitations", { standing: "member" }));
  await expect(page.getByRole("textbox", { name: "Your name" })).toBeFocused();
  await tabRound(page);
  await keyboard.type("Nia New");
  await tabTo(page, page.getByRole("textbox", { name: "E-mail address" }));
  await keyboard.type(`nia.${Date.now()}@example.org`);
  await tabTo(page, page.getByRole("textbox", { name: "Password" }));
  await keyboard.type(password);
  const shows = page.getByRole("button", { name: "Show password" });
  await tabTo(page, shows);
  await keyboard.press("Space");
  await expect(shows).toHaveAttribute("aria-pressed", "true");
  await tabTo(page, page.getByRole("button", { name: "Make the account" }));
  await keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "You", exact: true })).toBeVisible();

  const link = await made(`/api/people/${mara.account.person.id}/password-link`);
  const other = (await person()).page;
  await other.goto(link);
  await expect(other.getByRole("textbox", { name: "New password" })).toBeFocused();
  await tabRound(other);
  await other.keyboard.type("another long password");
  await other.keyboard.press("Enter");
  await expect(other.getByRole("button", { name: "You", exact: true })).toBeVisible();
  await other.goto(`${server.url}/sign-in`);
  await other.goto(link);
  await tabTo(other, other.getByRole("button", { name: "Ask for another link" }));
  await other.keyboard.press("Enter");
  await expect(other.getByRole("heading", { level: 1, name: "This server sends no mail" })).toBeFocused();
});
