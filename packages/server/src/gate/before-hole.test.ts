import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { createRandom } from "../../../../trouble/random.ts";
import { printedSeed, runs } from "../../../../trouble/runs.ts";
import * as raw from "../../test/raw-update.ts";
import { Writer } from "../../test/writer.ts";
import { beforeHole } from "./before-hole.ts";
import { DocIndex } from "./doc-index.ts";
import { judge } from "./gate.ts";

const letter = (origin?: readonly [number, number]): raw.RawStruct =>
  raw.string(origin === undefined ? { parent: "title" } : { origin }, "a");

/** What an empty document takes of an update that has a hole: how far each client gets, and what is deleted. */
function taken(update: Uint8Array): unknown {
  const index = new DocIndex();
  expect(judge(update, index, { schema: true }).type).toBe("gap");
  const before = beforeHole(update, index);
  if (before === undefined) return undefined;
  const verdict = judge(before, index, { schema: true });
  if (verdict.type !== "news") throw new Error(`what lies before the hole is ${verdict.type}`);
  expect(verdict.news.isPartlyKnown).toBe(false);
  return { clocks: Object.fromEntries(verdict.news.clocks), deletes: [...verdict.news.deletes.runs()] };
}

describe("of an update with a hole", () => {
  it("G8 is taken what lies before it, and of other clients all", () => {
    const sections = [
      { client: 9, structs: [letter(), letter([9, 0])] },
      { client: 7, structs: [letter(), raw.skip(1), letter([7, 0])] },
    ];
    expect(taken(raw.rawUpdate(sections))).toEqual({ clocks: { 7: 1, 9: 2 }, deletes: [] });
  });

  it("G8 is left what stands on what is behind it, over however many clients", () => {
    const sections = [
      { client: 11, structs: [letter([9, 0]), letter()] },
      { client: 9, structs: [letter([7, 2])] },
      { client: 7, structs: [letter(), raw.skip(1), letter([7, 0])] },
    ];
    expect(taken(raw.rawUpdate(sections))).toEqual({ clocks: { 7: 1 }, deletes: [] });
    expect(taken(raw.rawUpdate([{ client: 7, clock: 3, structs: [letter()] }]))).toBeUndefined();
  });

  it("G8 are taken the deletes of what is there then", () => {
    const sections = [
      { client: 7, structs: [raw.string({ parent: "title" }, "abc"), raw.skip(2), letter()] },
    ];
    const deletes: raw.RawDeletes = [
      [7, [0, 1], [2, 4]],
      [9, [0, 1]],
    ];
    expect(taken(raw.rawUpdate(sections, deletes))).toEqual({
      clocks: { 7: 3 },
      deletes: [
        { client: 7, start: 0, length: 1 },
        { client: 7, start: 2, length: 1 },
      ],
    });
  });

  it("G8 is taken as much as Yjs itself can apply, whatever is missing", () => {
    const seed = printedSeed("holes");
    let holes = 0;
    for (let each = seed; each < seed + runs(150, 20_000); each++) {
      const random = createRandom(each);
      const writers = [new Writer(random, 1), new Writer(random, 2), new Writer(random, 3)];
      const updates: Uint8Array[] = [];
      for (let step = 0; step < 15; step++) {
        const writer = random.pick(writers);
        writer.edit();
        for (const update of writer.updates.splice(0)) {
          updates.push(update);
          for (const other of writers) if (other !== writer) other.receive(update);
        }
      }
      for (const writer of writers) writer.destroy();
      const kept = updates.filter(() => !random.chance(0.1));
      if (kept.length === 0) continue;
      const update = Y.mergeUpdates(kept);
      const index = new DocIndex();
      if (judge(update, index, { schema: true }).type !== "gap") continue;
      holes++;
      const before = beforeHole(update, index) ?? Uint8Array.of(0, 0);
      const [ours, yjs] = [new Y.Doc(), new Y.Doc()];
      Y.applyUpdate(ours, before);
      Y.applyUpdate(yjs, update);
      expect(ours.store.pendingStructs).toBeNull();
      const clocksOf = (ydoc: Y.Doc) => new Map([...Y.snapshot(ydoc).sv].filter(([, clock]) => clock > 0));
      expect(clocksOf(ours)).toEqual(clocksOf(yjs));
      expect(ours.getXmlFragment("document").toString()).toBe(yjs.getXmlFragment("document").toString());
    }
    expect(holes).toBeGreaterThan(20);
  });
});
