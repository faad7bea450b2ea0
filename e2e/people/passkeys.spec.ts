import type { CDPSession, Page } from "@playwright/test";
import { expect, password, test } from "../support/accounts.ts";
import { findingsInBoth } from "../support/findings.ts";

/** A fingerprint reader, as Chromium pretends to have one. */
async function attachReader(page: Page): Promise<{ readonly session: CDPSession; readonly id: string }> {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  const { authenticatorId: id } = await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { session, id };
}

test("SH-6 AX-1 somebody adds a passkey, signs in by it alone, renames it, and takes it off", async ({
  member,
  server,
  faults,
}, testInfo) => {
  const pia = await member("Pia Passkey");
  const { page } = pia;
  // Browsers know no passkeys at an address of numbers.
  const home = server.url.replace("127.0.0.1", "localhost");
  faults.allow(new RegExp(`^request to another origin: (http|ws)://${new URL(home).host}/`));
  faults.allow(/status of 403 .*\/api\/account\/passkeys\//);
  const { session, id } = await attachReader(page);
  await page.goto(`${home}/sign-in`);
  await page.getByRole("textbox", { name: "E-mail address" }).fill(pia.account.email);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`${home}/`);

  await page.goto(`${home}/account`);
  await page.getByRole("button", { name: "Add a passkey" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a passkey" });
  await expect(dialog).toBeVisible();
  expect(await findingsInBoth(page)).toEqual([]);
  await dialog.getByRole("textbox", { name: "Name" }).fill("Laptop");
  await dialog.getByRole("textbox", { name: "Password" }).fill(password);
  await page.keyboard.press("Enter");
  const remove = page.getByRole("button", { name: "Remove the passkey “Laptop”" });
  await expect(remove).toBeVisible();
  const { credentials } = await session.send("WebAuthn.getCredentials", { authenticatorId: id });
  expect(credentials).toHaveLength(1);

  await page.context().clearCookies();
  await page.goto(`${home}/sign-in`);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(page).toHaveURL(`${home}/`);

  await page.goto(`${home}/account`);
  const rename = page.getByRole("button", { name: "Rename the passkey “Laptop”" });
  await rename.click();
  const name = page.getByRole("dialog").getByRole("textbox", { name: "Name" });
  await expect(name).toHaveValue("Laptop");
  await name.fill("  ");
  await page.keyboard.press("Enter");
  await expect(name).toHaveAccessibleDescription("Type a name for it.");
  await name.fill("Blue key");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Rename the passkey “Blue key”" })).toBeFocused();
  await expect(remove).toHaveCount(0);
  const removeBlue = page.getByRole("button", { name: "Remove the passkey “Blue key”" });
  await removeBlue.click();
  const confirming = page.getByRole("dialog", { name: "Remove the passkey “Blue key”" });
  const ownPassword = confirming.getByRole("textbox", { name: "Password" });
  await expect(ownPassword).toBeVisible();
  expect(await findingsInBoth(page)).toEqual([]);
  for (const colorScheme of ["light", "dark"] as const)
    for (const width of [1440, 390]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({ path: testInfo.outputPath(`remove-${colorScheme}-${width}.png`) });
    }
  await ownPassword.fill("not the password");
  await page.keyboard.press("Enter");
  await expect(ownPassword).toHaveAccessibleDescription(/password is not the one of your account/);
  await ownPassword.fill(password);
  await page.keyboard.press("Enter");
  await expect(removeBlue).toHaveCount(0);
  await page.context().clearCookies();
  await page.goto(`${home}/sign-in`);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(page.getByRole("alert")).toContainText("This passkey is not known here");
});
