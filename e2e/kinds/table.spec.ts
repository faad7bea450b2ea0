import { expect, test } from "../fixtures.ts";
import { fetched } from "../support/fetched.ts";
import { press } from "../support/keys.ts";
import { agree } from "../support/shown.ts";

const three = "| a | b |\n| - | - |\n| c | d |\n| e | f |\n\nbelow\n";

test("TB-1 a table is made, filled, changed and left by the keyboard alone", async ({
  person,
  newDocument,
  content,
}) => {
  const { id } = await newDocument({ markdown: "above" });
  const { page, editor, open, saved } = await person("Ada");
  await open(id);
  await editor.getByText("above").click();
  await press(page, "End", "Enter");
  await page.keyboard.type("/table");
  await press(page, "Enter");
  for (const word of ["Name", "Sum", "Note", "tea", "2"]) {
    await page.keyboard.type(word);
    await press(page, "Tab");
  }
  await page.keyboard.type("x");
  // Until then a table is written in and passed by Tab alone.
  await fetched(page, "table-tools");
  await press(page, "ArrowDown");
  await page.keyboard.type("low");
  await press(page, "ArrowUp", "ArrowUp", "Alt+Shift+F10");
  await expect(
    page.getByRole("toolbar", { name: "Table" }).getByRole("button", { name: "Row" }),
  ).toBeFocused();
  // A narrow table has its bar beside it, where no words are.
  await expect(async () => {
    const bar = await page.getByRole("toolbar", { name: "Table" }).boundingBox();
    const table = await editor.locator("table").boundingBox();
    expect(bar?.x).toBeGreaterThan((table?.x ?? 0) + (table?.width ?? 0));
  }).toPass({ timeout: 30_000 });
  await press(page, "ArrowRight", "Enter");
  await expect(page.getByRole("menu", { name: "Column" })).toBeVisible();
  await press(page, "Escape", "ArrowLeft", "ArrowDown", "End", "Enter");
  await expect(editor.getByText("Note")).toHaveCount(0);
  await press(page, "Control+z", "Control+Enter");
  await page.keyboard.type("after");
  await saved();
  expect(await content(id, "markdown")).toBe(
    "above\n\n| Name | Sum | Note |\n| ---- | --- | ---- |\n| tea  | 2   | x    |\n|      |     | low  |\n\nafter\n",
  );
});

test("TB-3 one drags a column wider and deletes a row while the other types in the table", async ({
  person,
  newDocument,
}) => {
  const { id } = await newDocument({ markdown: three });
  const [ada, ben] = await Promise.all([person("Ada"), person("Ben")]);
  await Promise.all([ada.open(id), ben.open(id)]);
  await ben.editor.getByText("c", { exact: true }).click();
  await ben.page.keyboard.type("one ");
  await Promise.all([ada, ben].map(({ page }) => fetched(page, "table-tools")));

  // Columns are as wide as their words, and as the letters of their font.
  await ada.reads(/one /);
  await ada.page.evaluate(() => document.fonts.ready);
  const head = ada.editor.locator("th").first();
  const before = await head.boundingBox();
  if (!before) throw new Error("the table has a first column");
  const edge = { x: before.x + before.width - 1, y: before.y + before.height / 2 };
  await ada.page.mouse.move(edge.x - 20, edge.y);
  await ada.page.mouse.move(edge.x, edge.y);
  await expect(ada.page.locator(".quire-column-handle")).toBeAttached();
  await ada.page.mouse.down();
  await ada.page.mouse.move(edge.x + 100, edge.y, { steps: 4 });
  await ben.page.keyboard.type("two ");
  await ada.page.mouse.up();
  await expect.poll(async () => (await head.boundingBox())?.width).toBeGreaterThan(before.width + 80);
  await ben.page.keyboard.type("three ");
  await expect(ada.editor.getByText("one two three")).toBeVisible();

  const [from, to] = [ada.editor.getByText("e", { exact: true }), ada.editor.getByText("f", { exact: true })];
  await from.click();
  await from.hover();
  await ada.page.mouse.down();
  await to.hover();
  await ada.page.mouse.up();
  await expect(ada.page.locator(".quire-selected-cell")).toHaveCount(2);
  await ben.editor
    .locator("td")
    .last()
    .click({ position: { x: 30, y: 5 } });
  await ada.page.getByRole("button", { name: "Row", exact: true }).click();
  await ada.page.getByRole("menuitem", { name: "Delete row" }).click();
  await expect(ben.editor.locator("tr")).toHaveCount(2);
  await ben.page.keyboard.type("on");
  await ben.saved();
  await agree([ada, ben]);
});
