import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { printedSeed, runs } from "../../../../trouble/runs.ts";
import { changeOf, pieces, text } from "../../test/deltas.ts";
import { compose } from "./compose.ts";
import { type Delta, lengthOfText, normalise } from "./delta.ts";
import { firstWins, mapPlace, type Precedence, secondWins, transform, turned } from "./transform.ts";

const numRuns = runs(10_000, 200_000);

test("the normal form of a delta means what the delta means, and is its own", () => {
  const seed = printedSeed("normal deltas");
  fc.assert(
    fc.property(text, pieces, (before, some) => {
      const change = changeOf(lengthOfText(before), some);
      expect(normalise(change)).toEqual(change);
      const cut = change.flatMap(
        (op): Delta =>
          "retain" in op ? Array.from({ length: op.retain }, () => ({ ...op, retain: 1 })) : [op],
      );
      expect(normalise(cut)).toEqual(change);
    }),
    { seed, numRuns },
  );
});

test("a text after a change is what Yjs makes of it", () => {
  const seed = printedSeed("deltas in Yjs");
  fc.assert(
    fc.property(text, pieces, (before, some) => {
      const change = changeOf(lengthOfText(before), some);
      const shared = new Y.Doc().getText();
      // Yjs writes into the formats that it is given.
      for (const delta of [before, change]) shared.applyDelta(structuredClone([...delta]));
      expect(normalise(shared.toDelta())).toEqual(compose(before, change));
    }),
    { seed, numRuns },
  );
});

test("two changes in one do what they do one after the other", () => {
  const seed = printedSeed("composed deltas");
  fc.assert(
    fc.property(text, pieces, pieces, (before, one, other) => {
      const first = changeOf(lengthOfText(before), one);
      const middle = compose(before, first);
      const second = changeOf(lengthOfText(middle), other);
      expect(compose(before, compose(first, second))).toEqual(compose(middle, second));
    }),
    { seed, numRuns },
  );
});

/** Now the one, now the other is in front. */
const mixed: Precedence = { isInFront: (place) => place % 3 === 0, keepsFormats: true };

describe("two changes of one text", () => {
  test.each([
    ["the first wins", firstWins],
    ["the second wins", secondWins],
    ["now the one, now the other wins", mixed],
  ])("give the same text both ways around, where %s", (what, precedence) => {
    const seed = printedSeed(`transformed deltas, ${what}`);
    fc.assert(
      fc.property(text, pieces, pieces, (before, one, other) => {
        const a = changeOf(lengthOfText(before), one);
        const b = changeOf(lengthOfText(before), other);
        const viaA = compose(compose(before, a), transform(a, b, precedence));
        const viaB = compose(compose(before, b), transform(b, a, turned(precedence)));
        expect(viaA).toEqual(viaB);
      }),
      { seed, numRuns },
    );
  });
});

test("a place goes where a character stands that is put there", () => {
  const seed = printedSeed("places");
  const mark = { mark: true };
  fc.assert(
    fc.property(text, pieces, fc.nat(30), fc.boolean(), (before, some, anywhere, isBehind) => {
      const length = lengthOfText(before);
      const change = changeOf(length, some);
      const place = anywhere % (length + 1);
      const put: Delta = normalise([{ retain: place }, { insert: mark }]);
      const precedence = isBehind ? firstWins : secondWins;
      const after = compose(compose(before, change), transform(change, put, precedence));
      expect(placeOf(after, mark)).toBe(mapPlace(change, place, isBehind));
    }),
    { seed, numRuns },
  );
});

function placeOf(content: Delta, embed: object): number {
  const index = content.findIndex((op) => "insert" in op && op.insert === embed);
  return lengthOfText(content.slice(0, index));
}

test("what both insert at one place stands in the order that was asked for", () => {
  const a: Delta = [{ retain: 1 }, { insert: "A" }];
  const b: Delta = [{ retain: 1 }, { insert: "B" }];
  expect(transform(a, b, firstWins)).toEqual([{ retain: 2 }, { insert: "B" }]);
  expect(transform(a, b, secondWins)).toEqual([{ retain: 1 }, { insert: "B" }]);
});

test("a format that both set is the one's that was asked for", () => {
  const bold: Delta = [{ retain: 2, attributes: { strong: {}, em: {} } }];
  const plain: Delta = [{ retain: 1, attributes: { strong: null } }];
  expect(transform(bold, plain, firstWins)).toEqual([]);
  expect(transform(bold, plain, secondWins)).toEqual(plain);
  expect(transform(plain, bold, firstWins)).toEqual([
    { retain: 1, attributes: { em: {} } },
    { retain: 1, attributes: { strong: {}, em: {} } },
  ]);
});
