import { expect, test } from "vitest";
import * as Y from "yjs";
import { watchCleanUps } from "./clean-up.ts";

/** What a reader sees when two people make the same word bold at once: Yjs tidies one of the two pairs of marks away. */
function readTwoBolds(reader: Y.Doc): void {
  const writers = [new Y.Doc(), new Y.Doc()] as const;
  writers[0].getText("t").insert(0, "hello world");
  const start = Y.encodeStateAsUpdate(writers[0]);
  Y.applyUpdate(writers[1], start);
  Y.applyUpdate(reader, start, "server");
  for (const writer of writers) writer.getText("t").format(0, 5, { strong: {} });
  for (const writer of writers) Y.applyUpdate(reader, Y.encodeStateAsUpdate(writer), "server");
}

function record(ydoc: Y.Doc) {
  const watch = watchCleanUps(ydoc);
  const updates: { origin: unknown; isCleanUp: boolean }[] = [];
  ydoc.on("update", (_, origin, __, transaction) => {
    updates.push({ origin, isCleanUp: watch.isCleanUp(transaction) });
  });
  return { watch, updates };
}

test("the marks that Yjs tidies away at a reader are a clean-up, what came from the server is none", () => {
  const reader = new Y.Doc();
  reader.getText("t");
  const { updates } = record(reader);
  readTwoBolds(reader);
  expect(updates.filter(({ origin }) => origin === null)).toEqual([{ origin: null, isCleanUp: true }]);
  expect(updates.filter(({ origin }) => origin === "server").some(({ isCleanUp }) => isCleanUp)).toBe(false);
});

test("a person's deletion is an edit, also right after a remote change", () => {
  const ydoc = new Y.Doc();
  ydoc.getText("t");
  const { updates } = record(ydoc);
  readTwoBolds(ydoc);
  updates.length = 0;
  ydoc.getText("t").delete(0, 1);
  expect(updates).toEqual([{ origin: null, isCleanUp: false }]);
});

test("words that an observer writes in answer to a remote change are an edit", () => {
  const ydoc = new Y.Doc();
  const { updates } = record(ydoc);
  const text = ydoc.getText("t");
  text.observe((_, transaction) => {
    if (!transaction.local) ydoc.transact(() => text.insert(0, "!"));
  });
  const other = new Y.Doc();
  other.getText("t").insert(0, "x");
  Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(other), "server");
  expect(updates.at(-1)).toEqual({ origin: null, isCleanUp: false });
});

test("a watch that was stopped leaves no listener behind", () => {
  const ydoc = new Y.Doc();
  ydoc.getText("t");
  const { watch, updates } = record(ydoc);
  watch.stop();
  readTwoBolds(ydoc);
  expect(updates.some(({ isCleanUp }) => isCleanUp)).toBe(false);
});
