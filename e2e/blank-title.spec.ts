import { expect, test } from "./fixtures.ts";

test("a document whose title has nothing to see in it is called untitled wherever it is shown", async ({
  person,
  newDocument,
  server,
}) => {
  const { id } = await newDocument({ title: " \u200b " });
  const ada = await person("Ada");
  await ada.page.goto(server.url);
  const row = ada.page.locator(`[data-document="${id}"]`);
  await expect(row.getByRole("link", { name: "Untitled" })).toBeVisible();
  await expect(row.getByRole("button", { name: "Actions for Untitled" })).toBeVisible();
  await expect(ada.page.locator(".sheet", { hasText: "Untitled" }).first()).toBeVisible();

  await ada.open(id);
  await expect(ada.page).toHaveTitle("Untitled · Quire");
  await expect(ada.page.getByRole("banner").getByText("Untitled")).toBeVisible();
  await expect(ada.page.getByRole("main").getByText("Untitled")).toBeVisible();

  await ada.title.press("End");
  await ada.page.keyboard.type("Named");
  await expect(ada.page).toHaveTitle(/Named · Quire/);
  await expect(ada.page.getByRole("main").getByText("Untitled")).toHaveCount(0);
});
