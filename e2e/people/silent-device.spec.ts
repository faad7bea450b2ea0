import { expect, test } from "../support/accounts.ts";

test("C38 B210 whose browser's database never answers signs out all the same, and is told that it has not said what it keeps", async ({
  member,
  server,
}) => {
  const { page } = await member("Mara");
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => new EventTarget() as IDBOpenDBRequest;
  });
  await page.clock.install();
  await page.goto(server.url);
  await page.getByRole("button", { name: "You", exact: true }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  const dialog = page.getByRole("dialog", { name: "Sign out" });
  const unread = dialog.getByText("This browser does not say what it keeps here.");
  const passes = (look: () => Promise<void>) =>
    expect(async () => {
      await page.clock.fastForward(10_000);
      await look();
    }).toPass();
  await passes(() => expect(unread).toBeVisible({ timeout: 1_000 }));
  await dialog.getByRole("radio", { name: /^Keep them/ }).check();
  await expect(unread).toBeHidden();
  await dialog.getByRole("radio", { name: /^Remove them/ }).check();
  await dialog.getByRole("button", { name: "Sign out", exact: true }).click();
  await passes(() => expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible({ timeout: 1_000 }));
});
