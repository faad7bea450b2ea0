import { expect, test } from "../fixtures.ts";
import { press } from "../support/keys.ts";

test("a formula and a diagram are drawn, each by itself, and their source is there for who goes in", async ({
  person,
  newDocument,
  content,
}) => {
  const markdown =
    "a\n\n$$\n\\frac{1}{2}\\rule{9999em}{9999em}\n$$\n\n```mermaid\ngraph TD; Ada-->Ben\n```\n\nb\n";
  const { id } = await newDocument({ markdown });
  const ada = await person("Ada");
  await ada.open(id);
  await expect(ada.editor.locator("math mfrac")).toBeVisible();
  const size = await ada.editor.locator("math").boundingBox();
  expect(Math.max(size?.width ?? 0, size?.height ?? 0)).toBeLessThan(1000);
  const picture = ada.editor.getByRole("img", { name: "graph TD; Ada-->Ben" });
  await expect(picture).toBeVisible();
  await expect
    .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBeGreaterThan(50);
  const frame = ada.page.locator("iframe.quire-diagram-frame");
  await expect(frame).toHaveAttribute("sandbox", "allow-scripts");

  // A picture that somebody wrote is nothing but a picture: no address in it is asked.
  await ada.editor.getByText("graph TD").waitFor({ state: "hidden" });
  await picture.click();
  await expect(ada.editor.getByText("graph TD")).toBeVisible();
  // One step of undo, however slowly the keys would come beside what draws.
  await ada.page.keyboard.insertText(" --> <img src=https://example.org/x>");
  await expect(ada.editor.locator(".quire-preview-error")).toContainText("error");
  await press(ada.page, "Control+z", "ArrowDown");
  await expect(picture).toBeVisible();
  expect(await content(id, "markdown")).toBe(markdown);
});
