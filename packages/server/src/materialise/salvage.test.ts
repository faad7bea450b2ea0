import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import { printedSeed, runs } from "../../../../trouble/runs.ts";
import { salvage } from "./salvage.ts";

/** A struct with a content type that there is none of: Yjs throws in the middle of applying it. */
const poison = Uint8Array.of(1, 1, 99, 0, 31, 1, 5, 0x74, 0x69, 0x74, 0x6c, 0x65, 0);

afterEach(() => vi.restoreAllMocks());

/** What somebody types, an update a letter. */
function typed(letters: string): Uint8Array[] {
  const ydoc = new Y.Doc();
  const updates: Uint8Array[] = [];
  ydoc.on("update", (update: Uint8Array) => updates.push(update));
  for (const letter of letters) ydoc.getText("title").insert(ydoc.getText("title").length, letter);
  return updates;
}

function titleOf(ydoc: Y.Doc): string {
  return ydoc.getText("title").toString();
}

describe("salvage", () => {
  it("S17 leaves out what Yjs cannot apply, wherever it stands, and nothing else", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(700), { maxLength: 4 }), fc.boolean(), (places, isFolded) => {
        const updates = typed("x".repeat(700));
        const tail: Uint8Array[] = updates.slice(isFolded ? 10 : 0);
        for (const place of places) tail.splice(place, 0, poison);
        const state = isFolded ? Y.mergeUpdates(updates.slice(0, 10)) : undefined;
        const { ydoc, leftOut } = salvage({ snapshot: state && { state }, tail });
        expect(titleOf(ydoc)).toBe("x".repeat(700));
        expect(leftOut.map(({ update }) => update)).toEqual(places.map(() => poison));
        for (const { at, update } of leftOut) expect(tail[at]).toBe(update);
      }),
      { seed: printedSeed("salvage"), numRuns: runs(15, 500) },
    );
  });

  it("S17 leaves out what builds on what is left out, and keeps the rest", () => {
    const [a, b, c] = typed("abc");
    const other = typed("z");
    const { ydoc, leftOut } = salvage({ snapshot: undefined, tail: [a!, poison, c!, ...other] });
    expect(titleOf(ydoc).split("").sort().join("")).toBe("az");
    expect(leftOut).toHaveLength(2);
    expect(ydoc.store.pendingStructs).toBeNull();
    // It is whole: whoever has what is missing can join them.
    Y.applyUpdate(ydoc, b!);
    Y.applyUpdate(ydoc, leftOut[1]!.update);
    expect(titleOf(ydoc)).toContain("abc");
  });

  it("S17 leaves nothing out where there is nothing wrong", () => {
    expect(salvage({ snapshot: undefined, tail: typed("abc") }).leftOut).toEqual([]);
    expect(salvage({ snapshot: undefined, tail: [] }).leftOut).toEqual([]);
  });
});
