import { decodeMessage } from "@quire/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { createRandom } from "../../../../trouble/random.ts";
import { printedSeed, runs } from "../../../../trouble/runs.ts";
import { Writer } from "../../test/writer.ts";
import { DocIndex } from "../gate/doc-index.ts";
import { judge } from "../gate/gate.ts";
import { type Held, materialise, mergeUpdates, takeSnapshot } from "../materialise/materialise.ts";
import { catchUp, type Known } from "./catch-up.ts";

/** A document that two people wrote, folded somewhere or nowhere, and what a third had seen of it. */
function write(seed: number): { known: Known; whole: Y.Doc; client: Y.Doc } {
  const random = createRandom(seed);
  const writers = [new Writer(random, 1), new Writer(random, 2)];
  const log: Uint8Array[] = [];
  const client = new Y.Doc();
  const steps = 5 + random.below(40);
  const [seenAt, foldedAt] = [random.below(steps + 1), random.below(steps * 2)];
  let snapshot: Held["snapshot"];
  let folded = 0;
  for (let step = 0; step < steps; step++) {
    if (step === seenAt) for (const update of log) Y.applyUpdate(client, update);
    if (step === foldedAt) {
      const ydoc = materialise({ snapshot, tail: log });
      snapshot = takeSnapshot(ydoc, { seq: 1, schema: 1 });
      ydoc.destroy();
      folded = log.length;
    }
    const writer = random.pick(writers);
    writer.edit();
    for (const update of writer.updates.splice(0)) {
      log.push(update);
      for (const other of writers) if (other !== writer) other.receive(update);
    }
  }
  const whole = new Y.Doc();
  const index = new DocIndex();
  for (const update of log) {
    Y.applyUpdate(whole, update);
    const verdict = judge(update, index, { schema: false });
    if (verdict.type === "news") index.take(verdict.news);
  }
  const { clocks, named } = index;
  const known = { clocks, named, state: snapshot?.state, merged: mergeUpdates(log.slice(folded)) };
  return { known, whole, client };
}

/** The document with so much in it that no small change makes it small. */
function large(): Y.Doc {
  const ydoc = new Y.Doc();
  ydoc.getText("title").insert(0, "long ".repeat(10_000));
  return ydoc;
}

function knownOf(ydoc: Y.Doc, tail: readonly Uint8Array[] = []): Known {
  const { clocks, deletes: named, state } = takeSnapshot(ydoc, { seq: 1, schema: 1 });
  return { clocks: new Map(clocks), named, state, merged: mergeUpdates(tail) };
}

function vectorOf(ydoc: Y.Doc): Map<number, number> {
  return Y.decodeStateVector(Y.encodeStateVector(ydoc));
}

describe("catchUp", () => {
  it(
    "W4 brings a client that has seen anything up to date, with a step 2 at the end",
    () => {
      fc.assert(
        fc.property(fc.integer(), fc.boolean(), (seed, isNew) => {
          const { known, whole, client } = write(seed);
          const reader = isNew ? new Y.Doc() : client;
          const messages = (catchUp(known, vectorOf(reader)) ?? []).map((frame) => decodeMessage(frame));
          expect(messages.at(-1)?.type).toBe("sync-step-2");
          expect(messages.slice(0, -1).every(({ type }) => type === "update")).toBe(true);
          for (const message of messages) if ("update" in message) Y.applyUpdate(reader, message.update);
          expect(reader.store.pendingStructs ?? reader.store.pendingDs).toBeNull();
          expect(Y.encodeStateVector(reader)).toEqual(Y.encodeStateVector(whole));
          expect(Y.equalSnapshots(Y.snapshot(reader), Y.snapshot(whole))).toBe(true);
        }),
        { seed: printedSeed("catch-up"), numRuns: runs(60, 5_000) },
      );
    },
    runs(60_000, 24 * 3_600_000),
  );

  it("W4 sends whoever has nothing the snapshot's bytes as they are stored", () => {
    const ydoc = new Y.Doc();
    ydoc.getText("title").insert(0, "Title");
    const known = knownOf(ydoc);
    const [first, second] = catchUp(known, new Map()) ?? [];
    expect(decodeMessage(first!)).toEqual({ type: "update", update: known.state });
    expect(decodeMessage(second!)).toEqual({ type: "sync-step-2", update: Uint8Array.of(0, 0) });
  });

  it("W4 answers also where there is nothing to say", () => {
    for (const clocks of [new Map<number, number>(), new Map([[5, 1000]])]) {
      const [only, ...rest] = catchUp({ ...knownOf(new Y.Doc()), state: undefined }, clocks) ?? [];
      expect(rest).toEqual([]);
      expect(decodeMessage(only!)).toEqual({ type: "sync-step-2", update: Uint8Array.of(0, 0) });
    }
  });

  it("W4 tells whoever has all of a large snapshot what came after it, and every delete, without reading it", () => {
    const ydoc = large();
    const reader = new Y.Doc();
    Y.applyUpdate(reader, Y.encodeStateAsUpdate(ydoc));
    ydoc.getText("title").delete(0, 4);
    const known = knownOf(ydoc);
    const before = Y.encodeStateVector(ydoc);
    ydoc.getText("title").insert(0, "Short");
    const tail = Y.encodeStateAsUpdate(ydoc, before);
    const answers = catchUp({ ...known, clocks: vectorOf(ydoc), merged: tail }, vectorOf(reader)) ?? [];
    expect(answers).toHaveLength(1);
    expect(answers[0]?.length).toBeLessThan(100);
    const message = decodeMessage(answers[0]!);
    if (message.type === "sync-step-2") Y.applyUpdate(reader, message.update);
    expect(reader.getText("title").toString()).toBe(ydoc.getText("title").toString());
  });

  it("W4 leaves it to a worker to read a large snapshot for whoever has a part of it", () => {
    const ydoc = large();
    const [client] = vectorOf(ydoc).keys();
    expect(catchUp(knownOf(ydoc), new Map([[client!, 10]]))).toBeUndefined();
    expect(catchUp(knownOf(ydoc), new Map([[1, 10]]))).toBeUndefined();
  });
});
