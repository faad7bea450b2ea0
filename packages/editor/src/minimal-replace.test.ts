import { schema } from "@quire/schema";
import fc from "fast-check";
import { Fragment, type Node } from "prosemirror-model";
import { EditorState } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { describe, expect, test } from "vitest";
import { replaceContent } from "./minimal-replace.ts";

const words = fc
  .array(fc.constantFrom("a", "b", "aa", "😀", "é"), { maxLength: 5 })
  .map((parts) => parts.join(""));
const inline = fc.array(
  fc.oneof(
    fc
      .tuple(words, fc.constantFrom([], [schema.mark("strong")], [schema.mark("em")]))
      .map(([text, marks]) => (text === "" ? null : schema.text(text, marks))),
    fc.constant(schema.node("hard_break")),
  ),
  { maxLength: 3 },
);
const block = fc.oneof(
  fc
    .tuple(
      inline,
      fc.constantFrom(null, "heading", "quote"),
      fc.constantFrom(null, "bullet", "task"),
      fc.constantFrom("x", "y"),
    )
    .map(([children, kind, list, id]) =>
      schema.node(
        "paragraph",
        { kind, list, id },
        children.filter((child) => child !== null),
      ),
    ),
  words.map((text) => schema.node("code_block", null, text === "" ? [] : [schema.text(text)])),
  fc.constant(schema.node("horizontal_rule")),
);
const doc = fc.array(block, { minLength: 1, maxLength: 5 }).map((blocks) => schema.node("doc", null, blocks));

describe("a remote edit becomes small steps", () => {
  test("D8 any document becomes any other, exactly", () => {
    fc.assert(
      fc.property(doc, doc, (before, after) => {
        const tr = replaceContent(EditorState.create({ doc: before }).tr, after.content);
        expect(tr.doc.toJSON()).toEqual(after.toJSON());
        tr.doc.check();
      }),
      { numRuns: 500 },
    );
  });

  test("blocks that stay the same objects are not touched", () => {
    fc.assert(
      fc.property(doc, fc.nat(), block, (before, at, changed) => {
        const blocks: Node[] = [...before.children];
        const index = at % blocks.length;
        blocks[index] = changed;
        const tr = replaceContent(
          EditorState.create({ doc: before }).tr,
          schema.node("doc", null, blocks).content,
        );
        const marked = DecorationSet.create(
          before,
          before.children.map((node, i) => {
            const pos = before.children.slice(0, i).reduce((sum, child) => sum + child.nodeSize, 0);
            return Decoration.node(pos, pos + node.nodeSize, {}, { i });
          }),
        );
        const kept = new Set(
          marked
            .map(tr.mapping, tr.doc)
            .find()
            .map(({ spec }) => spec.i),
        );
        before.children.forEach((_node, i) => {
          if (i !== index) expect(kept.has(i)).toBe(true);
        });
      }),
      { numRuns: 300 },
    );
  });

  test("a split leaves the words on both sides where they are", () => {
    const one = schema.node("doc", null, [schema.node("paragraph", { id: "x" }, [schema.text("one two")])]);
    const two = schema.node("doc", null, [
      schema.node("paragraph", { id: "x", kind: "heading" }, [schema.text("one")]),
      schema.node("paragraph", { id: "y" }, [schema.text(" two")]),
    ]);
    const tr = replaceContent(EditorState.create({ doc: one }).tr, two.content);
    expect(tr.doc.eq(two)).toBe(true);
    expect(tr.mapping.mapResult(2).pos).toBe(2);
    expect(tr.mapping.mapResult(6)).toMatchObject({ pos: 8, deleted: false });
  });

  test("an empty document gets a place for the caret", () => {
    const before = schema.node("doc", null, [schema.node("horizontal_rule")]);
    const tr = replaceContent(EditorState.create({ doc: before }).tr, Fragment.empty);
    expect(tr.doc.childCount).toBe(1);
    expect(tr.doc.firstChild?.type.name).toBe("paragraph");
  });
});
