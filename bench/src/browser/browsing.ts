import type { Browser } from "@playwright/test";
import { launchChromium } from "./chromium.ts";
import { openPageSite } from "./page-site.ts";

/** What pages are measured with: a browser, and the site that the bench's own come from. */
export interface Browsing {
  readonly browser: Browser;
  readonly site: string;
  close(): Promise<void>;
}

/** Starts both. */
export async function openBrowsing(): Promise<Browsing> {
  const browser = await launchChromium();
  const site = await openPageSite();
  return {
    browser,
    site: site.origin,
    async close() {
      await browser.close();
      site.close();
    },
  };
}
