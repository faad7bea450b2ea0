import fc from "fast-check";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { cutUpdate } from "./cut-update.ts";

const numRuns = process.env.QUIRE_PROVE === "1" ? 10_000 : 150;

/** Says the seed: the same each time, but under `npm run prove`. */
function printedSeed(what: string): number {
  const seed = Number(process.env.QUIRE_SEED ?? 1);
  console.info(`${what}: seed ${seed}`);
  return seed;
}

function piecesOf(update: Uint8Array, limit: number, known?: Map<number, number>) {
  const { pieces } = cutUpdate(update, () => limit, known);
  const made = [];
  for (let piece = pieces.next().value; piece !== undefined; piece = pieces.next().value) made.push(piece);
  return made;
}

/** All of a document, as Yjs writes it once it has read it anew: what stands where, and what is deleted. */
function wholeOf(ydoc: Y.Doc): string {
  const anew = docWith(Y.encodeStateAsUpdate(ydoc));
  const state = Buffer.from(Y.encodeStateAsUpdate(anew)).toString("base64");
  return JSON.stringify([
    state,
    anew.getText("t").toDelta(),
    anew.getXmlFragment("x").toString(),
    anew.getMap("m"),
  ]);
}

function docWith(...updates: readonly Uint8Array[]): Y.Doc {
  const ydoc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(ydoc, update);
  return ydoc;
}

/** What a gate asks of an update, beside that Yjs can apply it: each client once, higher ones first, with no hole before it. */
function expectSeamless(ydoc: Y.Doc, update: Uint8Array): void {
  const { structs } = Y.decodeUpdate(update);
  let before = Number.POSITIVE_INFINITY;
  for (const { id, length } of structs) {
    expect(length).toBeGreaterThan(0);
    expect(id.client).toBeLessThanOrEqual(before);
    if (id.client < before) expect(id.clock).toBe(Y.getState(ydoc.store, id.client));
    before = id.client;
  }
  Y.applyUpdate(ydoc, update);
  expect([ydoc.store.pendingStructs, ydoc.store.pendingDs]).toEqual([null, null]);
}

const edit = fc.record({
  act: fc.constantFrom("type", "type", "delete", "bold", "block", "write", "unblock", "set", "list", "meet"),
  who: fc.nat(3),
  at: fc.nat(1_000),
  length: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 1, max: 12 }) },
    fc.integer({ min: 100, max: 600 }),
  ),
});

type Edit = typeof edit extends fc.Arbitrary<infer Made> ? Made : never;

function apply(ydocs: readonly Y.Doc[], { act, who, at, length }: Edit): void {
  const ydoc = ydocs[who % ydocs.length]!;
  const text = ydoc.getText("t");
  const blocks = ydoc.getXmlFragment("x");
  const block = blocks.length === 0 ? undefined : blocks.get(at % blocks.length);
  switch (act) {
    case "type":
      return text.insert(at % (text.length + 1), "añ€😀z".repeat(length).slice(0, length));
    case "delete":
      if (text.length > 0) text.delete(at % text.length, Math.min(length, text.length - (at % text.length)));
      return;
    case "bold":
      if (text.length > 0)
        text.format(at % text.length, Math.min(length, text.length - (at % text.length)), { b: {} });
      return;
    case "block": {
      const made = new Y.XmlElement("p");
      made.setAttribute("id", `${at}`);
      made.insert(0, [new Y.XmlText("in a block ".repeat(length % 20))]);
      return blocks.insert(at % (blocks.length + 1), [made]);
    }
    case "write": {
      const inner = block instanceof Y.XmlElement ? block.get(0) : undefined;
      if (inner instanceof Y.XmlText) inner.insert(at % (inner.length + 1), "w".repeat(length));
      return;
    }
    case "unblock":
      if (block !== undefined) blocks.delete(at % blocks.length, 1);
      return;
    case "set":
      if (block instanceof Y.XmlElement) block.setAttribute("a", "v".repeat(length));
      ydoc.getMap("m").set(`${at % 4}`, length);
      return;
    case "list":
      return ydoc.getArray("l").push(Array.from({ length }, (_, index) => `item ${index}`));
    case "meet":
      return meet(ydoc, ydocs[at % ydocs.length]!);
  }
}

function meet(one: Y.Doc, other: Y.Doc): void {
  const news = Y.encodeStateAsUpdate(one, Y.encodeStateVector(other));
  Y.applyUpdate(one, Y.encodeStateAsUpdate(other, Y.encodeStateVector(one)));
  Y.applyUpdate(other, news);
}

const history = fc.record({
  edits: fc.array(edit, { minLength: 20, maxLength: 100 }),
  /** How much of it the other side knows. */
  known: fc.double({ min: 0, max: 1, noNaN: true }),
  limit: fc.integer({ min: 70, max: 1_000 }),
  gc: fc.boolean(),
});

test("C11 pieces, one after the other, are the whole, and none has to wait for a later one", () => {
  const seed = printedSeed("pieces of updates");
  let [cut, most] = [0, 0];
  fc.assert(
    fc.property(history, ({ edits, known, limit, gc }) => {
      const ydocs = Array.from({ length: 4 }, (_, client) =>
        Object.assign(new Y.Doc({ gc }), { clientID: 7 * (client + 1) }),
      );
      const until = Math.floor(known * edits.length);
      for (const each of edits.slice(0, until)) apply(ydocs, each);
      const base = Y.encodeStateAsUpdate(ydocs[0]!);
      for (const each of edits.slice(until)) apply(ydocs, each);
      for (const ydoc of ydocs) meet(ydocs[0]!, ydoc);
      const update = Y.encodeStateAsUpdate(ydocs[0]!, Y.encodeStateVectorFromUpdate(base));
      const there = docWith(base);
      const state = Y.decodeStateVector(Y.encodeStateVectorFromUpdate(base));
      const pieces = piecesOf(update, limit, gc ? state : undefined);
      for (const piece of pieces) expectSeamless(there, piece.update);
      expect(wholeOf(there)).toBe(wholeOf(docWith(base, update)));
      if (pieces.length > 1) cut++;
      most = Math.max(most, pieces.length);
    }),
    { seed, numRuns },
  );
  console.info(`${cut} of ${numRuns} updates were cut, into ${most} pieces at most`);
  expect(cut).toBeGreaterThan(numRuns / 2);
});

test("C11 one change that many others stand on, and that deletes what was there, is cut likewise", () => {
  const seed = printedSeed("pieces of one change");
  fc.assert(
    fc.property(
      fc.array(edit, { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 70, max: 800 }),
      (edits, limit) => {
        const ydocs = [new Y.Doc(), new Y.Doc()];
        for (const each of edits) apply(ydocs, each);
        meet(ydocs[0]!, ydocs[1]!);
        const base = Y.encodeStateAsUpdate(ydocs[0]!);
        const there = docWith(base);
        const changes: Uint8Array[] = [];
        ydocs[0]!.on("update", (update: Uint8Array) => changes.push(update));
        ydocs[0]!.transact(() => {
          for (const each of edits.toReversed()) if (each.act !== "meet") apply(ydocs.slice(0, 1), each);
        });
        for (const piece of changes.flatMap((change) => piecesOf(change, limit)))
          expectSeamless(there, piece.update);
        expect(wholeOf(there)).toBe(wholeOf(docWith(base, ...changes)));
      },
    ),
    { seed, numRuns: numRuns / 3 },
  );
});

test("C11 a paste of 5 MB is one struct, and is cut between its signs", () => {
  const paste = "Ein 😀 und € noch eins, ".repeat(220_000);
  const ydoc = new Y.Doc();
  ydoc.getText("t").insert(0, paste);
  const pieces = piecesOf(Y.encodeStateAsUpdate(ydoc), 1024 * 1024);
  expect(pieces.length).toBeGreaterThan(4);
  const there = new Y.Doc();
  for (const { update } of pieces) {
    expect(update.length).toBeLessThanOrEqual(1024 * 1024);
    expectSeamless(there, update);
    expect(there.getText("t").toJSON().isWellFormed()).toBe(true);
  }
  expect(there.getText("t").toJSON() === paste).toBe(true);
});

test("C11 a sign of two halves is never cut, however little fits", () => {
  const ydoc = new Y.Doc();
  ydoc.getText("t").insert(0, "😀".repeat(500));
  const there = new Y.Doc();
  const pieces = piecesOf(Y.encodeStateAsUpdate(ydoc), 65);
  for (const { update } of pieces) expectSeamless(there, update);
  expect(pieces.length).toBeGreaterThan(100);
  expect(there.getText("t").toJSON()).toBe("😀".repeat(500));
});

test("C11 values that were deleted are said to be so with the values", () => {
  const ydoc = new Y.Doc({ gc: false });
  const block = new Y.XmlElement("p");
  ydoc.getXmlFragment("x").insert(0, [block]);
  for (let value = 0; value < 200; value++) block.setAttribute("a", `value ${value}`);
  const pieces = piecesOf(Y.encodeStateAsUpdate(ydoc), 100);
  expect(pieces.length).toBeGreaterThan(2);
  const there = new Y.Doc();
  for (const { update } of pieces) {
    const { structs, ds } = Y.decodeUpdate(update);
    const said = new Set(structs.map(({ id }) => id.client));
    if (structs.length > 0) for (const client of ds.clients.keys()) expect(said).toContain(client);
    expectSeamless(there, update);
  }
  expect(wholeOf(there)).toBe(wholeOf(ydoc));
});

test("C11 what was there before is deleted last, and only the pieces behind all that was written say so", () => {
  const ydoc = new Y.Doc();
  const old = ydoc.getText("t");
  old.insert(0, "old");
  const there = docWith(Y.encodeStateAsUpdate(ydoc));
  const known = Y.encodeStateVector(ydoc);
  old.delete(0, 3);
  old.insert(0, "new ".repeat(500));
  const pieces = piecesOf(Y.encodeStateAsUpdate(ydoc, known), 300);
  expect(pieces.map(({ isFollowed }) => isFollowed)).toEqual([...pieces.slice(1).map(() => true), false]);
  for (const { update, isFollowed } of pieces) {
    expectSeamless(there, update);
    expect(there.getText("t").toJSON().includes("old")).toBe(isFollowed);
  }
});

test("C11 what stands on a hole comes last, and all else is there by then", () => {
  const [one, other] = [new Y.Doc(), new Y.Doc()];
  const lost: Uint8Array[] = [];
  other.on("update", (update: Uint8Array) => lost.push(update));
  other.getText("t").insert(0, "missing");
  other.getText("t").insert(7, "waits");
  other.getText("t").delete(9, 1);
  one.getText("t").insert(0, "mine ".repeat(200));
  for (const update of lost.slice(1)) Y.applyUpdate(one, update);
  const pieces = piecesOf(Y.encodeStateAsUpdate(one), 200, new Map());
  const there = new Y.Doc();
  for (const { update } of pieces.slice(0, -1)) expectSeamless(there, update);
  expect(there.getText("t").toJSON()).toBe("mine ".repeat(200));
  Y.applyUpdate(there, pieces.at(-1)!.update);
  expect(there.store.pendingStructs).not.toBeNull();
  Y.applyUpdate(there, lost[0]!);
  Y.applyUpdate(one, lost[0]!);
  expect(wholeOf(there)).toBe(wholeOf(one));
});

test("an update of nothing is one piece", () => {
  const nothing = Y.encodeStateAsUpdate(new Y.Doc());
  expect(piecesOf(nothing, 100)).toEqual([{ update: nothing, isFollowed: false }]);
});
