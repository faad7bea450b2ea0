import { expect, test } from "vitest";
import type * as Y from "yjs";
import { bindings } from "./bindings.ts";
import { BoundPage, read, written } from "./bound-page.ts";
import { everything, texts } from "./texts.ts";

const documents = [...texts, written(everything())];

/** The position that a page finds for a place which another page made of each of its own positions. */
function through(from: BoundPage, to: BoundPage): readonly (number | null)[] {
  return positionsIn(from).map((pos) => to.toAbsolute(from.toRelative(pos)));
}

/** Every position from the start to the end of a text; what lies between blocks differs for stock pages. */
function positionsIn({ doc }: BoundPage): readonly number[] {
  const all = Array.from({ length: doc.content.size + 1 }, (_, pos) => pos);
  return all.filter((pos) => doc.resolve(pos).parent.isTextblock);
}

test("a place in a text is the same position to both bindings, whichever made it", () => {
  for (const bytes of documents) {
    for (const maker of bindings) {
      for (const finder of bindings) {
        const [from, to] = [new BoundPage(maker, read(bytes)), new BoundPage(finder, read(bytes))];
        expect(through(from, to), `${maker} to ${finder} in ${from.doc.toString()}`).toEqual(
          positionsIn(from),
        );
      }
    }
  }
});

test("a position between blocks comes back as it was", () => {
  for (const bytes of documents) {
    const page = new BoundPage("ours", read(bytes));
    const all = Array.from({ length: page.doc.content.size + 1 }, (_, pos) => pos);
    expect(all.map((pos) => page.toAbsolute(page.toRelative(pos)))).toEqual(all);
  }
});

test("nonsense from somebody else is no place", () => {
  const page = new BoundPage("ours", read(written(everything())));
  const hostile: readonly unknown[] = [
    {},
    { type: { client: 1, clock: 99 }, tname: null, item: null, assoc: 0 },
    { type: null, tname: null, item: { client: 1000, clock: 10 ** 9 }, assoc: -1 },
    { type: null, tname: "document", item: { client: Number.NaN, clock: -1 }, assoc: 7 },
  ];
  for (const place of hostile) expect(page.toAbsolute(place as Y.RelativePosition)).toBe(null);
});
