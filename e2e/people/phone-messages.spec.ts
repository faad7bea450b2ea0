import type { Page } from "@playwright/test";
import { expect, test } from "../support/accounts.ts";

/** The buttons of a page, as far as they are in view, that a message lies upon. */
function covered(page: Page, name: RegExp): Promise<string[]> {
  return page.getByRole("button", { name }).evaluateAll((buttons) =>
    buttons.flatMap((button) => {
      const { left, right, top, bottom } = button.getBoundingClientRect();
      const [x, y] = [(left + right) / 2, (top + bottom) / 2];
      if (y < 0 || y > innerHeight || button.closest(".toast") !== null) return [];
      const isCovered = document.elementFromPoint(x, y)?.closest(".toast") != null;
      return isCovered ? [button.getAttribute("aria-label") ?? button.textContent ?? ""] : [];
    }),
  );
}

test("B138 on a phone no message lies upon what is done with people, wherever their page is scrolled", async ({
  member,
  server,
}) => {
  const olga = await member("Olga Phones", "owner");
  for (const name of ["Abe One", "Bea Two", "Cai Three", "Dee Four", "Eli Five", "Fay Six", "Gil Seven"])
    await member(name);
  const { page } = olga;
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${server.url}/people`);
  await page.getByRole("button", { name: "Actions for Abe One" }).first().click();
  await page.getByRole("menuitem", { name: "Shut out…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Shut out" }).click();
  const toast = page.locator(".toast").filter({ hasText: "Abe One is shut out" });
  await expect(toast).toBeVisible();
  await toast.hover();
  const rows = page.getByRole("button", { name: /^Actions for/ });
  const step = 40;
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  expect(await rows.count()).toBeGreaterThan(6);
  for (let top = 0; top < height; top += step) {
    await page.evaluate((to) => scrollTo({ top: to, behavior: "instant" }), top);
    expect(await covered(page, /^Actions for/)).toEqual([]);
  }
  // At the end everything has come out from under it.
  expect(await covered(page, /./)).toEqual([]);
  await expect(toast).toBeVisible();
});
