import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, type Person, test } from "./fixtures.ts";
import { dropFile } from "./support/drop-file.ts";
import { noticeOf } from "./support/notice.ts";

const markdown = `# Shopping

Some *emphasis*, **weight**, ~~regret~~ and \`code\`; a [link](https://example.org/).

- bread
  - rye
- butter

1. first
2. second

- [ ] to do
- [x] done

> said

\`\`\`js
const one = 1;
\`\`\`

---

The end.
`;

function file(name: string, text = markdown) {
  return { name, mimeType: "text/markdown", buffer: Buffer.from(text) };
}

/** Chooses files by the button that opens the system's picker. */
async function pick(page: Page, ...files: ReturnType<typeof file>[]): Promise<void> {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Import…" }).click();
  await (await chooser).setFiles(files);
}

/** What floats at the foot of a page for a while. */
function messages(page: Page) {
  return page.getByRole("region", { name: "Messages" });
}

async function exportAs(page: Page, name: string): Promise<{ readonly name: string; readonly text: string }> {
  await page.getByRole("button", { name: "Document menu" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("menuitem", { name }).click();
  const saved = await download;
  return { name: saved.suggestedFilename(), text: await readFile(await saved.path(), "utf8") };
}

test("a Markdown file chosen in the picker is imported and opened, and its export is the same", async ({
  person,
  server,
}) => {
  const ada = await person("Ada");
  await ada.page.goto(server.url);
  await pick(ada.page, file("shopping.md"));
  await ada.page.waitForURL(/\/d\//);
  await expect(ada.editor.locator("blockquote")).toHaveText("said");
  await expect(ada.editor.getByRole("checkbox")).toHaveCount(2);
  await expect(ada.title).toHaveValue("Shopping");
  await expect(ada.editor.getByRole("heading", { name: "Shopping" })).toHaveCount(0);
  expect(await exportAs(ada.page, "Export as Markdown")).toEqual({ name: "Shopping.md", text: markdown });
  expect((await exportAs(ada.page, "Export as text")).text).toContain("const one = 1;\n\nThe end.");
  expect((await exportAs(ada.page, "Export as HTML")).text).toContain("<strong>weight</strong>");
});

test("a Markdown file dropped on the library is imported and opened, and its export begins with its title", async ({
  person,
  server,
}) => {
  const ada = await person("Ada");
  await ada.page.goto(server.url);
  await dropFile(ada.page, file("a list.md", "- one\n- two\n"));
  await ada.page.waitForURL(/\/d\//);
  await expect(ada.title).toHaveValue("a list");
  expect(await exportAs(ada.page, "Export as Markdown")).toEqual({
    name: "a list.md",
    text: "# a list\n\n- one\n- two\n",
  });
});

test("several files are imported at once, and one that cannot be says why", async ({ person, server }) => {
  const ada = await person("Ada");
  await ada.page.goto(server.url);
  await pick(
    ada.page,
    file("one of several.md", "one"),
    file("picture.png", "no text"),
    file("latin.txt"),
    file("two of several.md", "two"),
  );
  const list = ada.page.getByRole("region", { name: "All documents" });
  for (const title of ["one of several", "two of several"])
    await expect(list.getByRole("link", { name: title })).toBeVisible();
  await expect(
    messages(ada.page).getByText("“picture.png” was not imported: it is no Markdown or text file."),
  ).toBeVisible();
});

test("a file over the limit is refused in a sentence that names it, its size and the limit", async ({
  person,
  server,
}) => {
  const ada = await person("Ada");
  await ada.page.goto(server.url);
  await pick(ada.page, file("war and peace.md", "word ".repeat(500_000)));
  await expect(
    messages(ada.page).getByText(
      "“war and peace.md” was not imported: it has 2.4 MB and a document to import may have 2 MB. Split it and import the parts.",
    ),
  ).toBeVisible();
  await expect(ada.page).toHaveURL(`${server.url}/`);
});

test("a new title is live for others: in their list, on their open page, and in its tab", async ({
  person,
  newDocument,
  server,
}) => {
  const { id } = await newDocument({ title: "Old title", markdown: "text" });
  const [ada, ben, cleo] = await Promise.all([person("Ada"), person("Ben"), person("Cleo")]);
  await Promise.all([ada.page.goto(server.url), ben.page.goto(server.url), cleo.open(id)]);
  const rowOf = ({ page }: Person) => page.locator(`[data-document="${id}"]`);
  await expect(rowOf(ben).getByRole("link")).toHaveText("Old title");

  await ada.page.getByRole("button", { name: "Actions for Old title" }).click();
  await ada.page.getByRole("menuitem", { name: "Rename" }).click();
  const field = ada.page.getByRole("textbox", { name: "Title of Old title" });
  await expect(field).toBeFocused();
  await field.fill("From the list");
  await field.press("Enter");
  for (const someone of [ada, ben])
    await expect(rowOf(someone).getByRole("link")).toHaveText("From the list");
  await expect(cleo.title).toHaveValue("From the list");
  await expect(cleo.page).toHaveTitle("From the list · Quire");

  await cleo.title.fill("From the page");
  for (const someone of [ada, ben])
    await expect(rowOf(someone).getByRole("link")).toHaveText("From the page");
  await expect(cleo.page).toHaveTitle("From the page · Quire");
});

test("a deleted document goes from everybody's list, and undo brings it back", async ({
  person,
  newDocument,
  server,
  content,
}) => {
  const { id } = await newDocument({ title: "Regretted", markdown: "every word" });
  const [ada, ben] = await Promise.all([person("Ada"), person("Ben")]);
  await Promise.all([ada, ben].map(({ page }) => page.goto(server.url)));
  const rows = [ada, ben].map(({ page }) => page.locator(`[data-document="${id}"]`));
  for (const row of rows) await expect(row).toBeVisible();

  await ada.page.getByRole("button", { name: "Actions for Regretted" }).click();
  await ada.page.getByRole("menuitem", { name: "Delete" }).click();
  for (const row of rows) await expect(row).toHaveCount(0);
  await expect(messages(ada.page).getByText("Moved “Regretted” to trash")).toBeVisible();
  await messages(ada.page).getByRole("button", { name: "Undo" }).click();
  for (const row of rows) await expect(row).toBeVisible();
  expect(await content(id)).toBe("every word");
});

test("a document that is deleted while it is open says so, and can be brought back with all its words", async ({
  person,
  newDocument,
  content,
}) => {
  const { id } = await newDocument({ title: "Gone", markdown: "every word" });
  const [ada, ben] = await Promise.all([person("Ada"), person("Ben")]);
  await Promise.all([ada.open(id), ben.open(id)]);
  await ada.goTo("end");
  await ada.page.keyboard.type(" and one more");
  await ada.saved();

  await ben.page.getByRole("button", { name: "Document menu" }).click();
  await ben.page.getByRole("menuitem", { name: "Delete document" }).click();
  await expect(ben.page).toHaveURL(/\/$/);
  const notice = noticeOf(ada.page, "This document was deleted");
  await expect(notice).toContainText("It is in the trash, with all its words, and can be brought back.");
  await expect(ada.editor).toHaveAttribute("contenteditable", "false");
  await ada.reads("every word and one more");

  await notice.getByRole("button", { name: "Bring this back" }).click();
  await expect(notice).toBeHidden();
  await expect(ada.editor).toHaveAttribute("contenteditable", "true");
  await ada.goTo("end");
  await ada.page.keyboard.type(" at last");
  await ada.saved();
  expect(await content(id)).toBe("every word and one more at last");
});

test("the address of a deleted document offers to bring it back", async ({ person, newDocument, server }) => {
  const { id } = await newDocument({ title: "Gone before", markdown: "still here" });
  const ada = await person("Ada");
  const gone = await ada.context.request.delete(`${server.url}/api/documents/${id}`, {
    headers: { origin: server.url },
  });
  expect(gone.status()).toBe(204);
  await ada.page.goto(`${server.url}/d/${id}`);
  await ada.page.getByRole("button", { name: "Bring this back" }).click();
  await ada.reads("still here");
});

test("a deleted document with a copy on this device says that it is deleted, and nothing else", async ({
  person,
  newDocument,
  server,
  faults,
}) => {
  const { id } = await newDocument({ title: "Deleted elsewhere" });
  const ada = await person("Ada");
  await ada.open(id);
  await ada.saved();
  await ada.context.request.delete(`${server.url}/api/documents/${id}`, { headers: { origin: server.url } });
  // The browser prints what the server answers about it.
  faults.allow(/status of 410 \(Gone\)/);
  await ada.page.reload();
  await expect(noticeOf(ada.page, "This document was deleted")).toBeVisible();
  await expect(ada.title).toHaveValue("Deleted elsewhere");
  await expect(ada.status).toHaveText("Deleted");
  await expect(ada.page.getByText("0 words").first()).toBeVisible();
  await expect(ada.page.getByText("View only")).toHaveCount(0);
  const hint = ada.editor.locator(".quire-placeholder");
  expect(await hint.evaluate((block) => getComputedStyle(block, "::before").display)).toBe("none");
  await ada.page.getByRole("button", { name: "Bring this back" }).click();
  await expect(ada.editor).toHaveAttribute("contenteditable", "true");
  await ada.saved();
});
