import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";

/** What axe finds that is serious or critical, as "rule: element". */
export async function findings(page: Page): Promise<readonly string[]> {
  return await analyze(page, new AxeBuilder({ page }));
}

/** The same in the light, and in the dark what depends on colours; the page is left as it is in the light. */
export async function findingsInBoth(page: Page): Promise<readonly string[]> {
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  const light = await findings(page);
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  const dark = await analyze(
    page,
    new AxeBuilder({ page }).withRules(["color-contrast", "link-in-text-block"]),
  );
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  return [...light, ...dark.map((finding) => `in the dark: ${finding}`)];
}

async function analyze(page: Page, axe: AxeBuilder): Promise<readonly string[]> {
  // Half of a fade has half of its contrast.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => null))),
  );
  // To read style sheets once more it would make some of its own, which the page's policy stops; no rule in use needs them.
  const { violations } = await axe
    .setLegacyMode()
    .options({ preload: false, resultTypes: ["violations"] })
    .analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`));
}
