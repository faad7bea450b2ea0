import { expect, test } from "vitest";
import { bindingKey } from "../src/index.ts";
import type { BoundPage } from "./bound-page.ts";
import { caret, two, typed } from "./bound-page.ts";
import { p } from "./schema.ts";

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
