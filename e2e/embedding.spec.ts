import type { BrowserContext } from "@playwright/test";
import { test as base, expect } from "./fixtures.ts";
import { EmbeddingApp, type Ways } from "./support/embedding-app.ts";
import { press } from "./support/keys.ts";
import { shownText } from "./support/shown.ts";

const test = base.extend<{ app: EmbeddingApp; ways: Ways }>({
  ways: ["cookies", { option: true }],

  app: async ({ canaries, faults, ways }, use) => {
    const app = await EmbeddingApp.launch(ways);
    await use(app);
    for (const each of [app.secret, ...app.tokens]) canaries.keep("a secret", each);
    for (const leak of await canaries.leaksIn(app.output)) faults.add(`the server printed ${leak}`);
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
  for (const context of contexts) await context.close();
});

test.describe("with tokens of five seconds", () => {
  test.use({ ways: "tokens" });

  test("threat A11 B121 who types while their tokens end, one after the other, notices nothing, and all arrives once", async ({
    app,
    browser,
  }) => {
    const context = await browser.newContext();
    const { page, editor, said } = await open(context, app.address("plain"));
    await editor.focus();
    let words = "";
    for (let count = 1; app.tokens.length < 4; count++) {
      words += `${count} `;
      await page.keyboard.type(`${count} `, { delay: 50 });
    }
    await expect.poll(() => app.text()).toContain(words.trim());
    expect((await app.text()).match(/\d+/g)).toEqual(words.trim().split(" "));
    expect(said).toContain("saved");
    expect(said.filter((word) => word === "refused" || word === "offline")).toEqual([]);
    await context.close();
  });
});

/** Opens a page; what it says of its session is in `said`. */
async function open(context: BrowserContext, address: string) {
  const page = await context.newPage();
  const said: string[] = [];
  page.on("console", (message) => said.push(message.text()));
  await page.goto(address);
  const editor = page.getByRole("textbox", { name: "Text" });
  await expect(editor).toHaveAttribute("contenteditable", "true");
  return { page, editor, said };
}
