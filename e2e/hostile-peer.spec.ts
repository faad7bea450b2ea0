import * as Y from "yjs";
import { expect, test } from "./meeting.ts";
import { agree } from "./support/shown.ts";
import { connectStockClient } from "./support/stock-client.ts";

const start = { type: null, tname: "document", item: null, assoc: 0 };
const cursor = { anchor: start, head: start };
const states: readonly Record<string, unknown>[] = [
  { user: { name: "<img src=https://evil.example/x onerror=alert(1)>", hue: "url(//evil.example)" }, cursor },
  { user: "root", cursor: "here" },
  { cursor: { anchor: { item: { client: "a", clock: {} } }, head: { item: { client: -1, clock: 0.5 } } } },
  { cursor: { anchor: { item: { client: 12345, clock: 99999 } }, head: { tname: "evil" } } },
  { cursor: { anchor: {}, head: {} }, constructor: 1, toString: 2 },
];

test("RT-12 a peer that says anything about itself breaks no page and runs nothing in it", async ({
  meet,
  server,
}) => {
  const { id, ada, ben } = await meet("text");
  const mallory = await connectStockClient(server.url, id);
  for (const [at, state] of states.entries()) {
    mallory.say(state);
    await ada.goTo("end");
    await ada.page.keyboard.type(` ${at}`);
    await expect(ben.editor).toContainText(
      `text${states
        .slice(0, at + 1)
        .map((_, n) => ` ${n}`)
        .join("")}`,
    );
  }
  // Whoever it says that it is, the server's name for it is shown.
  const people = ada.page.getByRole("list", { name: "People here" }).getByRole("listitem");
  await expect(people).toHaveCount(3);
  await expect(people.filter({ hasText: "img" })).toHaveCount(0);
  await Promise.all([ada.saved(), ben.saved()]);
  mallory.close();
});

const contents: readonly [string, (ydoc: Y.Doc) => void][] = [
  ["a node that the schema lacks", (ydoc) => fragmentOf(ydoc).push([new Y.XmlElement("script")])],
  ["a type that no editor can open", (ydoc) => ydoc.getMap("document-map").set("x", new Y.Map())],
  ["a link that runs", (ydoc) => textOf(ydoc).format(0, 4, { link: { href: "javascript:alert(1)" } })],
  [
    "an attribute that is an object",
    (ydoc) => elementOf(ydoc).setAttribute("kind", { toString: 1 } as never),
  ],
];

for (const [name, write] of contents) {
  test(`RT-12 a peer that writes ${name} is sent away, and nobody else notices`, async ({
    meet,
    content,
    server,
  }) => {
    const { id, ada, ben } = await meet("text");
    const mallory = await connectStockClient(server.url, id);
    const before = await content(id, "json");
    write(mallory.ydoc);
    expect(await mallory.refused).toBe(4422);
    expect(await content(id, "json")).toBe(before);
    await ada.goTo("end");
    await ada.page.keyboard.type(" goes on");
    await expect(ben.editor).toContainText("text goes on");
    await agree([ada, ben]);
    await ada.saved();
    mallory.close();
  });
}

function fragmentOf(ydoc: Y.Doc): Y.XmlFragment {
  return ydoc.getXmlFragment("document");
}

function elementOf(ydoc: Y.Doc): Y.XmlElement {
  return fragmentOf(ydoc).get(0) as Y.XmlElement;
}

function textOf(ydoc: Y.Doc): Y.XmlText {
  return elementOf(ydoc).get(0) as Y.XmlText;
}
