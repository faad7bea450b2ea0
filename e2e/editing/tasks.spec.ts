import { press } from "../support/keys.ts";
import { expect, test } from "./writing.ts";

// On a quiet machine; a busy one may take its time.
const bar = process.env.QUIRE_PROVE === "1" ? { timeout: 1_000 } : {};
const tasks = "- [ ] buy bread\n- [ ] bake a cake\n\nin the middle";

test("ED-6 a click on the box ticks and unticks the task for everybody, and the caret stays", async ({
  write,
  person,
}) => {
  const a = await write(tasks);
  const b = await person();
  await b.open(a.documentId);
  await a.press("Control+ArrowLeft");

  const box = a.editor.getByRole("checkbox").nth(1);
  await box.click();
  await expect(b.editor.getByRole("checkbox").nth(1)).toBeChecked(bar);
  await a.page.keyboard.type("very ");
  expect(await a.blocks()).toEqual(["<task>buy bread", "<done>bake a cake", "in the very middle"]);

  await box.click();
  await expect(b.editor.getByRole("checkbox").nth(1)).not.toBeChecked(bar);
  await a.page.keyboard.type("very ");
  expect(await a.blocks()).toEqual(["<task>buy bread", "<task>bake a cake", "in the very very middle"]);
});

test("ED-6 Control+Enter ticks and unticks the task for everybody, and the caret stays", async ({
  write,
  person,
}) => {
  const a = await write("- [ ] buy bread");
  const b = await person();
  await b.open(a.documentId);
  await a.press("Control+ArrowLeft");

  await a.press("Control+Enter");
  await expect(b.editor.getByRole("checkbox")).toBeChecked(bar);
  await a.page.keyboard.type("rye ");
  expect(await a.blocks()).toEqual(["<done>buy rye bread"]);

  await a.press("Control+Enter");
  await expect(b.editor.getByRole("checkbox")).not.toBeChecked(bar);
  await a.page.keyboard.type("or oat ");
  expect(await a.blocks()).toEqual(["<task>buy rye or oat bread"]);
});

test("ED-6 a task that is ticked leaves its words and the other tasks to whoever types in them", async ({
  write,
  person,
}) => {
  const a = await write("- [ ] one\n- [ ] two");
  const b = await person();
  await b.open(a.documentId);
  await b.editor.focus();
  await press(b.page, "Control+End");
  await b.page.keyboard.type(" and");
  await a.editor.getByRole("checkbox").nth(1).click();
  await expect(b.editor.getByRole("checkbox").nth(1)).toBeChecked();
  await b.page.keyboard.type(" a half");
  await expect.poll(a.blocks).toEqual(["<task>one", "<done>two and a half"]);
});

test("ED-6 whoever may only read sees the boxes and cannot tick them", async ({
  person,
  newDocument,
  content,
  server,
}) => {
  const { id } = await newDocument({ markdown: tasks });
  const before = await content(id, "json");
  const viewer = await person();
  // The page believes the server about the role; on this server everybody may write.
  await viewer.page.route(`**/api/documents/${id}`, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), role: "view" } });
  });
  await viewer.page.goto(`${server.url}/d/${id}`);
  const box = viewer.editor.getByRole("checkbox").first();
  await expect(viewer.editor).toHaveAttribute("contenteditable", "false");
  await expect(box).toBeDisabled();
  await box.click({ force: true });
  await viewer.editor.getByText("buy bread").click();
  await press(viewer.page, "Control+Enter");
  await expect(box).not.toBeChecked();
  expect(await content(id, "json")).toBe(before);
});
