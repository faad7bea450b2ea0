import type { Locator } from "@playwright/test";
import { findings } from "../support/findings.ts";
import { press as pressKeys } from "../support/keys.ts";
import { expect, test } from "./writing.ts";

const words = "a [link](https://example.org/path) here";

/** Whether one of them covers some of the other. */
async function meet(one: Locator, other: Locator): Promise<boolean> {
  const [a, b] = [await one.boundingBox(), await other.boundingBox()];
  if (a === null || b === null) throw new Error("one of them is not in the page");
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

test("what can be done with the link at the caret: by keyboard, and Escape gives the caret back", async ({
  write,
}) => {
  const { page, press, context, blocks, editor } = await write(words);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const popover = page.getByRole("toolbar", { name: "Link" });
  const open = popover.getByRole("link", { name: "Open https://example.org/path" });
  await expect(popover).toHaveCount(0);
  await press("Control+Home", "ArrowRight", "ArrowRight", "ArrowRight");
  await expect(open).toBeVisible();
  await expect(open).toHaveText("example.org/path");
  await expect(open).toHaveAttribute("rel", "noopener noreferrer");
  expect(await findings(page)).toEqual([]);

  await press("Alt+Shift+Enter");
  await expect(open).toBeFocused();
  await press("Escape");
  await expect(popover).toHaveCount(0);
  await expect(editor).toBeFocused();
  await page.keyboard.type("!");
  expect(await blocks()).toEqual(["a <link https://example.org/path>l!ink</> here"]);

  // Put away for as long as the caret stays in the link.
  await expect(popover).toHaveCount(0);
  await press("Home", "ArrowRight", "ArrowRight");
  await expect(popover).toBeVisible();
  await press("Escape");
  await expect(popover).toHaveCount(0);
  await press("Home", "ArrowRight", "ArrowRight");
  await expect(popover).toBeVisible();
  await press("Alt+Shift+Enter");
  await expect(open).toBeFocused();
  await press("ArrowRight");
  await expect(popover.getByRole("button", { name: "Copy the address" })).toBeFocused();
  await press("Enter");
  await expect(page.getByText("Address copied")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("https://example.org/path");

  await press("ArrowRight", "Enter");
  const field = page.getByRole("textbox", { name: "Address" });
  await expect(field).toBeFocused();
  await expect(field).toHaveValue("https://example.org/path");
  await page.keyboard.type("javascript:alert(1)");
  await press("Enter");
  await expect(page.getByRole("alert")).toContainText("This address cannot be a link");
  await field.fill("example.net");
  await press("Enter");
  await expect(editor).toBeFocused();
  await expect(editor.getByRole("link")).toHaveAttribute("href", "https://example.net");

  await expect(popover).toBeVisible();
  await press("Alt+Shift+Enter");
  await expect(popover.locator(":focus")).toBeAttached();
  await press("ArrowRight", "ArrowRight", "ArrowRight", "Enter");
  await expect(popover).toHaveCount(0);
  await expect(editor).toBeFocused();
  expect(await blocks()).toEqual(["a l!ink here"]);
});

test("a click on a link shows what can be done with it, and opens it from there in a tab of its own", async ({
  write,
  server,
}) => {
  const { page, editor, context } = await write(`a [link](${server.url}/healthz) here`);
  await editor.getByRole("link", { name: "link" }).click();
  const opened = context.waitForEvent("page");
  await page.getByRole("toolbar", { name: "Link" }).getByRole("link").click();
  expect((await opened).url()).toBe(`${server.url}/healthz`);
  await expect(editor).toBeFocused();
  await page.getByRole("textbox", { name: "Title" }).click();
  await expect(page.getByRole("toolbar", { name: "Link" })).toHaveCount(0);
});

test("what stands beside a link never covers a line of it: at the window's end, wrapped, on a phone's width", async ({
  write,
}) => {
  const long = `[${"a link of many words ".repeat(12)}](https://example.org/${"long/".repeat(40)})`;
  const { page, editor } = await write(`${long}\n\n${"line\n\n".repeat(40)}${words}`);
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 700 });
    for (const link of [editor.getByRole("link").first(), editor.getByRole("link").last()]) {
      await link.click({ position: { x: 10, y: 5 } });
      const popover = page.locator(".link-popover[data-placed=true]");
      await expect(popover).toBeVisible();
      await expect.poll(() => meet(popover, link), { intervals: [25, 50] }).toBe(false);
      const box = await popover.boundingBox();
      expect(box?.x).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
    }
  }
});

test("somebody takes the link away while another is about to change it, whose caret is in the text again", async ({
  write,
  person,
}) => {
  const { page, press, editor, documentId } = await write(words);
  const ben = await person("Ben");
  await ben.open(documentId);
  await press("Control+Home", "ArrowRight", "ArrowRight", "ArrowRight");
  await page.getByRole("toolbar", { name: "Link" }).getByRole("button", { name: "Edit the link" }).click();
  await expect(page.getByRole("textbox", { name: "Address" })).toBeFocused();
  await ben.goTo("end");
  await pressKeys(ben.page, "Control+a", "Delete");
  await expect(page.getByRole("textbox", { name: "Address" })).toHaveCount(0);
  await expect(editor).toBeFocused();
});
