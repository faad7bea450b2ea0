import { randomUUID } from "node:crypto";
import * as Y from "yjs";
import { expect, type Person, test } from "./fixtures.ts";
import { findingsInBoth } from "./support/findings.ts";
import { inputMethodOf } from "./support/input-method.ts";
import { press } from "./support/keys.ts";
import { agree } from "./support/shown.ts";
import { connectStockClient } from "./support/stock-client.ts";
import { clocksOf, contentUntil } from "./support/structs.ts";
import { blockShapes, inlineShapes, line, nest } from "./support/unknown-content.ts";

// An open room has no gate: it holds what an older gate let in, or a later page wrote.
test.use({ serverEnv: { QUIRE_OPEN_ROOMS: "true" } });

interface Fixtures {
  readonly newDocument: () => Promise<{ readonly id: string }>;
  readonly server: { readonly url: string };
  readonly person: (name?: string) => Promise<Person>;
}

/** Somebody who can open the room: what the API says of a document is all that an open room lacks for a page. */
async function visitor({ newDocument, person }: Fixtures, room: string, name: string): Promise<Person> {
  const [somebody, like] = await Promise.all([person(name), newDocument()]);
  await somebody.context.route(`**/api/documents/${room}`, async (route) => {
    const response = await route.fetch({ url: route.request().url().replace(room, like.id) });
    await route.fulfill({ response, json: { ...(await response.json()), id: room } });
  });
  return somebody;
}

/** Two people at a document that somebody without a page of ours has written, once they see what is in it. */
async function openWritten(fixtures: Fixtures, write: (text: Y.XmlFragment) => void) {
  const { server } = fixtures;
  const id = randomUUID();
  const writer = await connectStockClient(server.url, id);
  const text = writer.ydoc.getXmlFragment("document");
  writer.ydoc.transact(() => {
    write(text);
    text.push([line("the end")]);
  });
  // What Yjs itself does not carry, such as an object's key named __proto__, is in nobody's copy.
  const reader = await connectStockClient(server.url, id);
  await expect.poll(() => reader.state()).toBe(writer.state());
  const clocks = clocksOf(reader.ydoc);
  const written = contentUntil(reader.ydoc, clocks);
  const whole = reader.state();
  const [ada, ben] = await Promise.all([visitor(fixtures, id, "Ada"), visitor(fixtures, id, "Ben")]);
  for (const someone of [ada, ben]) {
    await someone.open(id);
    await expect(someone.editor).toContainText("the end");
    await someone.saved();
  }
  expect(reader.state(), "opening it writes nothing").toBe(whole);
  return {
    ada,
    ben,
    reader,
    /** All that was written is there as it was, for everybody and for who comes now. */
    async expectKept() {
      await Promise.all([ada.saved(), ben.saved()]);
      await agree([ada, ben]);
      const late = await connectStockClient(server.url, id);
      expect(Object.fromEntries(contentUntil(late.ydoc, clocks))).toEqual(Object.fromEntries(written));
      await expect.poll(() => reader.state()).toBe(late.state());
      const cleo = await visitor(fixtures, id, "Cleo");
      await cleo.open(id);
      await agree([ada, cleo]);
      for (const client of [late, reader, writer]) client.close();
    },
  };
}

test("D1 blocks that no page can show stay byte for byte while two people write around them", async ({
  newDocument,
  server,
  person,
}) => {
  const { ada, ben, expectKept } = await openWritten({ newDocument, server, person }, (text) => {
    text.push([line("gap 0.")]);
    blockShapes.forEach(([, put], index) => {
      put(text, text.length);
      text.push([line(`gap ${index + 1}.`)]);
    });
  });
  const writeAt = async ({ editor, page }: Person, name: string, first: number) => {
    for (let gap = first; gap <= blockShapes.length; gap += 2) {
      await editor.getByText(`gap ${gap}.`).click();
      await press(page, "End");
      await page.keyboard.type(` ${name}`);
    }
    await press(page, "Enter");
    await page.keyboard.type("bold");
    await press(page, "Shift+Home", "Control+b", "ArrowRight", "Backspace");
  };
  await Promise.all([writeAt(ada, "ada", 0), writeAt(ben, "ben", 1)]);
  for (let gap = 0; gap <= blockShapes.length; gap++)
    await ada.reads(new RegExp(`^gap ${gap}\\. ${gap % 2 === 0 ? "ada" : "ben"}$`, "m"));
  await expectKept();
});

test("D1 what no page can show in a line stays byte for byte while two people write in that line", async ({
  newDocument,
  server,
  person,
}) => {
  const { ada, ben, expectKept } = await openWritten({ newDocument, server, person }, (text) => {
    for (const [, put] of inlineShapes) {
      const block = line("one two three");
      text.push([block]);
      put(block, block.get(0) as Y.XmlText);
    }
  });
  const writeAt = async ({ editor, page }: Person, edge: "Home" | "End", words: string) => {
    for (let index = 0; index < inlineShapes.length; index++) {
      await editor
        .locator("> *")
        .nth(index)
        .click({ position: { x: 300, y: 12 } });
      await press(page, edge);
      await page.keyboard.type(words);
    }
  };
  await Promise.all([writeAt(ada, "Home", "ada "), writeAt(ben, "End", " ben")]);
  for (const someone of [ada, ben])
    await someone.reads(new RegExp(`^(ada one.* ben\\n){${inlineShapes.length}}the end$`));
  await expectKept();
});

test("D1 a block of 5,000 in one another is one thing in the page, and two people write around it", async ({
  newDocument,
  server,
  person,
}) => {
  const { ada, ben, expectKept } = await openWritten({ newDocument, server, person }, (text) => {
    text.push([line("above")]);
    nest(text, 1, "gallery", 5_000);
  });
  const sealed = ada.editor.getByRole("note");
  await expect(sealed).toHaveCount(1);
  await expect(sealed).toContainText("depth 10");
  await ada.goTo("start");
  await ada.page.keyboard.type("ada ");
  await ben.goTo("end");
  await ben.page.keyboard.type(" ben");
  for (const someone of [ada, ben]) await someone.reads(/^ada above\n[\s\S]*\nthe end ben$/);
  await expectKept();
});

test("D10 a block that no page can show goes when it is selected and deleted, for everybody, and comes back by undo", async ({
  newDocument,
  server,
  person,
}) => {
  const { ada, ben } = await openWritten({ newDocument, server, person }, (text) => {
    text.push([line("above")]);
    blockShapes[0]?.[1](text, 1);
  });
  const sealed = (someone: Person) => someone.editor.getByRole("note", { name: /gallery/ });
  await expect(sealed(ben)).toContainText("a gallery's words");
  await ada.goTo("end");
  await press(ada.page, "Home", "Backspace");
  await expect(sealed(ada)).toHaveClass(/ProseMirror-selectednode/);
  await ada.page.keyboard.type("x");
  await ben.reads(/\nx\nthe end$/);
  await press(ada.page, "Backspace", "Backspace");
  await expect(sealed(ada)).toHaveClass(/ProseMirror-selectednode/);
  await press(ada.page, "Backspace");
  await expect(sealed(ben)).toHaveCount(0);
  await agree([ada, ben]);
  await press(ada.page, "Control+z");
  await expect(sealed(ben)).toContainText("a gallery's words");
  await agree([ada, ben]);
});

test("AX-1 what no page can show is reached and passed by keyboard, and can be read in light and dark, selected or not", async ({
  newDocument,
  server,
  person,
}) => {
  const { ada } = await openWritten({ newDocument, server, person }, (text) => {
    text.push([line("above")]);
    blockShapes[0]?.[1](text, 1);
    const block = line("one two three");
    text.push([block]);
    inlineShapes[0]?.[1](block, block.get(0) as Y.XmlText);
  });
  const { page, editor } = ada;
  const selected = editor.locator(".ProseMirror-selectednode");
  await ada.goTo("start");
  await press(page, "ArrowDown");
  await expect(selected).toHaveText(/gallery/);
  await press(page, "ArrowDown");
  await expect(selected).toHaveCount(0);
  await press(page, "End", "Control+ArrowLeft", "ArrowLeft", "ArrowLeft");
  await expect(selected).toHaveText("two");
  await press(page, "ArrowLeft", "ArrowUp");
  await expect(selected).toHaveText(/gallery/);
  await editor.getByRole("note").first().click();
  expect(await findingsInBoth(page)).toEqual([]);
  await press(page, "Control+a");
  await expect(editor.locator(".quire-sealed-covered")).toHaveCount(2);
  expect(await findingsInBoth(page)).toEqual([]);
});

test("D10 words that no page can show whole are selected before a key takes them, and moved by dragging", async ({
  newDocument,
  server,
  person,
}) => {
  const { ada, ben, reader } = await openWritten({ newDocument, server, person }, (text) => {
    const block = line("one two three");
    text.push([block]);
    inlineShapes[0]?.[1](block, block.get(0) as Y.XmlText);
  });
  const run = ada.editor.getByRole("note");
  await ada.goTo("start");
  await press(ada.page, "End", "Control+Backspace");
  await ben.reads(/^one two \nthe end$/);
  await press(ada.page, "Control+Backspace");
  await expect(run).toHaveClass(/quire-sealed-covered|ProseMirror-selectednode/);
  await run.click();
  await expect(run).toHaveClass(/ProseMirror-selectednode/);
  await run.dragTo(ada.editor.getByText("the end"), { targetPosition: { x: 1, y: 12 } });
  await ben.reads(/^one +\ntwothe end$/);
  await agree([ada, ben]);
  const last = reader.ydoc.getXmlFragment("document").get(1) as Y.XmlElement;
  await expect
    .poll(() => last.toArray().flatMap((child) => (child as Y.XmlText).toDelta()))
    .toEqual([{ insert: "two", attributes: { sub: {} } }, { insert: "the end" }]);
});

test("RT-11 a word that is composed while something is selected that is no text comes behind it or in its place, once", async ({
  newDocument,
  server,
  person,
}) => {
  const { ada, ben } = await openWritten({ newDocument, server, person }, (text) => {
    text.push([line("above")]);
    blockShapes[0]?.[1](text, 1);
    const block = line("one two three");
    text.push([block]);
    inlineShapes[0]?.[1](block, block.get(0) as Y.XmlText);
    text.push([new Y.XmlElement("horizontal_rule")]);
  });
  const input = await inputMethodOf(ada.page);
  const compose = async (): Promise<void> => {
    await expect(ada.editor.locator(".ProseMirror-selectednode")).toHaveCount(1);
    for (const word of ["k", "か", "かn", "かん"]) await input.compose(word);
    await ben.goTo("end");
    await ben.page.keyboard.type("!");
    await input.commit("感");
    await ada.reads(/!$/);
  };
  const heard = [];
  for (const chosen of [
    ada.editor.getByRole("note").first(),
    ada.editor.getByRole("note").nth(1),
    ada.editor.locator("hr"),
  ]) {
    await chosen.click();
    await compose();
    heard.push({ type: "compositionstart" }, { type: "compositionend", data: "感" });
  }
  const shown = /^above\n.*gallery's words\nand more\n感\none two感 three\n感\nthe end!!!$/;
  for (const someone of [ada, ben]) await someone.reads(shown);
  expect(await input.heard(), "none is broken off").toMatchObject(heard);
  await expect(ada.editor.getByRole("note")).toHaveCount(2);
  await agree([ada, ben]);
});
