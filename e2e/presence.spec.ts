import { expect, type Tab, test } from "./fixtures.ts";

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
