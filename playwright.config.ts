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
  timeout: isProof ? 20 * minuteMs : minuteMs,
  expect: { timeout: 30_000 },
  // scripts/test.mjs reads the second one.
  reporter: [["list"], ["json", { outputFile: "node_modules/.quire/playwright.json" }]],
  use: {
    // Writing one takes a sixth of all time: `--trace on` for the test that failed.
    trace: "off",
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
      ],
    },
  },
  projects: [{ name: "chromium", use: { ...devices["Desktop Chrome"] } }],
});
