import { expect, test } from "../fixtures.ts";

test("a page break begins a new page on paper", async ({ person, newDocument }) => {
  const { id } = await newDocument({ markdown: "one\n\n::page-break\n\ntwo" });
  const ada = await person("Ada");
  await ada.open(id);
  await expect(ada.editor.getByRole("separator", { name: "Page break" })).toBeVisible();
  const pages = async () => (await ada.page.pdf()).toString("latin1").match(/\/Type\s*\/Page\b/g)?.length;
  expect(await pages()).toBe(2);
});
