import { expect, firstSecret, password, test } from "../support/accounts.ts";

test.describe("coming in", () => {
  test.use({ ownServer: true });

  test("SH-6 the link of the first start makes the owner, who signs out and in again", async ({
    person,
    server,
  }) => {
    const { page } = await person();
    await page.goto(server.url);
    await expect(page.getByRole("heading", { name: "Nobody has an account here yet" })).toBeVisible();

    const link = `${server.url}/join#${await firstSecret(server)}`;
    await page.goto(link);
    await expect(page.getByRole("textbox", { name: "Your name" })).toBeFocused();
    await page.keyboard.type("Olga Owner");
    await page.keyboard.press("Tab");
    await page.keyboard.type("olga@example.org");
    await page.keyboard.press("Tab");
    await page.keyboard.type("short");
    await page.keyboard.press("Enter");
    const field = page.getByRole("textbox", { name: "Password" });
    await expect(field).toBeFocused();
    await expect(field).toHaveAccessibleDescription(/needs 10 characters or more. This one has 5/);
    await field.fill(password);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: "Your documents go here" })).toBeVisible();
  });
});

test("SH-6 a wrong password is said beside its field, and the right one leads back to where somebody was going", async ({
  member,
  documentOf,
  person,
  server,
}) => {
  const mara = await member("Mara Member");
  const id = await documentOf(mara, { title: "A plan", markdown: "first words" });
  const { page } = await person();
  await page.goto(`${server.url}/d/${id}`);
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await page.getByRole("textbox", { name: "E-mail address" }).fill(mara.account.email);
  const field = page.getByRole("textbox", { name: "Password" });
  await field.fill("not the password");
  await page.keyboard.press("Enter");
  await expect(field).toHaveAccessibleDescription(/no account with this e-mail address and password/);
  await expect(field).toBeFocused();
  await field.fill(password);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`${server.url}/d/${id}`);
  await expect(page.locator(".ProseMirror")).toContainText("first words");
});
