import { expect, type Tab, test } from "./fixtures.ts";
import { findings } from "./support/findings.ts";
import { connectStockClient } from "./support/stock-client.ts";

function peopleIn({ page }: Tab) {
  const people = page.getByRole("list", { name: "People here" }).getByRole("listitem");
  return { people, carets: page.locator(".quire-caret") };
}

test("RT-8 someone who closes the tab is gone for the others, caret and avatar", async ({
  person,
  newDocument,
}) => {
  const { id } = await newDocument({ markdown: "text" });
  const [ada, ben] = await Promise.all([person("Ada"), person("Ben")]);
  await Promise.all([ada.open(id), ben.open(id)]);
  const { people, carets } = peopleIn(ada);
  await ben.editor.focus();
  await expect(people).toHaveCount(2);
  await expect(people.filter({ hasText: "Ben" })).toBeVisible();
  await expect(carets).toHaveCount(1);

  const closedAt = performance.now();
  await ben.page.close();
  await expect(carets).toHaveCount(0);
  await expect(people).toHaveCount(1);
  console.log(`gone ${Math.round(performance.now() - closedAt)} ms after the tab was closed`);
});

test("RT-8 someone whose network is lost is shown as away, and then gone", async ({
  person,
  traveller,
  newDocument,
}, testInfo) => {
  testInfo.setTimeout(90_000);
  const { id } = await newDocument({ markdown: "text" });
  const [ada, ben] = await Promise.all([person("Ada"), traveller("Ben")]);
  await Promise.all([ada.open(id), ben.open(id)]);
  const { people, carets } = peopleIn(ada);
  await ben.editor.focus();
  await expect(carets).toHaveCount(1);

  const lostAt = performance.now();
  const after = () => `${Math.round((performance.now() - lostAt) / 1000)} s`;
  ben.network.silence();
  // The server hears nothing of it: it has to find out, and it asks every 10 s.
  await expect(people.filter({ hasText: "Ben, away" })).toBeVisible({ timeout: 40_000 });
  console.log(`away after ${after()}`);
  await expect(people).toHaveCount(1, { timeout: 40_000 });
  await expect(carets).toHaveCount(0);
  console.log(`gone after ${after()}`);
  await expect(ben.status).toHaveText("Offline, kept on this device");

  ben.network.mend();
  await expect(people.filter({ hasText: "Ben" })).toBeVisible({ timeout: 20_000 });
});

test("RT-8 two tabs of one person are one avatar, until the last is closed", async ({
  person,
  newDocument,
}) => {
  const { id } = await newDocument({ markdown: "text" });
  const [ada, ben] = await Promise.all([person("Ada"), person("Ben")]);
  const second = await ben.tab();
  await Promise.all([ada.open(id), ben.open(id), second.open(id)]);
  const { people, carets } = peopleIn(ada);
  await ben.editor.focus();
  await second.editor.focus();
  await expect(carets).toHaveCount(2);
  await expect(people).toHaveCount(2);
  await expect(peopleIn(second).people, "not a person beside oneself").toHaveCount(2);

  await second.page.close();
  await expect(carets).toHaveCount(1);
  await expect(people.filter({ hasText: "Ben" })).toBeVisible();
  await ben.page.close();
  await expect(people).toHaveCount(1);
});

test("RT-9 an avatar tells who edits, who views and who is idle", async ({ person, newDocument }) => {
  const { id } = await newDocument({ markdown: "text" });
  const [ada, ben] = await Promise.all([person("Ada"), person("Ben")]);
  await Promise.all([ada.open(id), ben.open(id)]);
  const { people } = peopleIn(ada);
  const state = (text: string) =>
    expect(people.filter({ hasText: "Ben" })).toHaveText(new RegExp(`Ben, ${text}$`));
  await state("viewing");
  await ben.goTo("end");
  await ben.page.keyboard.type(" and more");
  await state("editing");

  // Another tab of that browser comes to the front. Pages without windows never hear of it: this one is told.
  await ben.page.evaluate(() => {
    Object.defineProperty(document, "hidden", { value: true, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await state("idle");
});

test("RT-9 five avatars are shown, then a counter that opens the list of everybody", async ({
  person,
  newDocument,
  server,
}) => {
  const { id } = await newDocument({ markdown: "text" });
  const ada = await person("Ada");
  await ada.open(id);
  const crowd = await Promise.all(Array.from({ length: 7 }, () => connectStockClient(server.url, id)));
  for (const one of crowd) one.say({});
  const { people } = peopleIn(ada);
  await expect(people).toHaveCount(6);
  await expect(people.last()).toHaveText("+3");
  expect(await findings(ada.page)).toEqual([]);
  await people.last().getByRole("button").click();
  const list = ada.page.getByRole("dialog", { name: "8 people here" });
  await expect(list.getByRole("listitem")).toHaveCount(8);
  await expect(list.getByText("Viewing")).toHaveCount(7);
  await expect(list.getByRole("textbox"), "no place to say one's name").toHaveCount(0);
  for (const one of crowd) one.close();
  await expect(people).toHaveCount(1);
});

test.describe("the library", () => {
  test.use({ ownServer: true });

  test("B95 the heading above the sheets calls open what somebody has open, and what is beside them recent", async ({
    person,
    newDocument,
    server,
  }) => {
    const opened = await newDocument({ title: "Opened" });
    await newDocument({ title: "Left alone" });
    const [ada, ben] = [await person("Ada"), await person("Ben")];
    await ada.page.goto(server.url);
    const headed = (name: string) => ada.page.getByRole("region", { name, exact: true });
    await expect(headed("Recent").getByRole("link")).toHaveCount(2);
    await ben.open(opened.id);
    await expect(
      headed("Open now and recent").getByRole("link", { name: /Opened.*Ben is here/ }),
    ).toBeVisible();
    await expect(headed("Open now and recent").getByRole("link", { name: /Left alone/ })).toBeVisible();
    await ben.page.close();
    await expect(headed("Recent").getByRole("link")).toHaveCount(2);
  });
});
