import { expect, test } from "../fixtures.ts";
import { press } from "../support/keys.ts";

test("a toggle is folded by its sign or by Mod+Enter, for whoever folds it alone, and Enter goes on below", async ({
  person,
  newDocument,
  content,
}) => {
  const { id } = await newDocument({ markdown: ":::toggle\nhead\n\ninside\n:::\n\nbelow" });
  const [ada, ben] = await Promise.all([person("Ada"), person("Ben")]);
  await Promise.all([ada.open(id), ben.open(id)]);
  await ada.editor.getByRole("button", { name: "Fold" }).click();
  await expect(ada.editor.getByText("inside")).toBeHidden();
  await expect(ada.editor.getByRole("button", { name: "Unfold" })).toHaveAttribute("aria-expanded", "false");
  await expect(ben.editor.getByText("inside")).toBeVisible();

  // Ben writes in what Ada has folded.
  await ben.editor.getByText("inside").click();
  await press(ben.page, "End");
  await ben.page.keyboard.type(" too");
  await ben.saved();
  await expect(ada.editor.getByText("inside too")).toBeAttached();
  await expect(ada.editor.getByText("inside too")).toBeHidden();

  await ada.editor.getByText("head").click();
  await press(ada.page, "End", "Enter");
  await ada.page.keyboard.type("between");
  await ada.saved();
  expect(await content(id, "markdown")).toBe(":::toggle\nhead\n\ninside too\n:::\n\nbetween\n\nbelow\n");

  await ada.editor.getByText("head").click();
  await press(ada.page, "Control+Enter");
  await expect(ada.editor.getByText("inside too")).toBeVisible();
});
