import { expect, test } from "vitest";
import { BoundPage, caret, read, typed, written } from "./bound-page.ts";
import { doc, p } from "./schema.ts";

test("UN-1 in two editors of one shared document each undoes its own", () => {
  const ydoc = read(written(doc(p("one"), p("two"))));
  const [a, b] = [new BoundPage("ours", ydoc), new BoundPage("ours", ydoc)];
  caret(a, 4);
  typed(a, "!");
  caret(b, 10);
  typed(b, "?");
  expect(b.doc.textContent).toBe("one!two?");
  b.undo();
  b.undo();
  expect(a.doc.textContent).toBe("one!two");
  a.undo();
  expect(a.doc.textContent).toBe("onetwo");
  b.redo();
  a.redo();
  expect([a.doc.textContent, b.doc.textContent]).toEqual(["one!two?", "one!two?"]);
});

test("UN-1 what one of two editors types leaves the other its redo", () => {
  const ydoc = read(written(doc(p("one"), p("two"))));
  const [a, b] = [new BoundPage("ours", ydoc), new BoundPage("ours", ydoc)];
  caret(a, 4);
  typed(a, "!");
  a.undo();
  caret(b, 9);
  typed(b, "?");
  a.redo();
  expect(b.doc.textContent).toBe("one!two?");
});

test("in two editors of one shared document the caret of one stays where it is when the other undoes", () => {
  const ydoc = read(written(doc(p("one"), p("two"))));
  const [a, b] = [new BoundPage("ours", ydoc), new BoundPage("ours", ydoc)];
  caret(a, 4);
  typed(a, "!");
  caret(b, 9);
  a.undo();
  expect([a.doc.textContent, b.doc.textContent]).toEqual(["onetwo", "onetwo"]);
  expect([a.isUndo, b.isUndo]).toEqual([true, false]);
  expect([a.state.selection.head, b.state.selection.head]).toEqual([4, 8]);
});
