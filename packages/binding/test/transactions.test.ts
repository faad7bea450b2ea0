import { TextSelection } from "prosemirror-state";
import { describe, expect, test } from "vitest";
import type * as Y from "yjs";
import { two } from "./bound-page.ts";
import { difference } from "./judge.ts";
import { p } from "./schema.ts";

function textOf(fragment: Y.XmlFragment, index: number): Y.XmlText {
  return (fragment.get(index) as Y.XmlElement).get(0) as Y.XmlText;
}

describe("an edit of the page in a transaction in which something else has changed the document", () => {
  test("is written where it was made, beside what was put in", () => {
    const { a, b, wire } = two("ours", [p("one"), p("two")]);
    a.ydoc.transact(() => {
      textOf(a.fragment, 0).insert(0, "raw ");
      a.edit((tr) => tr.insertText("X", 2));
    });
    expect(a.doc.textContent).toBe("raw oXnetwo");
    wire.exchange();
    expect([...difference(a), ...difference(b), b.doc.textContent]).toEqual(["raw oXnetwo"]);
  });

  test("is written, and shown with the rest, where its block was deleted", () => {
    const { a, b, wire } = two("ours", [p("one"), p("two")]);
    a.ydoc.transact(() => {
      a.fragment.delete(0, 1);
      a.edit((tr) => tr.insertText("X", 2).insertText("Y", 7));
    });
    wire.exchange();
    expect([...difference(a), ...difference(b), b.doc.textContent]).toEqual(["Ytwo"]);
    expect(a.doc.eq(b.doc)).toBe(true);
  });

  test("is written where nothing else was changed", () => {
    const { a, b, wire } = two("ours", [p("one")]);
    a.ydoc.transact(() => a.edit((tr) => tr.insertText("X", 2)));
    a.edit((tr) => tr.insertText("Y", 3));
    wire.exchange();
    expect([...difference(a), ...difference(b), b.doc.textContent]).toEqual(["oXYne"]);
  });
});

test("a selection that the page reads when others' change is about to come stays where it is by then", () => {
  const { a, b, wire } = two("ours", [p("one"), p("two")]);
  const select = (at: number) => a.edit((tr) => tr.setSelection(TextSelection.create(tr.doc, at)));
  select(2);
  a.ydoc.on("beforeTransaction", ({ local }) => {
    if (!local) select(8);
  });
  b.edit((tr) => tr.insertText("X", 1));
  wire.exchange();
  expect([a.doc.textContent, a.state.selection.head]).toEqual(["Xonetwo", 9]);
});
