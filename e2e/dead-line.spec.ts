import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { watchClaims } from "./support/claims.ts";

const isProof = process.env.QUIRE_PROVE === "1";
const offlineAndKept = "Offline, kept on this device";

test("SV-4 a line that is dead and silent is found while somebody types: nothing is called saved on it, and all have all words", async ({
  traveller,
  person,
  newDocument,
  content,
}) => {
  const { id } = await newDocument({ markdown: "Before." });
  const [ada, ben] = await Promise.all([traveller("Ada"), person("Ben")]);
  const said: string[] = [];
  await watchClaims(ada.page, ({ status }) => said.push(status));
  await ada.page.clock.install();
  await Promise.all([ada.open(id), ben.open(id)]);
  await Promise.all([ada.saved(), ben.saved()]);

  ada.network.silence();
  said.length = 0;
  await ada.goTo("end");
  await ada.page.keyboard.type(" Ada.");
  await expect(ada.status).toHaveText("Saving…");
  // With what passes by itself that is 15 s by the page's clock.
  await ada.page.clock.fastForward(10_000);
  await ada.page.clock.fastForward(4_500);
  await expect(ada.status).toHaveText(offlineAndKept);
  await ben.goTo("start");
  await ben.page.keyboard.type("Ben. ");
  await ben.saved();
  await ada.reads("Before. Ada.");
  expect(said).not.toContain("Saved");

  ada.network.mend();
  // No longer is any wait.
  await ada.page.clock.fastForward(15_000);
  await ada.saved();
  for (const tab of [ada, ben]) await tab.reads("Ben. Before. Ada.");
  expect(await content(id)).toBe("Ben. Before. Ada.");
});

test("MO-5 UN-5 a phone that lay for five minutes has all at once, each word once, and undo takes back its own alone", async ({
  traveller,
  person,
  newDocument,
  content,
}) => {
  const { id } = await newDocument({ markdown: "Start." });
  const [ada, ben] = await Promise.all([traveller("Ada"), person("Ben")]);
  await ada.page.clock.install();
  await Promise.all([ada.open(id), ben.open(id)]);
  await ada.goTo("end");
  // Each of them one step of undo, however slowly the keys of a busy machine would come.
  await ada.page.keyboard.insertText(" One");
  await ada.saved();
  ada.network.silence();
  await ada.page.keyboard.insertText(" two");
  await setHidden(ada.page, true);
  await ben.goTo("start");
  await ben.page.keyboard.type("Ben. ");
  await ben.reads("Ben. Start. One");
  await ben.saved();
  await ada.page.clock.fastForward(5 * 60_000);
  await ada.reads("Start. One two");

  ada.network.strand();
  const woken = performance.now();
  await setHidden(ada.page, false);
  await ada.reads("Ben. Start. One two");
  const backMs = performance.now() - woken;
  console.log(`after five minutes in the background all was here ${Math.round(backMs)} ms later`);
  if (isProof) expect(backMs).toBeLessThan(2_000);
  await ada.saved();
  await ben.reads("Ben. Start. One two");
  await ada.page.keyboard.insertText(" three");
  await ada.saved();

  const all = "Ben. Start. One two three";
  expect(await content(id)).toBe(all);
  // As often as it takes, and once more.
  for (let times = 0; times < 4; times++) await ada.page.keyboard.press("Control+z");
  await ben.reads("Ben. Start.");
  for (let times = 0; times < 4; times++) await ada.page.keyboard.press("Control+Shift+z");
  for (const tab of [ada, ben]) await tab.reads(all);
});

async function setHidden(page: Page, isHidden: boolean): Promise<void> {
  await page.evaluate((value) => {
    Object.defineProperty(document, "hidden", { value, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, isHidden);
}
