import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures.ts";
import { press } from "../support/keys.ts";

/** The stretches of the page that have a colour, as "keyword: const". */
const coloured = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [...CSS.highlights]
      .flatMap(([name, highlight]) =>
        [...highlight].map((part) => {
          const range = document.createRange();
          range.setStart(part.startContainer, part.startOffset);
          range.setEnd(part.endContainer, part.endOffset);
          return { range, says: `${name.replace("quire-code-", "")}: ${range.toString()}` };
        }),
      )
      .sort((one, other) => one.range.compareBoundaryPoints(Range.START_TO_START, other.range))
      .map(({ says }) => says),
  );

test("ED-7 code has the colours of its language: as it is typed, where others write, and none of a language that is none", async ({
  person,
  newDocument,
}) => {
  const { id } = await newDocument({ markdown: "```js\nconst a = 1;\n```\n\nEnd.\n" });
  const [ada, ben] = [await person("Ada"), await person("Ben")];
  for (const { open } of [ada, ben]) await open(id);
  await expect.poll(() => coloured(ada.page)).toEqual(["keyword: const", "number: 1"]);

  const code = ada.editor.locator("pre code");
  await code.click();
  await ada.page.keyboard.press("End");
  await ada.page.keyboard.type(' // "done"');
  const all = ["keyword: const", "number: 1", 'comment: // "done"'];
  await expect.poll(() => coloured(ada.page)).toEqual(all);
  // Ada's caret stands in it on Ben's page, and is no part of the code.
  await expect.poll(() => coloured(ben.page)).toEqual(all);
  expect(await code.evaluate((element) => element.querySelectorAll("span").length)).toBe(0);

  const choice = ada.editor.getByRole("combobox", { name: "Language of this code block" });
  // What can be chosen is put into it when somebody comes to it.
  await choice.hover();
  await choice.selectOption("python");
  await expect.poll(() => coloured(ben.page)).not.toEqual(all);
  await choice.selectOption("");
  for (const { page } of [ada, ben]) await expect.poll(() => coloured(page)).toEqual([]);
});

test("ED-7 a long piece of code is coloured, another one when it comes into sight, and nothing is left of what is deleted", async ({
  person,
  newDocument,
}) => {
  const lines = Array.from({ length: 300 }, (_, line) => `let x${line} = "${line}";`).join("\n");
  const { id } = await newDocument({
    markdown: `\`\`\`ts\n${lines}\n\`\`\`\n\n\`\`\`js\nvar last;\n\`\`\`\n`,
  });
  const ada = await person("Ada");
  await ada.open(id);
  await expect.poll(async () => (await coloured(ada.page)).length).toBe(600);
  await ada.goTo("end");
  await expect.poll(async () => (await coloured(ada.page)).at(-1)).toBe("keyword: var");
  await press(ada.page, "Control+a", "Control+a", "Backspace");
  await expect.poll(() => coloured(ada.page)).toEqual([]);
});

test("ED-7 the button of a code block copies its code, says so, and leaves the caret where it is", async ({
  person,
  newDocument,
}) => {
  const { id } = await newDocument({ markdown: "Before.\n\n```js\nconst a = 1;\n\nb();\n```\n" });
  const ada = await person("Ada");
  await ada.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await ada.open(id);
  await ada.goTo("start");
  const button = ada.editor.getByRole("button", { name: "Copy" });
  // It says so for two seconds: who waits for it begins before.
  await Promise.all([
    expect(ada.editor.getByRole("button", { name: "Copied" })).toBeVisible(),
    button.click(),
  ]);
  expect(await ada.page.evaluate(() => navigator.clipboard.readText())).toBe("const a = 1;\n\nb();");
  await ada.page.keyboard.type("x");
  await ada.reads(/^xBefore\./);
  await expect(button).toBeVisible();
});

test("ED-7 code is copied by the keyboard: by the button above it, and by the command", async ({
  person,
  newDocument,
}) => {
  const { id } = await newDocument({ markdown: "```js\nconst a = 1;\n```\n" });
  const ada = await person("Ada");
  const { page, editor } = ada;
  await ada.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await ada.open(id);
  await ada.goTo("start");
  const button = editor.getByRole("button", { name: "Copy" });
  await expect(button).toBeVisible();
  await press(page, "Escape", "Shift+Tab", "Tab");
  await expect(button).toBeFocused();
  await Promise.all([
    expect(editor.getByRole("button", { name: "Copied" })).toBeVisible(),
    press(page, "Enter"),
  ]);
  expect(await copied()).toBe("const a = 1;");
  await press(page, "Shift+Tab");
  await expect(editor.getByRole("combobox")).toBeFocused();
  await press(page, "Tab", "Tab");
  await expect(editor).toBeFocused();
  await page.keyboard.type("// ");

  await press(page, "Control+k");
  const palette = page.getByRole("dialog", { name: "Commands and documents" });
  await palette.getByRole("combobox").fill("copy code");
  await expect(palette.getByRole("option", { selected: true })).toContainText("Copy code");
  await press(page, "Enter");
  await expect.poll(copied).toBe("// const a = 1;");
  await expect(editor).toBeFocused();
});

test("ED-7 code that is too long for colours says so, and is written in, copied and coloured again when it is shorter", async ({
  person,
  newDocument,
}) => {
  const lines = Array.from({ length: 2_000 }, (_, line) => `let x${line} = "a";`).join("\n");
  const { id } = await newDocument({ markdown: `\`\`\`js\n${lines}\n\`\`\`\n` });
  const ada = await person("Ada");
  const { page, editor } = ada;
  await ada.open(id);
  await expect(editor.getByText("Too long for colours")).toBeVisible();
  await ada.goTo("start");
  await page.keyboard.type("// first\n");
  await expect(editor.locator("pre code")).toContainText("// first\nlet x0");
  expect(await coloured(page)).toEqual([]);
  await press(page, "Control+a");
  await page.keyboard.type("let y;");
  await expect.poll(() => coloured(page)).toEqual(["keyword: let"]);
  await expect(editor.getByText("Too long for colours")).toHaveCount(0);
});

test("ED-7 in long code the colours stay with their words while somebody types before them", async ({
  person,
  newDocument,
}) => {
  const lines = Array.from({ length: 300 }, (_, line) => `let x${line} = "${line}";`).join("\n");
  const { id } = await newDocument({ markdown: `\`\`\`ts\n${lines}\n\`\`\`\n` });
  const ada = await person("Ada");
  await ada.page.clock.install();
  await ada.open(id);
  await expect.poll(async () => (await coloured(ada.page)).length).toBe(600);
  await ada.goTo("start");
  // Before anybody has looked again what is what, which takes a pause of 200 ms.
  await ada.page.clock.pauseAt(Date.now() + 60_000);
  await ada.page.keyboard.type("/");
  const soon = await coloured(ada.page);
  expect([soon.at(0), soon.at(-1)]).toEqual(["keyword: let", 'string: "299"']);
  await ada.page.clock.resume();
  await ada.page.keyboard.type("/ ");
  await expect.poll(async () => (await coloured(ada.page)).at(0)).toBe('comment: // let x0 = "0";');
});

test("ED-7 code whose grammar cannot be fetched has one colour, and can be written and copied", async ({
  person,
  newDocument,
  faults,
}) => {
  faults.allow(/Failed to load resource/);
  const { id } = await newDocument({ markdown: "```js\nconst a = 1;\n```\n" });
  const ada = await person("Ada");
  const asked = ada.page.waitForRequest(/assets\/javascript-/);
  await ada.page.route(/assets\/javascript-/, (route) => route.abort());
  await ada.open(id);
  await asked;
  await ada.goTo("end");
  await ada.page.keyboard.type("// x");
  await ada.reads(/^const a = 1;\/\/ x/);
  await expect(ada.editor.getByRole("button", { name: "Copy" })).toBeVisible();
  expect(await coloured(ada.page)).toEqual([]);
});
