import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { exchange, outline, type Peer, p, put, putAtEnd, two, type } from "../test/peers.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function compose({ view }: Peer, word: string, before: string): void {
  if (!view.composing) view.dom.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
  const { head } = view.state.selection;
  view.dispatch(view.state.tr.insertText(word, head - before.length, head).setMeta("composition", 1));
}

function commit({ view }: Peer): void {
  view.dom.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }));
  vi.advanceTimersByTime(200);
}

test("RT-11 what others write in the block that somebody composes in waits, elsewhere it does not", () => {
  const [a, b] = two(p("one two", { id: "x" }), p("three", { id: "y" }));
  putAtEnd(a.view, 0);
  compose(a, "か", "");
  exchange(a.ydoc, b.ydoc);
  const drawn = a.view.dom.querySelector("p")?.firstChild;

  put(b.view, 0, 0);
  type(b.view, "zero ");
  putAtEnd(b.view, 1);
  type(b.view, " four");
  exchange(a.ydoc, b.ydoc);
  expect(outline(a.view)).toEqual(["one twoか", "three four"]);
  expect(a.view.dom.querySelector("p")?.firstChild).toBe(drawn);
  expect(a.view.composing).toBe(true);

  compose(a, "火", "か");
  exchange(a.ydoc, b.ydoc);
  expect(outline(a.view)).toEqual(["one two火", "three four"]);
  expect(outline(b.view)).toEqual(["zero one two火", "three four"]);

  commit(a);
  exchange(a.ydoc, b.ydoc);
  for (const { view } of [a, b]) expect(outline(view)).toEqual(["zero one two火", "three four"]);
  const { $head } = a.view.state.selection;
  expect($head.parentOffset).toBe("zero one two火".length);
});

test("RT-11 one undo takes a composed word back, and none of what others wrote meanwhile", () => {
  const [a, b] = two(p("one", { id: "x" }));
  putAtEnd(a.view, 0);
  compose(a, "か", "");
  exchange(a.ydoc, b.ydoc);
  put(b.view, 0, 0);
  type(b.view, "zero ");
  exchange(a.ydoc, b.ydoc);
  compose(a, "火", "か");
  commit(a);
  a.editor.run("undo");
  exchange(a.ydoc, b.ydoc);
  for (const { view } of [a, b]) expect(outline(view)).toEqual(["zero one"]);
  a.editor.run("redo");
  exchange(a.ydoc, b.ydoc);
  for (const { view } of [a, b]) expect(outline(view)).toEqual(["zero one火"]);
});
