import { fragmentName, titleName } from "@quire/schema";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { createRandom, type Random } from "../../../../trouble/random.ts";
import { printedSeed, runs } from "../../../../trouble/runs.ts";
import { Writer } from "../../test/writer.ts";
import { joinTyped } from "./typed-runs.ts";

/** A document with these updates applied one after the other, as Yjs does it. */
function applied(updates: readonly Uint8Array[]): Y.Doc {
  const ydoc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(ydoc, update);
  return ydoc;
}

/** What a document says: its content, and everything that was ever in it. */
function contentOf(ydoc: Y.Doc) {
  const texts: unknown[] = [];
  const read = (type: Y.XmlElement | Y.XmlText | Y.XmlHook): void => {
    if (type instanceof Y.XmlText) texts.push(type.toDelta());
    else if (type instanceof Y.XmlElement) for (const child of type.toArray()) read(child);
  };
  for (const child of ydoc.getXmlFragment(fragmentName).toArray()) read(child);
  const { sv, ds } = Y.snapshot(ydoc);
  const title = ydoc.getText(titleName).toString();
  return { title, texts, clocks: sv, deletes: ds.clients };
}

/** Types letters one behind the other, somewhere, while the others do not know of it. */
function typeRun({ ydoc }: Writer, random: Random): void {
  const title = ydoc.getText(titleName);
  const at = random.below(title.length + 1);
  for (let letter = 0; letter < 1 + random.below(8); letter++)
    title.insert(at + letter, random.pick(["a", "b", "c", "é"]));
}

describe("typed letters that are joined", () => {
  it("S6 come to the same document as one by one, whatever was done between and beside them", () => {
    const random = createRandom(printedSeed("typed runs"));
    let [joinedAway, all] = [0, 0];
    for (let round = 0; round < runs(60, 3_000); round++) {
      const writers = Array.from({ length: 1 + random.below(3) }, (_, at) => new Writer(random, at + 1));
      const log: Uint8Array[] = [];
      for (let step = 0; step < 40; step++) {
        const writer = random.pick(writers);
        if (random.chance(0.5)) typeRun(writer, random);
        else writer.edit();
        // Each hears of it now, or with what comes later.
        log.push(...writer.updates.splice(0));
        const hearer = random.pick(writers);
        hearer.receive(Y.mergeUpdates(log));
      }
      const joined = joinTyped(log);
      expect(contentOf(applied(joined))).toEqual(contentOf(applied(log)));
      joinedAway += log.length - joined.length;
      all += log.length;
    }
    expect(joinedAway / all).toBeGreaterThan(0.2);
  });

  it("S6 stay what they are where they stand apart, or were written in another order", () => {
    const ydoc = new Y.Doc();
    const updates: Uint8Array[] = [];
    ydoc.on("update", (update: Uint8Array) => updates.push(update));
    const text = ydoc.getText(titleName);
    text.insert(0, "-");
    for (const at of [1, 1, 0]) text.insert(at, "x");
    text.delete(0, 1);
    expect(joinTyped(updates)).toEqual(updates);
  });
});
