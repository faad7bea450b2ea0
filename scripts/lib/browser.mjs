import { existsSync } from "node:fs";
import { installDebianPackages } from "./debian.mjs";
import { Stop } from "./main.mjs";

/** Chromium without its windows: the tests take two thirds of the time. */
const headlessShell = "/usr/bin/chromium-headless-shell";

const systemBrowsers = [
  headlessShell,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/**
 * The browser that the tests drive: the one that CHROMIUM_PATH names, Playwright's own, or the system's.
 * @param {string} playwrights where Playwright's own would be
 * @returns {string | undefined}
 */
export function findBrowser(playwrights) {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined && named !== "") return named;
  return [playwrights, ...systemBrowsers].find((file) => existsSync(file));
}

/** Sees to it that there is a browser, by apt where that is possible. */
export async function ensureBrowser() {
  // Only there once the workspace is installed.
  const { chromium } = await import("@playwright/test");
  const found = () => findBrowser(chromium.executablePath());
  const chosen = found();
  if (chosen === undefined || systemBrowsers.indexOf(chosen) > 0)
    await installDebianPackages(["chromium-headless-shell"]);
  // Where the system has no such package.
  if (found() === undefined) await installDebianPackages(["chromium"]);
  const browser = found();
  if (browser === undefined) {
    throw new Stop(
      "No browser: install Chromium, or name one in CHROMIUM_PATH, or run `npx playwright install chromium`.",
    );
  }
  if (!existsSync(browser)) throw new Stop(`CHROMIUM_PATH names ${browser}, and there is no such file.`);
}
