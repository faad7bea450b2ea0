import { expect, test } from "./writing.ts";

test.use({ keepsPage: true });

for (const { key, mark } of [
  { key: "Control+b", mark: "strong" },
  { key: "Control+i", mark: "em" },
  { key: "Control+u", mark: "underline" },
]) {
  test(`ED-2 ${key} makes a selection ${mark}, and a second press takes it back`, async ({ write }) => {
    const { press, blocks } = await write("one two");
    await press("Control+Shift+ArrowLeft");
    await press(key);
    expect(await blocks()).toEqual([`one <${mark}>two</>`]);
    await press(key);
    expect(await blocks()).toEqual(["one two"]);
  });

  test(`ED-2 ${key} at a bare caret holds for what is typed next, until a second press`, async ({
    write,
  }) => {
    const { page, press, blocks } = await write();
    await page.keyboard.type("plain ");
    await press(key);
    await page.keyboard.type("marked");
    await press(key);
    await page.keyboard.type(" plain again");
    expect(await blocks()).toEqual([`plain <${mark}>marked</> plain again`]);
  });

  test(`ED-2 ${key} makes several blocks ${mark} at once, and a second press takes it back from all`, async ({
    write,
  }) => {
    const { press, blocks } = await write("# Title\n\ntext\n\n- item");
    await press("Control+a");
    await press(key);
    expect(await blocks()).toEqual([`<h1><${mark}>Title</>`, `<${mark}>text</>`, `<ul><${mark}>item</>`]);
    await press(key);
    expect(await blocks()).toEqual(["<h1>Title", "text", "<ul>item"]);
  });
}

test("ED-2 a selection that is marked in part becomes marked as a whole", async ({ write }) => {
  const { press, blocks } = await write("one **two** three");
  await press("Control+a");
  await press("Control+b");
  expect(await blocks()).toEqual(["<strong>one two three</>"]);
});

test("ED-2 backticks make inline code and leave the character before them", async ({ write }) => {
  const { page, blocks } = await write();
  await page.keyboard.type("a`x`");
  expect(await blocks()).toEqual(["a<code>x</>"]);
  await expect(page.locator(".ProseMirror code")).toHaveText("x");
});

test("ED-2 arrow right leaves inline code", async ({ write }) => {
  const { page, press, blocks } = await write();
  await page.keyboard.type("a`x`");
  await press("ArrowRight");
  await page.keyboard.type(" plain");
  expect(await blocks()).toEqual(["a<code>x</> plain"]);
});

test("ED-2 inline code at the end of a line can be gone on with, and left by arrow right", async ({
  write,
}) => {
  const { page, press, blocks } = await write("a`x`");
  await page.keyboard.type("y");
  expect(await blocks()).toEqual(["a<code>xy</>"]);
  await press("ArrowRight");
  await page.keyboard.type("z");
  expect(await blocks()).toEqual(["a<code>xy</>z"]);
});
