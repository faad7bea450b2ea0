import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { press } from "../support/keys.ts";
import { outline } from "../support/outline.ts";
import { type Clip, pasteClip } from "../support/paste-clip.ts";
import { visit } from "../support/person.ts";
import { expect, test } from "./writing.ts";

test.use({ keepsPage: true });

/** What programs put on the clipboard, and the blocks that come of it: the parts of a fixture by their names. */
function fixture(name: string): ReadonlyMap<string, string> {
  const file = path.join(import.meta.dirname, "../../packages/editor/test/fixtures/clipboard", `${name}.txt`);
  const parts = readFileSync(file, "utf8").split(/^=== /m).slice(1);
  return new Map(
    parts.map((part): [string, string] => {
      const end = part.indexOf("\n");
      return [part.slice(0, end), part.slice(end + 1).trimEnd()];
    }),
  );
}

function clipOf(name: string): Clip {
  const parts = fixture(name);
  return {
    html: parts.get("text/html") ?? "",
    text: parts.get("text/plain") ?? "",
    editorData: parts.get("vscode-editor-data") ?? "",
  };
}

const withBlocks = readdirSync(
  path.join(import.meta.dirname, "../../packages/editor/test/fixtures/clipboard"),
)
  .map((file) => file.replace(/\.txt$/, ""))
  .filter((name) => fixture(name).has("document"));

test("PA-1 PA-2 PA-3 PA-5 what programs copy becomes its blocks in a browser", async ({
  write,
  newDocument,
  content,
}) => {
  const writer = await write();
  for (const name of withBlocks) {
    const { id } = await newDocument();
    await visit(writer, id);
    await writer.editor.focus();
    await pasteClip(writer.page, clipOf(name));
    const expected = fixture(name).get("document")?.split("\n").filter(Boolean);
    await expect
      .poll(async () => outline(await content(id, "json")).map((line) => line.replaceAll("\n", "\\n")), {
        message: name,
        intervals: [50, 100],
      })
      .toEqual(expected);
  }
});

test("PA-4 a range of Excel is text in its order, though a picture of it lies beside it", async ({
  write,
}) => {
  const writer = await write();
  await pasteClip(writer.page, { ...clipOf("excel"), png: true });
  await expect(writer.editor).toContainText("Quarter");
  await writer.saved();
  await expect(writer.editor).toContainText(/Quarter\s*Sum\s*Q1\s*25%\s*1\.000\s*the figures/);
  await expect(writer.editor.locator("img[src^='data:'], img[src^='blob:']")).toHaveCount(0);
});

test("PA-5 Mod-Shift-v pastes Markdown as it is written, Mod-v as its blocks", async ({ write }) => {
  const writer = await write();
  const text = "# Title\n\n- **one** &copy;\n- two";
  await writer.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await writer.page.evaluate((words) => navigator.clipboard.writeText(words), text);
  await writer.press("Control+Shift+v");
  await expect.poll(writer.blocks).toEqual(["# Title", "- **one** &copy;", "- two"]);
  await writer.press("Control+a", "Delete", "Control+v");
  await expect.poll(writer.blocks).toEqual(["<h1>Title", "<ul><strong>one</> ©", "<ul>two"]);
});

test("PA-6 what is copied in one document is the same in another", async ({
  write,
  newDocument,
  content,
}) => {
  const markdown =
    "# Title\n\nSome **bold**, *slanted*, ~~struck~~ `code` and [a link](https://example.org/)\n\n5. five\n   - below\n\n     more of it\n6. six\n\n- [x] done\n- [ ] to do\n\n> said\n>\n> > twice\n\n```ts\nlet a;\n```\n\n---\n\nThe end";
  const writer = await write(markdown);
  const before = await writer.blocks();
  await writer.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await writer.press("Control+a", "Control+c");
  const { id } = await newDocument();
  await writer.open(id);
  await writer.editor.focus();
  await writer.press("Control+v");
  await expect.poll(async () => outline(await content(id, "json"))).toEqual(before);
});

test("PA-8 1 MB of text lands as one step, whole for others, and goes by one undo", async ({
  write,
  person,
}) => {
  const writer = await write();
  const line = "All work and no play makes a long document, one line after the other, to the end. ";
  const lines = Array.from({ length: Math.ceil(1_000_000 / (line.length + 6)) }, (_, at) => `${line}${at}`);
  await pasteClip(writer.page, { html: "", text: lines.join("\n"), editorData: "" });
  const last = writer.editor.locator(":scope > *").last();
  await expect(last).toHaveText(`${line}${lines.length - 1}`, { timeout: 60_000 });
  await writer.saved();
  const reader = await person();
  await reader.open(writer.documentId);
  await expect(reader.editor.locator(":scope > *")).toHaveCount(lines.length, { timeout: 60_000 });
  await writer.press("Control+z");
  await expect.poll(writer.blocks, { timeout: 60_000 }).toEqual([""]);
});

test("what is pasted before the page can read it stands where it was pasted", async ({
  person,
  newDocument,
  content,
}) => {
  const { id } = await newDocument({ markdown: "ab" });
  const writer = await person();
  const asked = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<void>();
  await writer.page.route(/\/clipboard-props-/, async (route) => {
    asked.resolve();
    await answer.promise;
    await route.continue();
  });
  // The page may ask for it before it counts as loaded, which then waits for the answer.
  const opened = writer.open(id);
  await expect(writer.editor).toHaveAttribute("contenteditable", "true", { timeout: 60_000 });
  await writer.goTo("start");
  await press(writer.page, "ArrowRight");
  await asked.promise;
  await pasteClip(writer.page, {
    html: "<p><b style='font-weight:normal' id='docs-internal-guid-1'>X</b></p>",
    text: "X",
    editorData: "",
  });
  await writer.page.keyboard.type("typed");
  await writer.reads("atypedb");
  answer.resolve();
  await opened;
  await expect.poll(async () => outline(await content(id, "json"))).toEqual(["aXtypedb"]);
});

test("what is pasted while nothing can be loaded is its text", async ({
  person,
  newDocument,
  content,
  faults,
}) => {
  const { id } = await newDocument({ markdown: "a" });
  const writer = await person();
  faults.allow(/Failed to load resource/);
  await writer.page.route(/\/clipboard-props-/, (route) => route.abort());
  await writer.open(id);
  await writer.goTo("end");
  await pasteClip(writer.page, {
    html: "<p style='color: red'><b>words</b></p>",
    text: "words",
    editorData: "",
  });
  await expect.poll(async () => outline(await content(id, "json"))).toEqual(["awords"]);
});

test("an address pasted over words links them, and one that is not safe to follow does not", async ({
  write,
}) => {
  const writer = await write("words");
  await writer.press("Shift+Home");
  await pasteClip(writer.page, { html: "", text: "https://example.org/page", editorData: "" });
  await expect.poll(writer.blocks).toEqual(["<link https://example.org/page>words</>"]);
  await writer.press("End");
  await writer.press("Shift+Home");
  await pasteClip(writer.page, { html: "", text: "javascript:alert(1)", editorData: "" });
  await expect
    .poll(writer.blocks)
    .toEqual([expect.stringMatching(/^(?!.*link javascript).*javascript:alert/)]);
});
