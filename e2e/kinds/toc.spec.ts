import { expect, test } from "../fixtures.ts";

test("a table of contents leads to its headings, and says what somebody else calls them", async ({
  person,
  newDocument,
}) => {
  const { id } = await newDocument({
    markdown: `::toc\n\n# First\n\n${"text\n\n".repeat(60)}## Second\n\nend`,
  });
  const [ada, ben] = await Promise.all([person("Ada"), person("Ben")]);
  await Promise.all([ada.open(id), ben.open(id)]);
  const list = ada.editor.getByRole("navigation", { name: "Contents" });
  await expect(list.getByRole("link")).toHaveText(["First", "Second"]);
  await ben.editor.getByRole("heading", { name: "Second" }).click();
  await ben.page.keyboard.type("X");
  await expect(list.getByRole("link", { name: "X" })).toBeVisible();
  await list.getByRole("link", { name: "X" }).click();
  await expect(ada.editor.getByRole("heading", { name: "X" })).toBeInViewport();
});
