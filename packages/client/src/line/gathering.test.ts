import { decodeMessage, encodeMessage, type Message } from "@quire/protocol";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { Gathering } from "./gathering.ts";

/** A page that paints when it is told to, and what its gathering delivers. */
function createPage() {
  const tasks = new Set<() => void>();
  const delivered: Message[] = [];
  const gathering = new Gathering({
    deliver: (frame) => delivered.push(decodeMessage(frame)),
    afterPaint: (task) => tasks.add(task),
  });
  const paint = () => {
    const now = [...tasks];
    tasks.clear();
    for (const task of now) task();
  };
  const add = (message: Message) => gathering.add(message, new Uint8Array(encodeMessage(message)));
  const types = () => delivered.splice(0).map(({ type }) => type);
  return { gathering, delivered, paint, add, types };
}

/** Updates of somebody who types a letter at a time. */
function* letters(): Generator<Message & { readonly type: "update" }> {
  const ydoc = new Y.Doc();
  const updates: Uint8Array[] = [];
  ydoc.on("update", (update: Uint8Array) => updates.push(update));
  for (;;) {
    ydoc.getText("t").insert(ydoc.getText("t").length, "x");
    for (const update of updates.splice(0)) yield { type: "update", update };
  }
}

function textOf(messages: readonly Message[]): string {
  const ydoc = new Y.Doc();
  for (const message of messages) if (message.type === "update") Y.applyUpdate(ydoc, message.update);
  return ydoc.getText("t").toJSON();
}

test("C15 a letter that comes alone is applied at once", () => {
  const { add, paint, types } = createPage();
  const typed = letters();
  for (let key = 0; key < 3; key++) {
    add(typed.next().value);
    expect(types()).toEqual(["update"]);
    paint();
  }
});

test("C15 what comes before a paint is applied as one after it", () => {
  const { add, paint, delivered } = createPage();
  const typed = letters();
  for (let key = 0; key < 20; key++) add(typed.next().value);
  expect(delivered).toHaveLength(1);
  paint();
  expect(delivered).toHaveLength(2);
  expect(textOf(delivered)).toBe("x".repeat(20));
  paint();
  add(typed.next().value);
  expect(delivered).toHaveLength(3);
});

test("C15 a caret comes behind the text that it stands in, all else in its place", () => {
  const { add, paint, types } = createPage();
  const typed = letters();
  add(typed.next().value);
  add({ type: "awareness", update: Uint8Array.of(0) });
  expect(types()).toEqual(["update", "awareness"]);
  add(typed.next().value);
  add({ type: "awareness", update: Uint8Array.of(0) });
  expect(types()).toEqual([]);
  add({ type: "query-awareness" });
  expect(types()).toEqual(["update", "awareness", "query-awareness"]);
  paint();
  expect(types()).toEqual([]);
});

test("C15 who removed something is told of that update alone", () => {
  const { add, types } = createPage();
  const typed = letters();
  add(typed.next().value);
  add(typed.next().value);
  add({ type: "remover", clientId: 7 });
  add(typed.next().value);
  expect(types()).toEqual(["update", "update", "remover", "update"]);
});

test("C15 a page that paints nothing keeps no more than 64 updates", () => {
  const { add, gathering, delivered } = createPage();
  const typed = letters();
  for (let key = 0; key < 200; key++) add(typed.next().value);
  expect(delivered).toHaveLength(4);
  gathering.flush();
  expect(textOf(delivered)).toBe("x".repeat(200));
});
