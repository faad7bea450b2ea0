import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";

/** What axe finds that is serious or critical, as "rule: element". `within`: looks there alone, which takes a fraction of the time. */
export async function findings(page: Page, within?: string): Promise<readonly string[]> {
  return await analyze(page, { within });
}

/** The same in the light, and in the dark what depends on colours; the page is left as it is in the light. */
export async function findingsInBoth(page: Page, within?: string): Promise<readonly string[]> {
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  const light = await findings(page, within);
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  const dark = await analyze(page, { within, rules: ["color-contrast", "link-in-text-block"] });
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  return [...light, ...dark.map((finding) => `in the dark: ${finding}`)];
}

interface Scope {
  readonly within?: string | undefined;
  /** All where none are named. */
  readonly rules?: readonly string[];
}

async function analyze(page: Page, { within, rules = [] }: Scope): Promise<readonly string[]> {
  // Half of a fade has half of its contrast.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => null))),
  );
  // To read style sheets once more it would make some of its own, which the page's policy stops; no rule in use needs them.
  const axe = new AxeBuilder({ page })
    .setLegacyMode()
    // Before the rules, which are options, too.
    .options({ preload: false, resultTypes: ["violations"] });
  if (within !== undefined) axe.include(within);
  const { violations } = await (rules.length > 0 ? axe.withRules([...rules]) : axe).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`));
}
