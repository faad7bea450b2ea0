import { schema } from "@quire/schema";
import { splitBlock } from "prosemirror-commands";
import { EditorState, TextSelection, type Transaction } from "prosemirror-state";
import { describe, expect, test } from "vitest";
import { giveBlockIds } from "./block-ids.ts";

function state(...blocks: readonly [string | null, string][]): EditorState {
  const doc = schema.node(
    "doc",
    null,
    blocks.map(([id, text]) => schema.node("paragraph", { id }, text === "" ? [] : [schema.text(text)])),
  );
  return EditorState.create({ doc });
}

function ids(tr: Transaction): unknown[] {
  let next = 0;
  return giveBlockIds(tr, () => `new${++next}`).doc.children.map((node) => node.attrs.id);
}

function split(before: EditorState, pos: number): Transaction {
  const placed = before.apply(before.tr.setSelection(TextSelection.create(before.doc, pos)));
  let made = placed.tr;
  splitBlock(placed, (tr) => {
    made = tr;
  });
  return made;
}

describe("ids of blocks", () => {
  test("the first half of a split keeps the id", () => {
    expect(ids(split(state(["x", "one two"]), 4))).toEqual(["x", "new1"]);
  });

  test("a split before the first character leaves the id with the words", () => {
    expect(ids(split(state(["x", "one two"]), 1))).toEqual(["new1", "x"]);
  });

  test("D3 a block without an id gets one when it is edited, and its neighbours do not", () => {
    expect(ids(state([null, "a"], [null, "b"]).tr.insertText("!", 2))).toEqual(["new1", null]);
  });

  test("a copy gets an id of its own, before or after what it was copied from", () => {
    const before = state(["x", "one"], ["y", "two"]);
    const copied = schema.node("paragraph", { id: "x" }, [schema.text("on")]);
    expect(ids(before.tr.insert(0, copied))).toEqual(["new1", "x", "y"]);
    expect(ids(before.tr.insert(before.doc.content.size, copied))).toEqual(["x", "y", "new1"]);
  });

  test("a moved block keeps its id", () => {
    const before = state(["x", "one"], ["y", "two"]);
    const moved = before.doc.child(1);
    const tr = before.tr.delete(5, 10).insert(0, moved);
    expect(ids(tr)).toEqual(["y", "x"]);
  });

  test("typing in a block that has one changes nothing", () => {
    const tr = state(["x", "one"]).tr.insertText("!", 4);
    expect(giveBlockIds(tr).steps).toHaveLength(1);
  });
});
