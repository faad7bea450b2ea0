import { expect, test } from "./writing.ts";

test.use({ keepsPage: true });

test("ED-4 Enter after a heading goes on with a paragraph", async ({ write }) => {
  const { page, blocks } = await write("## Title");
  await page.keyboard.type("\ntext");
  expect(await blocks()).toEqual(["<h2>Title", "text"]);
});

test("ED-4 Enter in the middle of a paragraph splits it at the caret", async ({ write }) => {
  const { page, press, blocks } = await write("one two");
  await press("Control+ArrowLeft");
  await press("Enter");
  await page.keyboard.type("and ");
  expect(await blocks()).toEqual(["one ", "and two"]);
});

test("ED-4 Enter in the middle of marked text splits it and both halves stay marked", async ({ write }) => {
  const { press, blocks } = await write("**onetwo**");
  await press("ArrowLeft", "ArrowLeft", "ArrowLeft");
  await press("Enter");
  expect(await blocks()).toEqual(["<strong>one</>", "<strong>two</>"]);
});

test("ED-4 Enter in place of a selection over several blocks leaves a split there", async ({ write }) => {
  const { press, blocks } = await write("one two\n\nmiddle\n\nthree four");
  await press("Control+ArrowLeft");
  await press("Shift+ArrowUp", "Shift+ArrowUp");
  await press("Enter");
  const split = await blocks();
  expect(split).toHaveLength(2);
  expect(split[1]).toBe("four");
});

test("ED-4 Shift+Enter breaks the line inside the block", async ({ write }) => {
  const { page, press, blocks } = await write("# Title");
  await press("Shift+Enter");
  await page.keyboard.type("second line");
  expect(await blocks()).toEqual(["<h1>Title\nsecond line"]);
});

for (const { markdown, block } of [
  { markdown: "## below", block: "<h2>below" },
  { markdown: "> below", block: "<quote>below" },
  { markdown: "- below", block: "<ul>below" },
  { markdown: "1. below", block: "<ol>below" },
  { markdown: "- [ ] below", block: "<task>below" },
  { markdown: "```\nbelow\n```", block: "<code>below" },
]) {
  test(`ED-4 Backspace at the start of “${markdown.replaceAll("\n", " ")}” first makes a paragraph of it, then joins it to the one above`, async ({
    write,
  }) => {
    const { page, press, blocks } = await write(`above\n\n${markdown}`);
    await press("Home");
    expect(await blocks()).toEqual(["above", block]);
    await press("Backspace");
    expect(await blocks()).toEqual(["above", "below"]);
    await press("Backspace");
    expect(await blocks()).toEqual(["abovebelow"]);
    await page.keyboard.type(" and ");
    expect(await blocks()).toEqual(["above and below"]);
  });
}

test("ED-4 Backspace at the start of a block in a quote lifts that block out and leaves the others", async ({
  write,
}) => {
  const { page, press, blocks } = await write("> one\n>\n> two\n>\n> three");
  await press("ArrowUp");
  await press("Home");
  await press("Backspace");
  expect(await blocks()).toEqual(["<quote>one", "two", "<quote>three"]);
  await page.keyboard.type("and ");
  expect(await blocks()).toEqual(["<quote>one", "and two", "<quote>three"]);
});

test("ED-4 Backspace at the start of the document changes nothing but the kind of the first block", async ({
  write,
}) => {
  const { press, blocks } = await write("# Title");
  await press("Control+Home");
  await press("Backspace", "Backspace", "Backspace");
  expect(await blocks()).toEqual(["Title"]);
});

test("ED-4 Delete at the end of a block joins the next one to it", async ({ write }) => {
  const { press, blocks } = await write("# Title\n\ntext");
  await press("ArrowUp");
  await press("End");
  await press("Delete");
  expect(await blocks()).toEqual(["<h1>Titletext"]);
});
