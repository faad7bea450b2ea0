import { expect, type Person, test } from "./fixtures.ts";
import { findings } from "./support/findings.ts";
import { press } from "./support/keys.ts";
import { outline } from "./support/outline.ts";

function palette({ page }: Pick<Person, "page">) {
  const dialog = page.getByRole("dialog", { name: "Commands and documents" });
  return {
    dialog,
    field: dialog.getByRole("combobox"),
    options: dialog.getByRole("option"),
    option: (name: string) => dialog.getByRole("option", { name, exact: true }),
    selected: dialog.locator("[role=option][aria-selected=true]"),
  };
}

test("the palette has every command with its key, runs one at the selection, and leaves the caret there", async ({
  person,
  newDocument,
  content,
}) => {
  const { id } = await newDocument({ markdown: "some words" });
  const a = await person();
  await a.open(id);
  await a.goTo("end");
  await press(a.page, "Control+k");
  const { dialog, field, option, selected } = palette(a);
  await expect(field).toBeFocused();
  for (const name of ["Heading 1", "Bulleted list", "Bold", "Divider", "Export as Markdown", "Theme: Dark"])
    await expect(option(name)).toBeAttached();
  await expect(option("Find in this document")).toContainText("Ctrl+F");
  // Where nobody signs in, nobody has an account.
  for (const name of ["Your account", "People", "Audit log", "Sign out…"])
    await expect(option(name)).toHaveCount(0);
  expect(await findings(a.page)).toEqual([]);
  await field.fill("num li");
  await expect(option("Heading 1")).toHaveCount(0);
  await expect(selected).toContainText("Numbered list");
  await press(a.page, "Enter");
  await expect(dialog).toHaveCount(0);
  await expect(a.editor).toBeFocused();
  await a.page.keyboard.type("!");
  await a.saved();
  expect(outline(await content(id, "json"))).toEqual(["<ol>some words!"]);
});

test("arrows choose in the palette, Escape and its own key shut it, and the text has the focus again", async ({
  person,
  newDocument,
}) => {
  const { id } = await newDocument({ markdown: "text" });
  const a = await person();
  await a.open(id);
  await a.goTo("end");
  await press(a.page, "Control+k");
  const { dialog, field, selected, options } = palette(a);
  await field.fill("heading");
  await expect(selected).toContainText("Heading 1");
  await press(a.page, "ArrowDown", "ArrowDown", "ArrowUp");
  await expect(selected).toContainText("Heading 2");
  await expect(field).toHaveAttribute("aria-activedescendant", "palette-heading-2");
  await press(a.page, "ArrowUp", "ArrowUp");
  await expect(options.last()).toHaveAttribute("aria-selected", "true");
  await field.fill("no such thing");
  await expect(options).toHaveCount(0);
  await expect(dialog).toContainText("Nothing has this name");
  for (const key of ["Escape", "Control+k"]) {
    await press(a.page, key);
    await expect(dialog).toHaveCount(0);
    await expect(a.editor).toBeFocused();
    await press(a.page, "Control+k");
    await expect(field).toBeFocused();
  }
});

test("the palette leads to the find bar, asks a link for its address, and makes a document", async ({
  person,
  newDocument,
}) => {
  const { id } = await newDocument({ markdown: "words" });
  const a = await person();
  await a.open(id);
  await a.goTo("end");
  const { field, selected } = palette(a);
  await press(a.page, "Control+k");
  await field.fill("find in");
  await expect(selected).toContainText("Find in this document");
  await press(a.page, "Enter");
  const find = a.page.getByRole("textbox", { name: "Find", exact: true });
  await expect(find).toBeFocused();
  await press(a.page, "Escape");
  await expect(a.editor).toBeFocused();
  await press(a.page, "Control+a", "Control+k");
  await field.fill("link");
  await expect(selected).toContainText(/link/i);
  await press(a.page, "Enter");
  await expect(a.page.getByRole("textbox", { name: "Address" })).toBeFocused();
  await a.page.keyboard.type("example.org");
  await press(a.page, "Enter");
  await expect(a.editor.getByRole("link", { name: "words" })).toHaveAttribute("href", "https://example.org");
  await expect(a.editor).toBeFocused();
  await press(a.page, "Control+k");
  await field.fill("new document");
  await expect(selected).toContainText("New document");
  await press(a.page, "Enter");
  await expect(a.title).toBeFocused();
});

test("quotes are set as a printer would from when the palette is told so, until it is told again", async ({
  person,
  newDocument,
}) => {
  const { id } = await newDocument();
  const a = await person();
  await a.open(id);
  await a.goTo("end");
  const { field, selected, dialog } = palette(a);
  for (const [choice, opened, closed] of [
    ["on", " “", " “a”"],
    ["off", ' “a” "', ' “a” "a"'],
  ] as const) {
    await press(a.page, "Control+k");
    await field.fill("smart quotes");
    await expect(selected).toHaveText(`Smart quotes and dashes: ${choice}`);
    await press(a.page, "Enter");
    await expect(dialog).toHaveCount(0);
    await expect(a.editor).toBeFocused();
    // What knows the signs is fetched for the first one, which waits for it.
    await a.page.keyboard.type(' "');
    await expect(a.editor).toHaveText(opened);
    await a.page.keyboard.type('a"');
    await expect(a.editor).toHaveText(closed);
  }
});

test("documents are found by their titles, in a document and in the library", async ({
  person,
  newDocument,
  server,
}) => {
  const { id } = await newDocument({ title: "Élan of the river", markdown: "here it is" });
  const a = await person();
  await a.page.goto(server.url);
  const { field, option, selected, dialog } = palette(a);
  await expect(a.page.getByRole("heading", { level: 1 })).toBeVisible();
  // Its key is there when its code is.
  await expect(async () => {
    if (!(await dialog.isVisible())) await press(a.page, "Control+k");
    await expect(field).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await field.fill("elan riv");
  await expect(selected).toContainText("Élan of the river");
  expect(await findings(a.page)).toEqual([]);
  await press(a.page, "Enter");
  await expect(a.page).toHaveURL(new RegExp(id));
  await a.reads("here it is");
  await a.editor.focus();
  await press(a.page, "Control+k");
  await expect(field).toBeFocused();
  await field.fill("elan");
  await expect(option("Élan of the river")).toHaveCount(0);
  await press(a.page, "Escape");
  await expect(dialog).toHaveCount(0);
});

test("FN-4 Mod+/ lists every shortcut, and those of the page do what they say", async ({
  person,
  newDocument,
}) => {
  const { id } = await newDocument({ markdown: "text" });
  const a = await person();
  await a.open(id);
  await a.goTo("end");
  const sheet = a.page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await press(a.page, "Control+/");
  await expect(sheet).toBeVisible();
  const keys = await sheet.locator("kbd").allTextContents();
  expect(new Set(keys).size).toBe(keys.length);
  for (const key of [
    "Ctrl+B",
    "Ctrl+Alt+1",
    "Ctrl+Z",
    "Ctrl+F",
    "Ctrl+H",
    "Ctrl+K",
    "Ctrl+/",
    "Alt+F10",
    "Alt+Shift+F10",
    "F6",
  ])
    expect(keys).toContain(key);
  await press(a.page, "Control+/");
  await expect(sheet).toHaveCount(0);
  await expect(a.editor).toBeFocused();

  const find = a.page.getByRole("search");
  await press(a.page, "Control+f");
  await expect(find).toBeVisible();
  await press(a.page, "Control+h");
  await expect(find.getByRole("textbox", { name: "Replace with" })).toBeVisible();
  await press(a.page, "Escape");
  await expect(a.editor).toBeFocused();
  await press(a.page, "Control+k");
  await expect(palette(a).field).toBeFocused();
  await press(a.page, "Escape");
  await expect(a.editor).toBeFocused();
  await press(a.page, "Alt+F10");
  await expect(a.page.getByRole("toolbar").locator(":focus")).toBeVisible();
  await press(a.page, "Escape");
  await expect(a.editor).toBeFocused();
});
