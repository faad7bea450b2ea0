import { expect, test } from "vitest";
import { bindingKey } from "../src/index.ts";
import type { BoundPage } from "./bound-page.ts";
import { caret, two, typed } from "./bound-page.ts";
import { p, pre, schema } from "./schema.ts";

function placesIn({ state }: BoundPage) {
  const binding = bindingKey.getState(state)?.binding;
  const places = binding?.placesOf(state);
  const at = places && [places.anchor, places.head].map((place) => binding?.toAbsolute(place)?.pos);
  return { places, at };
}

test("the places of a selection are looked for once, and are others' to move", () => {
  const { a, b, wire } = two("ours", [p("one two")]);
  caret(a, 5, 8);
  const { places, at } = placesIn(a);
  expect(at).toEqual([5, 8]);
  expect(placesIn(a).places).toBe(places);
  caret(b, 1);
  typed(b, "zero ");
  wire.exchange();
  expect(placesIn(a).at).toEqual([10, 13]);
  expect([a.state.selection.anchor, a.state.selection.head]).toEqual([10, 13]);
  caret(a, 13);
  expect(placesIn(a).at).toEqual([13, 13]);
});

test("a mark that was chosen for the next word stays chosen, whatever others write", () => {
  const { a, b, wire } = two("ours", [p("one"), p("two")]);
  caret(a, 4);
  a.edit((tr) => tr.addStoredMark(schema.mark("strong")));
  caret(b, 6);
  typed(b, "their ");
  caret(b, 1);
  typed(b, "X");
  wire.exchange();
  typed(a, "!");
  wire.exchange();
  for (const { doc } of [a, b])
    expect(doc.toString()).toBe('doc(paragraph("Xone", strong("!")), paragraph("their two"))');
});

test("a mark that was chosen goes where others make code of the line", () => {
  const { a, b, wire } = two("ours", [p("one")]);
  caret(a, 4);
  a.edit((tr) => tr.addStoredMark(schema.mark("strong")));
  b.edit((tr) => tr.replaceWith(0, 5, pre("one")));
  wire.exchange();
  expect(a.state.storedMarks ?? []).toEqual([]);
});
