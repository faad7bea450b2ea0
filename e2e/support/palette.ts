import type { Locator, Page } from "@playwright/test";

/** Sections of the palette whose entries lead away from the text. */
const elsewhere = ["This page", "Documents", "Theme"];

/** Opens the palette and gives the names of all that it can do to the text where the caret is. */
export async function openPalette(page: Page): Promise<readonly string[]> {
  await page.keyboard.press("Control+k");
  const dialog = paletteOf(page);
  await dialog.locator("[role=combobox]:focus").waitFor();
  const names = await dialog
    .getByRole("group")
    .evaluateAll(
      (groups, left) =>
        groups
          .filter(({ ariaLabel }) => !left.includes(ariaLabel ?? ""))
          .flatMap((group) =>
            [...group.querySelectorAll(".palette-label")].map((label) => label.textContent),
          ),
      elsewhere,
    );
  return names.filter((name) => name !== null);
}

/** Shuts the open palette. */
export async function leavePalette(page: Page): Promise<void> {
  await page.keyboard.press("Escape");
  await paletteOf(page).waitFor({ state: "detached" });
}

/** Chooses in the open palette, and shuts whatever then asks for more. */
export async function choose(page: Page, name: string): Promise<void> {
  const dialog = paletteOf(page);
  // At once, whether or not the dialog still comes in.
  await dialog.getByRole("option", { name, exact: true }).dispatchEvent("click");
  await dialog.waitFor({ state: "detached" });
  await page.keyboard.press("Escape");
}

function paletteOf(page: Page): Locator {
  return page.getByRole("dialog", { name: "Commands and documents" });
}
