import { expect, test } from "./writing.ts";

test.use({ keepsPage: true });

const everything = "# Title\n\ntext\n\n- item\n  - below\n\n> said\n\n- [x] task\n\n---\n\n```\ncode\n```";

for (const key of ["Delete", "Backspace"]) {
  test(`ED-11 select all and ${key} leaves one empty paragraph with the caret and the placeholder`, async ({
    write,
  }) => {
    const { page, press, editor, blocks } = await write(`${everything}\n\nend`);
    const hint = await editor.getAttribute("aria-placeholder");
    const shown = () =>
      editor.locator(":scope > *").evaluateAll(([first, ...rest]) => ({
        text: first ? getComputedStyle(first, "::before").content : "",
        others: rest.length,
      }));
    await press("Control+a");
    await press(key);
    expect(await blocks()).toEqual([""]);
    expect(hint).toBeTruthy();
    expect(await shown()).toEqual({ text: `"${hint}"`, others: 0 });
    await page.keyboard.type("anew");
    expect(await blocks()).toEqual(["anew"]);
    expect(await shown()).toEqual({ text: "none", others: 0 });
  });
}

test("ED-11 select all and typing leaves one paragraph with what was typed", async ({ write }) => {
  const { page, press, blocks } = await write(`text\n\n${everything}\n\nend`);
  await press("Control+a");
  await page.keyboard.type("anew");
  expect(await blocks()).toEqual(["anew"]);
});

for (const { name, markdown, last } of [
  { name: "a paragraph", markdown: "text", last: "text" },
  { name: "a heading", markdown: "# Title", last: "<h1>Title" },
  { name: "an item", markdown: "- item", last: "<ul>item" },
  { name: "a quote", markdown: "> said", last: "<quote>said" },
  { name: "code", markdown: "```\ncode\n```", last: "<code>code" },
  { name: "a divider", markdown: "---", last: "<hr>" },
  { name: "a callout", markdown: "> [!TIP]\n> said", last: "<callout tip>\n| said" },
  { name: "a toggle", markdown: ":::toggle\nline\n\nunder\n:::", last: "<toggle>\n| line\n| under" },
  { name: "a table", markdown: "| a |\n| - |\n| b |", last: "<table><table_row><table_row>" },
  { name: "an image", markdown: "![A cat](cat.png)", last: "<code markdown>![A cat](cat.png)" },
]) {
  test(`ED-11 a click below the last block reaches a paragraph after ${name}`, async ({ write }) => {
    const { page, editor, blocks } = await write(`above\n\n${markdown}`);
    const lowest = editor.locator(":scope > *").last();
    const box = await lowest.boundingBox();
    if (!box) throw new Error("the last block is not drawn");
    await page.mouse.click(box.x + box.width / 2, box.y + box.height + 60);
    await page.keyboard.type(" below");
    // A paragraph at the end is the one that is reached.
    const isParagraph = last === "text";
    const end = isParagraph ? `${last} below` : `${last}\n below`;
    expect((await blocks()).join("\n")).toBe(`above\n${end}`);
  });
}

test("ED-11 clicks below the last block add one paragraph, not one each", async ({ write }) => {
  const { page, editor, blocks } = await write("# Title");
  const box = await editor.locator("h1").boundingBox();
  if (!box) throw new Error("the title is not drawn");
  for (let click = 0; click < 3; click++) {
    await page.mouse.click(box.x + box.width / 2, box.y + box.height + 80);
  }
  await page.keyboard.type("text");
  expect(await blocks()).toEqual(["<h1>Title", "text"]);
});

test("ED-11 the emptied document is undone to what it was", async ({ write }) => {
  const { press, blocks } = await write(everything);
  const before = await blocks();
  await press("Control+a");
  await press("Control+a");
  await press("Delete");
  expect(await blocks()).toEqual([""]);
  await press("Control+z");
  expect(await blocks()).toEqual(before);
});
