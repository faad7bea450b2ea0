import type { Tab } from "./fixtures.ts";
import { expect, test } from "./meeting.ts";
import { findingsInBoth } from "./support/findings.ts";

const sentence = "Kingfishers were counted from both banks at once, so that no bird was entered twice. ";

/** A document of many paragraphs, each with its number. */
function longText(count = 80): string {
  return Array.from({ length: count }, (_, at) => `Paragraph ${at}. ${sentence.repeat(1 + (at % 4))}`).join(
    "\n\n",
  );
}

/** What stands over the page of others. */
function presenceIn({ page }: Tab) {
  return {
    pill: page.locator(".following"),
    above: page.getByRole("button", { name: / above: / }),
    below: page.getByRole("button", { name: / below: / }),
  };
}

function paragraph({ editor }: Tab, at: number) {
  return editor.locator("> *").nth(at);
}

/** Puts somebody's caret into a paragraph. */
async function writeIn(tab: Tab, at: number): Promise<void> {
  await paragraph(tab, at).scrollIntoViewIfNeeded();
  await paragraph(tab, at).click({ position: { x: 40, y: 8 } });
}

async function follow(tab: Tab, name: string): Promise<void> {
  await tab.page.getByRole("button", { name: /change name/ }).click();
  await tab.page.getByRole("button", { name: `Follow ${name}` }).click();
  await expect(presenceIn(tab).pill).toHaveText(`Following ${name}·Stop`);
}

test("RT-9 a click on somebody's avatar goes to their caret, and shows the name there", async ({ meet }) => {
  const { ada, ben } = await meet(longText(), "Banks");
  await writeIn(ben, 60);
  await expect(ada.page.locator(".quire-caret")).toBeAttached();
  await expect(ada.page.locator(".quire-caret")).not.toBeInViewport();
  await ada.page.getByRole("button", { name: /^Ben, / }).click();
  await expect(ada.page.locator(".quire-caret")).toBeInViewport();
  await expect(ada.page.locator(".quire-caret-flag")).toHaveCSS("opacity", "1");
  await expect(paragraph(ada, 60)).toBeInViewport();
});

test("RT-9 follows somebody to where they write and read, in a window of another size", async ({ meet }) => {
  const { ada, ben } = await meet(longText(), "Banks");
  await ada.page.setViewportSize({ width: 390, height: 700 });
  await writeIn(ben, 40);
  await follow(ada, "Ben");
  await expect(paragraph(ada, 40)).toBeInViewport();

  await writeIn(ben, 70);
  await expect(ada.page.locator(".quire-caret")).toBeInViewport();
  await expect(paragraph(ada, 70)).toBeInViewport();

  // He reads elsewhere, and his caret stays where it was.
  await ben.page.locator(".page").evaluate((page) => page.scrollTo({ top: 600 }));
  const first = await ben.editor.evaluate((text) =>
    [...text.children].findIndex((block) => block.getBoundingClientRect().top > 200),
  );
  await expect(paragraph(ada, first)).toBeInViewport();
  await expect(presenceIn(ada).pill).toHaveText("Following Ben·Stop");
});

for (const [what, act] of [
  ["scroll", (tab) => tab.page.mouse.wheel(0, 300)],
  ["click", (tab) => tab.page.mouse.click(640, 400)],
  ["key", (tab) => tab.page.keyboard.press("ArrowDown")],
  ["press of Stop", (tab) => tab.page.getByRole("button", { name: "Stop" }).click()],
] as const satisfies readonly (readonly [string, (tab: Tab) => Promise<void>])[]) {
  test(`RT-9 following ends at my first ${what}, and says so`, async ({ meet }) => {
    const { ada, ben } = await meet(longText(), "Banks");
    await writeIn(ben, 40);
    await follow(ada, "Ben");
    await ada.page.mouse.move(640, 400);
    await expect(paragraph(ada, 40)).toBeInViewport();

    await Promise.all([expect(presenceIn(ada).pill).toHaveText("No longer following Ben"), act(ada)]);
    await writeIn(ben, 5);
    await expect(presenceIn(ada).above).toBeVisible();
    await expect(paragraph(ada, 5)).not.toBeInViewport();
  });
}

test("RT-9 following ends when whom I follow leaves, and says so for a while", async ({ meet }) => {
  const { ada, ben } = await meet(longText(), "Banks");
  await follow(ada, "Ben");
  // Who waits for what is said for a while begins before.
  await Promise.all([expect(presenceIn(ada).pill).toHaveText("Ben has left"), ben.page.close()]);
  await expect(presenceIn(ada).pill).toHaveText("");
});

test("RT-9 arrows at the edges count whose carets are out of sight, and lead there", async ({
  meet,
  person,
}) => {
  const { id, ada, ben } = await meet(longText(), "Banks");
  const cleo = await person("Cleo");
  await cleo.open(id);
  const { above, below } = presenceIn(ada);
  await writeIn(ben, 50);
  await writeIn(cleo, 70);
  await expect(below).toHaveText("2");
  await expect(below).toHaveAccessibleName("2 below: Ben and Cleo");
  await expect(above).toHaveCount(0);

  await below.click();
  await expect(ada.page.locator(".quire-caret").first()).toBeInViewport();
  await expect(below).toHaveAccessibleName("1 below: Cleo");

  // At once past both of them.
  await ada.page.locator(".page").evaluate((page) => page.scrollTo({ top: page.scrollHeight }));
  await expect(above).toHaveAccessibleName("2 above: Cleo and Ben");
  await expect(below).toHaveCount(0);
  await writeIn(cleo, 2);
  await expect(above).toHaveAccessibleName("2 above: Ben and Cleo");
  await ben.page.close();
  await expect(above).toHaveAccessibleName("1 above: Cleo");
});

test("RT-9 a click on the avatar of somebody who only reads follows them", async ({ meet }) => {
  const { ada, ben } = await meet(longText(), "Banks");
  await paragraph(ben, 55).scrollIntoViewIfNeeded();
  await ada.page.getByRole("button", { name: "Ben, viewing" }).click();
  await expect(presenceIn(ada).pill).toHaveText("Following Ben·Stop");
  await expect(paragraph(ada, 55)).toBeInViewport();
});

test("AX-1 axe finds nothing serious or critical in arrows, and in what says who is followed", async ({
  meet,
}) => {
  const { ada, ben } = await meet(longText(), "Banks");
  await writeIn(ben, 60);
  await expect(presenceIn(ada).below).toBeVisible();
  expect(await findingsInBoth(ada.page)).toEqual([]);
  await follow(ada, "Ben");
  await expect(ada.page.getByRole("dialog")).toHaveCount(0);
  expect(await findingsInBoth(ada.page)).toEqual([]);
});
