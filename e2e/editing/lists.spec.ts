import { outline } from "../support/outline.ts";
import { expect, test } from "./writing.ts";

test.use({ keepsPage: true });

const levels = 8;

test(`ED-5 Tab and Shift+Tab take an item down to ${levels} levels and back`, async ({ write }) => {
  const { page, press, editor, blocks } = await write();
  await page.keyboard.type("- item 0");
  for (let level = 1; level <= levels; level++) {
    await press("Enter");
    await press("Tab");
    await page.keyboard.type(`item ${level}`);
  }
  const nested = Array.from({ length: levels + 1 }, (_, level) => `${"  ".repeat(level)}<ul>item ${level}`);
  expect(await blocks()).toEqual(nested);

  await press("Enter");
  await page.keyboard.type("deepest");
  await press("Tab");
  expect(await blocks()).toEqual([...nested, `${"  ".repeat(levels)}<ul>deepest`]);
  await expect(editor, "Tab at the deepest level stays in the text").toBeFocused();

  for (let level = levels - 1; level >= 0; level--) {
    await press("Shift+Tab");
    expect(await blocks()).toEqual([...nested, `${"  ".repeat(level)}<ul>deepest`]);
  }
});

test("ED-5 the first item of a list stays where it is at Tab", async ({ write }) => {
  const { press, editor, blocks } = await write("- only");
  await press("Tab");
  expect(await blocks()).toEqual(["<ul>only"]);
  await expect(editor).toBeFocused();
});

test("ED-5 Tab takes along what hangs under the item", async ({ write }) => {
  const { press, blocks } = await write("- one\n- two\n  - below two\n- three");
  await press("ArrowUp", "ArrowUp");
  await press("Tab");
  expect(await blocks()).toEqual(["<ul>one", "  <ul>two", "    <ul>below two", "<ul>three"]);
});

test("ED-5 Enter on an empty item leaves one level at a time, then the list", async ({ write }) => {
  const { page, press, blocks } = await write("- one\n  - two\n    - three");
  await press("Enter");
  expect(await blocks()).toEqual(["<ul>one", "  <ul>two", "    <ul>three", "    <ul>"]);
  await press("Enter");
  expect(await blocks()).toEqual(["<ul>one", "  <ul>two", "    <ul>three", "  <ul>"]);
  await press("Enter");
  expect(await blocks()).toEqual(["<ul>one", "  <ul>two", "    <ul>three", "<ul>"]);
  await press("Enter");
  await page.keyboard.type("after");
  expect(await blocks()).toEqual(["<ul>one", "  <ul>two", "    <ul>three", "after"]);
});

test("ED-5 a numbered parent stays numbered when a child is nested, and so does the count", async ({
  write,
}) => {
  const { page, press, editor, blocks } = await write();
  await page.keyboard.type("1. parent\nchild");
  await press("Tab");
  expect(await blocks()).toEqual(["<ol>parent", "  <ol>child"]);
  await press("Control+Shift+8");
  expect(await blocks()).toEqual(["<ol>parent", "  <ul>child"]);
  await press("Enter");
  await press("Shift+Tab");
  await press("Control+Shift+7");
  await page.keyboard.type("sibling");
  expect(await blocks()).toEqual(["<ol>parent", "  <ul>child", "<ol>sibling"]);
  await expect(editor.locator("ol", { hasText: "sibling" })).toHaveJSProperty("start", 2);
});

test("ED-5 “5. ” starts at five and stays so through reload and export", async ({ write, content }) => {
  const { page, editor, documentId, blocks } = await write();
  await page.keyboard.type("5. five\nsix");
  const numbers = () =>
    editor.locator("ol").evaluateAll((lists) => lists.map((list) => (list as HTMLOListElement).start));
  expect(await blocks()).toEqual(["<ol 5>five", "<ol>six"]);
  expect(await numbers()).toEqual([5, 6]);

  await page.reload();
  await expect(editor).toContainText("six");
  expect(await numbers()).toEqual([5, 6]);
  expect(await blocks()).toEqual(["<ol 5>five", "<ol>six"]);

  expect(await content(documentId, "markdown")).toBe("5. five\n6. six\n");
  expect(await content(documentId, "html")).toContain('start="5"');
});

test("ED-5 “5. ” starts at five where it is copied to, in Quire and elsewhere", async ({
  write,
  person,
  newDocument,
  content,
}) => {
  const { page, press, context, blocks, open, editor } = await write();
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.keyboard.type("5. five\nsix");
  await blocks();
  await press("Control+a");
  await press("Control+c");
  const copied = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    const read = async (type: string) => (await item?.getType(type))?.text();
    return { text: await read("text/plain"), html: await read("text/html") };
  });
  expect(copied.text).toBe("5. five\n6. six");
  expect(copied.html).toMatch(/<ol[^>]* start="5"/);

  const other = await newDocument();
  await open(other.id);
  await editor.focus();
  await press("Control+v");
  const reader = await person();
  await reader.open(other.id);
  await expect(reader.editor.locator("ol").first()).toHaveJSProperty("start", 5);
  await expect(reader.editor.locator("ol").last()).toHaveJSProperty("start", 6);
  expect(outline(await content(other.id, "json"))).toEqual(["<ol 5>five", "<ol>six"]);
});

test("every list shows the marker of its kind and level", async ({ write }) => {
  const items = (marker: string) =>
    Array.from({ length: 4 }, (_, level) => `${"    ".repeat(level)}${marker} level ${level + 1}`).join("\n");
  const { editor } = await write(`${items("-")}\n\nbetween\n\n${items("1.")}\n\nbetween\n\n- [ ] to do`);
  const markers = await editor
    .getByRole("listitem")
    .evaluateAll((shown) => shown.map((item) => getComputedStyle(item).listStyleType));
  const numbers = ["decimal", "lower-alpha", "lower-roman", "decimal"];
  expect(markers).toEqual(["disc", "circle", "square", "disc", ...numbers, "none"]);
});
