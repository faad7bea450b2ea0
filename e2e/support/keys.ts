import type { Page } from "@playwright/test";
import { drawn } from "./person.ts";

/**
 * Presses keys one after the other. A browser tells its page of a moved caret a moment after the key: no fingers are
 * quicker than that, a test is.
 */
export async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await page.keyboard.press(key);
    await drawn(page);
  }
}
