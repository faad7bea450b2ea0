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

  test("a change of many blocks names them in one step, which can be taken back", () => {
    const before = state(...Array.from({ length: 50 }, (): [null, string] => [null, "one"]));
    const tr = before.tr;
    before.doc.forEach((_node, pos) => void tr.insertText("!", tr.mapping.map(pos + 1)));
    const steps = tr.steps.length;
    expect(new Set(ids(tr)).size).toBe(50);
    expect(tr.steps).toHaveLength(steps + 1);
    const [last, unnamed] = [tr.steps.at(-1), tr.docs.at(-1)];
    if (!last || !unnamed) throw new Error("the change must have a step for the names");
    expect(last.invert(unnamed).apply(tr.doc).doc?.eq(unnamed)).toBe(true);
  });

  test("many blocks inside others are named in one step as well", () => {
    const { paragraph, callout } = schema.nodes;
    const lines = Array.from({ length: 30 }, () => paragraph.create(null, schema.text("one")));
    const before = EditorState.create({
      doc: schema.node("doc", {}, [
        paragraph.create(),
        callout.create(null, [callout.create(null, lines), ...lines]),
      ]),
    });
    const tr = before.tr.setNodeAttribute(2, "tone", "tip");
    before.doc.descendants((node, pos) => void (node.isText && tr.insertText("!", tr.mapping.map(pos))));
    const steps = tr.steps.length;
    giveBlockIds(tr);
    const names: unknown[] = [];
    tr.doc.descendants((node) => void (node.isBlock && names.push(node.attrs.id)));
    expect(names.slice(1).every((id) => typeof id === "string")).toBe(true);
    expect(new Set(names).size).toBe(63);
    expect(tr.steps).toHaveLength(steps + 1);
    const [last, unnamed] = [tr.steps.at(-1), tr.docs.at(-1)];
    if (!last || !unnamed) throw new Error("the change must have a step for the names");
    expect(last.invert(unnamed).apply(tr.doc).doc?.eq(unnamed)).toBe(true);
  });
});
