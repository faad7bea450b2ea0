import { expect, test } from "../support/accounts.ts";
import { findings } from "../support/findings.ts";
import { give } from "../support/sharing.ts";

test("who may only read comes to a link by Tab, and can open and copy it, and nothing else", async ({
  member,
  documentOf,
  server,
}) => {
  const [ann, ben] = [await member("Ann"), await member("Ben")];
  const id = await documentOf(ann, { title: "A plan", markdown: "a [link](https://example.org/path) here" });
  await give(ann, server.url, id, ben, "view");
  await ben.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await ben.page.goto(`${server.url}/d/${id}`);
  const link = ben.editor.getByRole("link", { name: "link" });
  await link.focus();
  const popover = ben.page.getByRole("toolbar", { name: "Link" });
  await expect(popover.getByRole("link", { name: "Open https://example.org/path" })).toBeVisible();
  await expect(popover.getByRole("button")).toHaveText([""]);
  expect(await findings(ben.page)).toEqual([]);
  await ben.page.keyboard.press("Alt+Shift+Enter");
  await ben.page.keyboard.press("ArrowRight");
  await expect(popover.getByRole("button", { name: "Copy the address" })).toBeFocused();
  await ben.page.keyboard.press("Enter");
  await expect(ben.page.getByText("Address copied")).toBeVisible();
  expect(await ben.page.evaluate(() => navigator.clipboard.readText())).toBe("https://example.org/path");
  await ben.page.keyboard.press("Escape");
  await expect(popover).toHaveCount(0);
  await expect(link).toBeFocused();
});
