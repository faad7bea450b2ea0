import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { expect, type Person, type Tab, test } from "./fixtures.ts";
import { dropFile } from "./support/drop-file.ts";
import { press } from "./support/keys.ts";
import { agree } from "./support/shown.ts";

/** The specification that Quire's Markdown follows, as its authors wrote it: 200 kB of headings, lists, code and HTML. */
const specification = readFile(createRequire(import.meta.url).resolve("commonmark-spec/spec.txt"), "utf8");

const places = {
  top: "Introduction",
  middle: "Fenced code blocks",
  end: "An algorithm for parsing nested emphasis and links",
};

test.use({ ownServer: true });
// One after the other: each opens 200 kB in three browsers at once.
test.describe.configure({ mode: "default", timeout: 300_000 });

test("the CommonMark specification, imported by dropping the file on the library as by the API, edited by three people at once over a kill of the server, keeps every other byte", async ({
  person,
  newDocument,
  server,
  content,
}) => {
  const markdown = await specification;
  const id = await drop(await person(), server.url, markdown);
  const before = await content(id, "markdown");
  const other = await newDocument({ title: "CommonMark", markdown });
  expect((await content(other.id, "markdown")) === before, "both ways bring the same").toBe(true);
  expect(before.length).toBeGreaterThan(150_000);

  const people = await Promise.all(["Ada", "Ben", "Cleo"].map((name) => person(name)));
  const [ada, ben, cleo] = people as [Person, Person, Person];
  await Promise.all(people.map(({ open }) => open(id)));
  await caretAfter(ada, places.top);
  await caretAfter(ben, places.middle);
  await caretAfter(cleo, places.end);
  const edits = ["TOPEDIT", "MIDDLEEDIT", "ENDEDIT"];
  await typeAtOnce(people, edits);
  for (const { editor } of people) for (const edit of edits) await expect(editor).toContainText(edit);
  await Promise.all(people.map(({ saved }) => saved()));

  await server.kill();
  for (const { status } of people) await expect(status).toHaveText("Offline, kept on this device");
  await typeAtOnce(people, ["2", "2", "2"]);
  await server.start();
  for (const { status } of people) await expect(status).toHaveText("Saved", { timeout: 90_000 });
  for (const { editor } of people) for (const edit of edits) await expect(editor).toContainText(`${edit}2`);

  await agree(people);
  const after = await content(id, "markdown");
  let rest = after;
  for (const edit of edits) {
    expect(after.split(`${edit}2`), edit).toHaveLength(2);
    rest = rest.replace(`${edit}2`, "");
  }
  expect(rest === before, "all but the edits is as it was").toBe(true);
});

test("the CommonMark specification can be typed in soon after it is opened", async ({
  person,
  newDocument,
}) => {
  const { id } = await newDocument({ title: "CommonMark", markdown: await specification });
  const ada = await person("Ada");
  const openedAt = performance.now();
  await ada.open(id);
  const editableAt = performance.now();
  await ada.goTo("end");
  await ada.page.keyboard.type("typed");
  await expect(ada.editor).toContainText("typed");
  const typedAt = performance.now();
  console.log(
    `editable ${Math.round(editableAt - openedAt)} ms after the address was entered, typed in ${Math.round(typedAt - openedAt)} ms after`,
  );
  await ada.saved();
});

async function drop({ page, editor, context }: Person, url: string, markdown: string): Promise<string> {
  await page.goto(url);
  await dropFile(page, { name: "spec.md", mimeType: "text/markdown", buffer: Buffer.from(markdown) });
  await page.waitForURL(/\/d\//, { timeout: 90_000 });
  await expect(editor).toContainText("What is Markdown?", { timeout: 90_000 });
  const { pathname } = new URL(page.url());
  await context.close();
  return pathname.slice("/d/".length);
}

/** Puts the caret at the end of a heading. */
async function caretAfter({ editor, page }: Tab, heading: string): Promise<void> {
  await editor.getByRole("heading", { name: heading, exact: true }).click();
  await press(page, "End");
}

async function typeAtOnce(people: readonly Tab[], words: readonly string[]): Promise<void> {
  await Promise.all(people.map(({ page }, index) => page.keyboard.type(words[index] ?? "", { delay: 10 })));
}
