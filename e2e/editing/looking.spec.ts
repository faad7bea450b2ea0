import type { Page } from "@playwright/test";
import * as Y from "yjs";
import { expect, test } from "../fixtures.ts";
import { press } from "../support/keys.ts";
import { connectStockClient } from "../support/stock-client.ts";

const everything = [
  "# Title",
  "A **bold**, *slanted*, ~~struck~~ and `code` word with a [link](https://example.org).",
  "- item\n  - below\n\n    goes on below\n- item",
  "7. seven\n8. eight",
  "- [ ] to do\n- [x] done",
  "> said\n>\n> - in a list\n>\n> > and again",
  "```ts\nlet x = 1;\n```",
  "| a | b |\n| - | - |\n| c | d |",
  "<aside>raw</aside>",
  "![A cat](cat.png)",
  "line one\\\nline two",
  "---",
  "`- not an item`",
  "1. one",
  "![](b.png)",
].join("\n\n");

/** What somebody does who only reads: clicks, moves the caret, selects, copies, scrolls, finds their way around. */
async function lookAround(page: Page): Promise<void> {
  const editor = page.locator(".ProseMirror");
  for (const block of await editor.locator(":scope > *").all()) await block.click();
  await editor.focus();
  await press(
    page,
    "Control+Home",
    "ArrowDown",
    "End",
    "Shift+ArrowDown",
    "Control+Shift+ArrowRight",
    "Control+c",
    "Control+End",
    "PageUp",
    "Control+a",
    "Control+a",
    "Escape",
    "Control+z",
    "Control+Shift+z",
  );
  await page.mouse.wheel(0, 2_000);
  await page.getByRole("textbox", { name: "Title" }).click();
  await page.getByRole("button", { name: "Document menu" }).click();
  await press(page, "Escape");
}

/** What no editor of ours writes, and other clients may. */
const untidy: readonly { readonly name: string; readonly spoil: (fragment: Y.XmlFragment) => void }[] = [
  {
    name: "a block without a text in it",
    spoil: (fragment) => fragment.push([new Y.XmlElement("paragraph")]),
  },
  {
    name: "text in several pieces, some of them empty",
    spoil: (fragment) =>
      blockAt(fragment, 1).push([new Y.XmlText(), new Y.XmlText(" and more"), new Y.XmlText("")]),
  },
  {
    name: "blocks without an id, and two with the same one",
    spoil(fragment) {
      blockAt(fragment, 0).removeAttribute("id");
      blockAt(fragment, 2).setAttribute("id", blockAt(fragment, 1).getAttribute("id") ?? "same");
    },
  },
  {
    name: "formatting that ends where it begins, and twice",
    spoil(fragment) {
      const text = blockAt(fragment, 1).get(0) as Y.XmlText;
      text.format(0, 3, { strong: {} });
      text.format(0, 3, { strong: null });
      text.format(1, 4, { em: {} });
      text.format(1, 4, { em: {} });
    },
  },
];

function blockAt(fragment: Y.XmlFragment, index: number): Y.XmlElement {
  const block = fragment.get(index);
  if (!(block instanceof Y.XmlElement)) throw new Error(`there is no block at ${index}`);
  return block;
}

/** The document as a client that has just come gets it. */
async function rawState(url: string, documentId: string): Promise<string> {
  const client = await connectStockClient(url, documentId);
  const state = client.state();
  client.close();
  return state;
}

test.describe("opening a document and looking around in it never changes it", () => {
  test("when it has every kind of block and mark", async ({ person, newDocument, content, server }) => {
    const { id } = await newDocument({ title: "Everything", markdown: everything });
    const before = { json: await content(id, "json"), raw: await rawState(server.url, id) };
    const watcher = await connectStockClient(server.url, id);
    let updates = 0;
    watcher.ydoc.on("update", () => updates++);

    const a = await person();
    const b = await person();
    for (const someone of [a, b]) {
      await someone.open(id);
      await lookAround(someone.page);
      await someone.saved();
    }
    await a.page.reload();
    await expect(a.editor).toContainText("line two");
    await a.saved();

    expect(watcher.state()).toBe(before.raw);
    expect(updates).toBe(0);
    watcher.close();
    expect(await rawState(server.url, id)).toBe(before.raw);
    expect(await content(id, "json")).toBe(before.json);
  });

  test("when it is empty", async ({ person, newDocument, content, server }) => {
    const { id } = await newDocument();
    const before = { json: await content(id, "json"), raw: await rawState(server.url, id) };
    const reader = await person();
    await reader.open(id);
    await lookAround(reader.page);
    await reader.saved();
    expect(await rawState(server.url, id)).toBe(before.raw);
    expect(await content(id, "json")).toBe(before.json);
  });

  for (const { name, spoil } of untidy) {
    test(`when it has ${name}`, async ({ person, newDocument, content, server }) => {
      const { id } = await newDocument({ markdown: "first\n\nsecond\n\nthird" });
      const writer = await connectStockClient(server.url, id);
      writer.ydoc.transact(() => spoil(writer.ydoc.getXmlFragment("document")));
      await expect.poll(() => rawState(server.url, id)).toBe(writer.state());
      writer.close();
      const before = { json: await content(id, "json"), raw: await rawState(server.url, id) };
      const reader = await person();
      await reader.page.goto(`${server.url}/d/${id}`);
      await expect(reader.editor).toContainText("third");
      await lookAround(reader.page);
      await reader.saved();
      expect(await rawState(server.url, id)).toBe(before.raw);
      expect(await content(id, "json")).toBe(before.json);
    });
  }
});
