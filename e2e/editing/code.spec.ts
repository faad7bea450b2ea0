import { expect, test } from "./writing.ts";

test.use({ keepsPage: true });

const selected = () => getSelection()?.toString() ?? "";

test("ED-7 Tab indents code, several lines at once too, and Shift+Tab takes it back", async ({ write }) => {
  const { page, press, editor, blocks } = await write("```\none\n```");
  await press("Home");
  await press("Tab");
  expect(await blocks()).toEqual(["<code>  one"]);
  await press("End");
  await page.keyboard.type("\ntwo");
  await press("Control+a");
  await press("Tab");
  expect(await blocks()).toEqual(["<code>    one\n  two"]);
  await press("Shift+Tab");
  expect(await blocks()).toEqual(["<code>  one\ntwo"]);
  await expect(editor).toBeFocused();
});

test("ED-7 the first Control+A selects the code, the second the document", async ({ write }) => {
  const { page, press } = await write("before\n\n```\none\ntwo\n```\n\nafter");
  await press("ArrowUp");
  await press("Control+a");
  expect(await page.evaluate(selected)).toBe("one\ntwo");
  await press("Control+a");
  const all = await page.evaluate(selected);
  expect(all).toContain("before");
  expect(all).toContain("after");
});

test("ED-7 what is pasted into code is plain text, line by line", async ({ write }) => {
  const { page, press, context, blocks } = await write("```\nfirst \n```");
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate(() =>
    navigator.clipboard.write([
      new ClipboardItem({
        "text/plain": new Blob(["if (a < b) {\n  # not a title\n}"], { type: "text/plain" }),
        "text/html": new Blob(["<h1>if</h1><p><b>(a &lt; b)</b></p>"], { type: "text/html" }),
      }),
    ]),
  );
  await press("Control+v");
  await expect.poll(blocks).toEqual(["<code>first if (a < b) {\n  # not a title\n}"]);
});

test("ED-7 the language of code can be chosen, and everybody sees it", async ({ write, person }) => {
  const a = await write("```\nlet x;\n```");
  const b = await person();
  await b.open(a.documentId);
  const choice = a.editor.getByRole("combobox", { name: /language/i });
  await choice.focus();
  await choice.selectOption({ label: "TypeScript" });
  await expect(b.editor.getByRole("combobox", { name: /language/i })).toHaveValue("typescript");
  expect(await a.blocks()).toEqual(["<code typescript>let x;"]);
});

test("ED-7 arrow down leaves code that ends the document, into a new paragraph", async ({ write }) => {
  const { page, press, blocks } = await write("```\none\ntwo\n```");
  await press("ArrowUp");
  await page.keyboard.type("x");
  expect(await blocks(), "between lines it only moves").toEqual(["<code>onex\ntwo"]);
  await press("ArrowDown");
  await press("End");
  await press("ArrowDown");
  await page.keyboard.type("after");
  expect(await blocks()).toEqual(["<code>onex\ntwo", "after"]);
});

test("ED-7 arrow down leaves code for the block below it", async ({ write }) => {
  const { page, press, blocks } = await write("```\ncode\n```\n\nbelow");
  await press("Control+Home");
  await press("End");
  await press("ArrowDown");
  await press("Home");
  await page.keyboard.type("here, ");
  expect(await blocks()).toEqual(["<code>code", "here, below"]);
});

test("ED-7 Enter three times at the end of code leaves it, without a trace", async ({ write }) => {
  const { page, press, blocks } = await write("```\ncode\n```");
  await press("Enter");
  await press("Enter");
  expect(await blocks()).toEqual(["<code>code\n\n"]);
  await press("Enter");
  await page.keyboard.type("after");
  expect(await blocks()).toEqual(["<code>code", "after"]);
});

test("ED-7 nothing in code is checked for spelling, corrected or translated", async ({ write }) => {
  const { editor } = await write("text\n\n```\nlet teh;\n```");
  const of = (text: string) =>
    editor.getByText(text, { exact: true }).evaluate((element) => {
      const { spellcheck, translate } = element as HTMLElement;
      return { spellcheck, translate };
    });
  expect(await of("let teh;")).toEqual({ spellcheck: false, translate: false });
  expect(await of("text")).toMatchObject({ spellcheck: true });
});

test("ED-7 signs that mean formatting elsewhere stay as they are in code", async ({ write }) => {
  const { page, blocks } = await write("```\n\n```");
  await page.keyboard.type("# a `b` - c\n- d");
  expect(await blocks()).toEqual(["<code># a `b` - c\n- d"]);
});
