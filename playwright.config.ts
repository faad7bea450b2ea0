import { chromium, defineConfig, devices } from "@playwright/test";
import { findBrowser } from "./scripts/lib/browser.mjs";

const isProof = process.env.QUIRE_PROVE === "1";
const minuteMs = 60_000;
const executablePath = findBrowser(chromium.executablePath());

export default defineConfig({
  testDir: "e2e",
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  workers: 2,
  // Three times what the slowest take on a quiet machine: waiting costs nothing where all is well.
  timeout: isProof ? 20 * minuteMs : 3 * minuteMs,
  expect: { timeout: 30_000, toPass: { intervals: [50, 100] } },
  // scripts/test.mjs reads the second one.
  reporter: [["list"], ["json", { outputFile: "node_modules/.quire/playwright.json" }]],
  use: {
    // Writing one takes a sixth of all time: `--trace on` for the test that failed.
    trace: "off",
    // A browser of each test would keep all pages for the next start, which few tests have, and a test that stands between a
    // page and its server would find another between them. Those about it say that they want it.
    serviceWorkers: "block",
    // Would need a download of Playwright's own.
    video: "off",
    launchOptions: {
      ...(executablePath !== undefined && { executablePath }),
      args: [
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-default-browser-check",
        "--no-first-run",
        // A page lives for seconds here: its code is gone before the last of its compilers would have paid.
        "--js-flags=--no-opt",
      ],
    },
  },
  projects: [{ name: "chromium", use: { ...devices["Desktop Chrome"] } }],
});
