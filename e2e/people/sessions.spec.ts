import { expect, password, test } from "../support/accounts.ts";
import { codeAt } from "../support/app-code.ts";
import { canType } from "../support/person.ts";

test("SH-6 signing out everywhere else closes the document that another browser has open", async ({
  member,
  documentOf,
  person,
  server,
}) => {
  const here = await member("Mara Member");
  const id = await documentOf(here, { title: "A plan", markdown: "first words" });
  const there = await person();
  const signedIn = await there.context.request.post(`${server.url}/api/session`, {
    data: { email: here.account.email, password },
    headers: { origin: server.url },
  });
  expect(signedIn.ok()).toBe(true);
  await there.open(id);
  await there.saved();

  await here.page.goto(`${server.url}/account`);
  const signedInAt = here.page.getByRole("listitem").filter({ hasText: "Chrome" });
  await expect(signedInAt).toHaveCount(2);
  await expect(signedInAt.first()).toContainText("This browser");
  await here.page.getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(here.page.getByText("You are signed in nowhere else.")).toBeVisible();
  await expect(there.page).toHaveURL(`${server.url}/sign-in?returnTo=%2Fd%2F${id}`);
  await expect(there.page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await expect(
    there.page.getByText("You were signed out here from another browser or device."),
  ).toBeVisible();
});

test("B3 SH-6 a second factor is turned on with an app's code, and asked for at the next sign-in", async ({
  member,
  person,
  documentOf,
  server,
}) => {
  const mara = await member("Mara Member");
  const id = await documentOf(mara, { title: "A plan", markdown: "first words" });
  const tab = await mara.tab();
  await tab.open(id);
  await tab.saved();
  const nextLine = () => tab.page.waitForEvent("websocket", (socket) => socket.url().includes(`/sync/${id}`));
  const lineAgain = nextLine();
  const { page } = mara;
  await page.goto(`${server.url}/account`);
  await page.getByRole("button", { name: "Turn on" }).click();
  await expect(page.getByRole("img", { name: "QR code for an authenticator app" })).toBeVisible();
  const secret = (await page.locator(".account-secret").first().textContent()) ?? "";
  await page.getByRole("textbox", { name: "Code from the app" }).fill(codeAt(secret, Date.now()));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Keep these codes" })).toBeVisible();
  const spare = (await page.locator(".spare-codes code").first().textContent()) ?? "";
  await page.getByRole("button", { name: "I have kept them" }).click();
  await expect(page.getByText("On: signing in by password asks for a code as well.")).toBeVisible();

  // The browser goes on under another id, and so do its other tabs.
  await lineAgain;
  await canType(tab.page);
  await tab.goTo("end");
  await tab.page.keyboard.type(" and more");
  await tab.saved();
  await tab.reads("first words and more");

  // Once more, by a new password, which may be the same: the page says nothing of it this time either, and the caret stays.
  await tab.page.keyboard.press("Home");
  const thirdLine = nextLine();
  // By the page itself: its browser has the next cookie before the other tab asks.
  const changed = await page.evaluate(
    async (body) => {
      const headers = { "content-type": "application/json" };
      return (await fetch("/api/account/password", { method: "PUT", headers, body })).status;
    },
    JSON.stringify({ current: password, password }),
  );
  expect(changed).toBe(204);
  await thirdLine;
  await canType(tab.page);
  await expect(tab.editor).toBeFocused();
  await tab.page.keyboard.type("still ");
  await tab.saved();
  await tab.reads("still first words and more");

  // A code is good once: the next of the app is, and a spare one.
  for (const right of [codeAt(secret, Date.now() + 30_000), spare]) {
    const later = (await person()).page;
    await later.goto(`${server.url}/sign-in`);
    await later.getByRole("textbox", { name: "E-mail address" }).fill(mara.account.email);
    await later.getByRole("textbox", { name: "Password" }).fill(password);
    await later.keyboard.press("Enter");
    const code = later.getByRole("textbox", { name: "Code" });
    await expect(code).toBeFocused();
    await code.fill("000000");
    await later.keyboard.press("Enter");
    await expect(later.getByRole("alert")).toBeVisible();
    await code.fill(right);
    await later.keyboard.press("Enter");
    await expect(later.getByRole("button", { name: "You", exact: true })).toBeVisible();
  }
});
