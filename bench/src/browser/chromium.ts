import type { Browser } from "@playwright/test";
import { ensureBrowser, findBrowser } from "../../../scripts/lib/browser.mjs";

/** Pages must not be slowed down for being out of sight: two people's are both in sight. */
const flags = [
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-background-timer-throttling",
  "--disable-backgrounding-occluded-windows",
  "--disable-component-update",
  "--disable-renderer-backgrounding",
  "--disable-sync",
  "--no-default-browser-check",
  "--no-first-run",
];

/** Starts the browser that the tests drive; it is installed first where that is possible. */
export async function launchChromium(): Promise<Browser> {
  await ensureBrowser();
  // Loaded only where it is needed: it takes as long as all the rest of the bench.
  const { chromium } = await import("@playwright/test");
  const executablePath = findBrowser(chromium.executablePath());
  return chromium.launch({ ...(executablePath !== undefined && { executablePath }), args: flags });
}
