import { expect, test } from "vitest";
import { BoundPage, caret, read, typed, written } from "./bound-page.ts";
import { doc, p } from "./schema.ts";

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
