import { expect, test } from "vitest";
import { open, p, put, shared, type } from "../test/peers.ts";

/** An editor whose page is painted when the test says so. */
function openUnpainted(text: string) {
  const waiting = new Set<() => void>();
  const peer = open(shared(p(text, { id: "x" })), { afterPaint: (task) => waiting.add(task) });
  const paint = () => {
    const tasks = [...waiting];
    waiting.clear();
    for (const task of tasks) task();
  };
  return { ...peer, waiting, paint };
}

test("a key's text is in the shared document before it is painted; whoever looks at the editor is told after that", () => {
  const { editor, view, ydoc, paint } = openUnpainted("one two");
  paint();
  const words: number[] = [];
  editor.subscribe(() => words.push(editor.getSnapshot().words));
  let updates = 0;
  ydoc.on("update", () => updates++);
  put(view, 0, 7);
  type(view, " more");
  expect(updates).toBeGreaterThan(0);
  expect(words).toEqual([]);
  paint();
  expect(words).toEqual([3]);
});

test("a snapshot that is asked for is never an old one", () => {
  const { editor, view, paint } = openUnpainted("one");
  put(view, 0, 3);
  type(view, " two");
  const snapshot = editor.getSnapshot();
  expect(snapshot.words).toBe(2);
  paint();
  expect(editor.getSnapshot()).toBe(snapshot);
});

test("listeners are told of a snapshot that somebody asked for before them", () => {
  const { editor, view, paint } = openUnpainted("one");
  paint();
  let told = 0;
  editor.subscribe(() => told++);
  put(view, 0, 3);
  type(view, " two");
  editor.getSnapshot();
  paint();
  expect(told).toBe(1);
});

test("where this person is goes to the others after the paint, once for all keys before it", () => {
  const { view, awareness, paint } = openUnpainted("one");
  view.focus();
  paint();
  let told = 0;
  awareness.on("update", () => told++);
  put(view, 0, 3);
  type(view, " two");
  expect(told).toBe(0);
  paint();
  expect(told).toBe(1);
});

test("what still waits when an editor is closed does nothing", () => {
  const { editor, view, awareness, paint } = openUnpainted("one");
  view.focus();
  paint();
  put(view, 0, 3);
  editor.destroy();
  paint();
  expect(awareness.getLocalState()?.cursor).toBeNull();
});
