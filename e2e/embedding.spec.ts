import { type BrowserContext, test as base, expect } from "@playwright/test";
import { EmbeddingApp } from "./support/embedding-app.ts";
import { press } from "./support/keys.ts";
import { shownText } from "./support/shown.ts";

const test = base.extend<{ app: EmbeddingApp }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from the pattern.
  app: async ({}, use) => {
    const app = await EmbeddingApp.launch();
    await use(app);
    await app.remove();
  },
});

test("the editor in a plain page and in one made with React, as the documentation shows them, share a document", async ({
  app,
  browser,
}) => {
  const contexts = [await browser.newContext(), await browser.newContext()] as const;
  const plain = await open(contexts[0], app.address("plain"));
  const react = await open(contexts[1], app.address("react"));
  await plain.editor.focus();
  await plain.page.keyboard.type("typed in a plain page");
  await expect.poll(() => shownText(react.editor)).toBe("typed in a plain page");
  await react.editor.focus();
  await press(react.page, "Control+Home");
  await react.page.keyboard.type("and in React, ");
  await expect.poll(() => shownText(plain.editor)).toBe("and in React, typed in a plain page");
  await expect(react.page.getByRole("status")).toHaveText("saved");
  expect([...plain.faults, ...react.faults]).toEqual([]);
  for (const context of contexts) await context.close();
});

/** Opens a page; what it does wrong is in `faults`. */
async function open(context: BrowserContext, address: string) {
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", ({ message }) => faults.push(message));
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  await page.goto(address);
  const editor = page.getByRole("textbox", { name: "Text" });
  await expect(editor).toHaveAttribute("contenteditable", "true");
  return { page, editor, faults };
}
