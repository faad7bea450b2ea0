import { expect, test } from "../fixtures.ts";
import { press } from "../support/keys.ts";

test("a section is folded by the sign beside its heading or by a key, for one reader, and what leads into it opens it", async ({
  person,
  newDocument,
  content,
}) => {
  const markdown = "# One\n\ninside\n\n## Part\n\nlast\n\n# Two\n\nbelow\n";
  const { id } = await newDocument({ markdown });
  const [ada, ben] = await Promise.all([person("Ada"), person("Ben")]);
  await Promise.all([ada.open(id), ben.open(id)]);
  const inside = ada.editor.getByText("inside");
  await ada.editor.getByRole("heading", { name: "One" }).hover();
  await ada.editor.getByRole("button", { name: "Fold section" }).first().click();
  await expect(inside).toBeHidden();
  await expect(ada.editor.getByRole("button", { name: "Unfold section" })).toHaveAttribute(
    "aria-expanded",
    "false",
  );
  await expect(ada.editor.getByText("below")).toBeVisible();
  await expect(ben.editor.getByText("inside")).toBeVisible();

  // The arrow keys go past what is folded, and paper shows it.
  await ada.editor.getByText("One").click();
  await press(ada.page, "End", "ArrowDown");
  await ada.page.keyboard.type(" number");
  await expect(ada.editor.getByRole("heading", { name: /Two/ })).toHaveText("Two number");
  await expect(inside).toBeHidden();
  await ada.page.emulateMedia({ media: "print" });
  await expect(inside).toBeVisible();
  await ada.page.emulateMedia({ media: "screen" });

  await press(ada.page, "Control+f");
  await ada.page.getByRole("textbox", { name: "Find", exact: true }).fill("last");
  await expect(ada.editor.getByText("last")).toBeVisible();
  await press(ada.page, "Escape");
  await expect(ada.editor).toBeFocused();
  await press(ada.page, "Control+Alt+.");
  await expect(ada.editor.getByText("last")).toBeHidden();
  await expect(inside).toBeVisible();
  await ada.saved();
  expect((await content(id, "markdown")).replace(" number", "")).toBe(markdown);
});
