import type { Page } from "@playwright/test";
import { drawn } from "./person.ts";

/**
 * Resolves when a page has these parts of its code, by the names of their files, and has run them: it fetches them once
 * there is time, and a test that cuts the network or calls them at once would otherwise race with that.
 */
export async function fetched(page: Page, ...parts: readonly string[]): Promise<void> {
  for (const part of parts) {
    const file = await page.waitForFunction(
      (name) =>
        performance
          .getEntriesByType("resource")
          .map((entry) => entry.name)
          .find((url) => new RegExp(`/assets/${name}-[\\w-]{8}\\.js$`).test(url)),
      part,
    );
    // With all that it imports itself, which may come later than it.
    await page.evaluate(async (url = "") => void (await import(url)), await file.jsonValue());
  }
  await drawn(page);
}
