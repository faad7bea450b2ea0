import { expect, test } from "./fixtures.ts";
import { press } from "./support/keys.ts";

test("three tabs of one person and a second person type at once, and all have the same", async ({
  person,
  newDocument,
  content,
}) => {
  const lines = ["first:", "second:", "third:", "Ben:"];
  const { id } = await newDocument({ title: "Four pages", markdown: lines.join("\n\n") });
  const [ada, ben] = await Promise.all([person("Ada"), person("Ben")]);
  const tabs = [ada, await ada.tab(), await ada.tab(), ben];
  await Promise.all(tabs.map(({ open }) => open(id)));

  await Promise.all(
    tabs.map(async ({ goTo, page }, line) => {
      await goTo("start");
      for (let above = 0; above < line; above++) await press(page, "ArrowDown");
      await press(page, "End");
      await page.keyboard.type(" one two three four", { delay: 15 });
    }),
  );
  await Promise.all(tabs.map(({ saved }) => saved()));

  const text = lines.map((line) => `${line} one two three four`).join("\n");
  for (const tab of tabs) await tab.reads(text);
  expect(await content(id)).toBe(text);

  for (const { page } of tabs) {
    const people = page.getByRole("list", { name: "People here" }).getByRole("listitem");
    await expect(people, "three tabs are one person").toHaveCount(2);
  }
  await expect(ben.page.locator(".quire-caret"), "each tab has its caret").toHaveCount(3);
});

test("what one tab takes in without the server is in the other when it comes back", async ({
  traveller,
  newDocument,
}) => {
  const { id } = await newDocument();
  const ada = await traveller("Ada");
  await ada.open(id);
  await ada.saved();
  ada.network.cut();
  await expect(ada.status).toHaveText("Offline, kept on this device");
  await ada.goTo("end");
  await ada.page.keyboard.type("alone");
  await expect(ada.status).toHaveText("Offline, kept on this device");
  ada.network.mend();
  const second = await ada.tab();
  await second.open(id);
  await second.reads("alone");
  await second.goTo("end");
  await second.page.keyboard.type(" together");
  await ada.reads("alone together");
});
