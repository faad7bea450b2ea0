import { expect, test } from "./writing.ts";

test.use({ keepsPage: true });

const signs = [
  { typed: "# ", becomes: "<h1>", name: "a heading" },
  { typed: "### ", becomes: "<h3>", name: "a smaller heading" },
  { typed: "- ", becomes: "<ul>", name: "a bulleted item" },
  { typed: "1. ", becomes: "<ol>", name: "a numbered item" },
  { typed: "[] ", becomes: "<task>", name: "a task" },
  { typed: "> ", becomes: "<quote>", name: "a quote" },
  { typed: "```", becomes: "<code>", name: "code" },
];

for (const { typed, becomes, name } of signs) {
  test(`ED-3 “${typed}” makes ${name} at the start of a block, and stays as it is in the middle`, async ({
    write,
  }) => {
    const { page, press, blocks } = await write("before");
    await page.keyboard.type(` ${typed}after`);
    await press("Enter");
    await page.keyboard.type(`${typed}words`);
    expect(await blocks()).toEqual([`before ${typed}after`, `${becomes}words`]);
  });

  test(`ED-3 Backspace or undo right after “${typed}” gives back the signs`, async ({ write }) => {
    const { page, press, blocks } = await write();
    for (const back of ["Backspace", "Control+z"]) {
      await page.keyboard.type(typed);
      expect(await blocks()).toEqual([becomes]);
      await press(back);
      expect(await blocks()).toEqual([typed]);
      await page.keyboard.type("words");
      expect(await blocks()).toEqual([`${typed}words`]);
      await press("Control+a");
      await press("Delete");
      expect(await blocks()).toEqual([""]);
    }
  });
}

test("ED-3 signs are converted in front of words that are there already", async ({ write }) => {
  const { page, press, blocks } = await write("Title");
  await press("Home");
  await page.keyboard.type("## ");
  expect(await blocks()).toEqual(["<h2>Title"]);
});

test("ED-3 “```” with a language and Enter makes code in that language", async ({ write }) => {
  const { page, blocks } = await write();
  await page.keyboard.type("```ts\nlet x;");
  expect(await blocks()).toEqual(["<code typescript>let x;"]);
});

test("ED-3 “---” makes a divider where it is all of a block, and writing goes on below it", async ({
  write,
}) => {
  const { page, press, blocks } = await write("before");
  await page.keyboard.type(" --- after");
  await press("Enter");
  await page.keyboard.type("---below");
  expect(await blocks()).toEqual(["before --- after", "<hr>", "below"]);
});

test("ED-3 Backspace or undo right after “---” gives back the signs", async ({ write }) => {
  const { page, press, blocks } = await write("before");
  await press("Enter");
  for (const back of ["Backspace", "Control+z"]) {
    await page.keyboard.type("---");
    expect(await blocks()).toEqual(["before", "<hr>", ""]);
    await press(back);
    expect(await blocks()).toEqual(["before", "---"]);
    await page.keyboard.type("words");
    expect(await blocks()).toEqual(["before", "---words"]);
    await press("Shift+Home");
    await press("Delete");
  }
});

test("ED-3 undo after more typing takes back the typing, then the conversion, then the signs", async ({
  write,
}) => {
  const { page, press, blocks } = await write();
  // Each at once: half a second between two keys, on a busy machine, would make two steps of one.
  for (const typed of ["# ", "Title"]) await page.keyboard.insertText(typed);
  await press("Control+z");
  expect(await blocks()).toEqual(["<h1>"]);
  await press("Control+z");
  expect(await blocks()).toEqual(["# "]);
  await press("Control+z");
  expect(await blocks()).toEqual([""]);
});
