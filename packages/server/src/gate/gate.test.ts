import { findUnknown, names, schemaVersion, writeBlocks, writeTitle } from "@quire/schema";
import * as encoding from "lib0/encoding";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { everyKind, namesIn } from "../../test/every-kind.ts";
import * as raw from "../../test/raw-update.ts";
import { materialise } from "../materialise/materialise.ts";
import { DocIndex } from "./doc-index.ts";
import { judge, type Verdict } from "./gate.ts";

const gated = { schema: true };

/** A document: a heading "hello" of client 1 (element 0, its kind 1, text 2, characters 3 to 7) and the title "T" (8). */
function document() {
  const ydoc = new Y.Doc();
  ydoc.clientID = 1;
  const block = new Y.XmlElement("paragraph");
  ydoc.transact(() => {
    ydoc.getXmlFragment("document").insert(0, [block]);
    block.setAttribute("kind", "heading");
    block.insert(0, [new Y.XmlText("hello")]);
    ydoc.getText("title").insert(0, "T");
  });
  const index = new DocIndex();
  const state = Y.encodeStateAsUpdate(ydoc);
  take(index, state);
  return { ydoc, block, index, state };
}

function take(index: DocIndex, update: Uint8Array): void {
  const verdict = judge(update, index, gated);
  if (verdict.type !== "news") throw new Error(`the update is no news: ${JSON.stringify(verdict)}`);
  index.take(verdict.news);
}

/** What the document's index says of an update; it must not change by being asked. */
function verdictOn(update: Uint8Array): Verdict {
  const { index } = document();
  const before = structureOf(index);
  const verdict = judge(update, index, gated);
  expect(structureOf(index)).toEqual(before);
  return verdict;
}

function structureOf({ clocks, deletes, places, kinds }: DocIndex): unknown {
  return [[...clocks], [...deletes.runs()], [...places.clients()], [...kinds.clients()]];
}

/** What is said of one struct of a client that is new here. */
function verdictOnStruct(...structs: raw.RawStruct[]): Verdict {
  return verdictOn(raw.rawUpdate([{ client: 7, structs }]));
}

function changed(change: (ydoc: Y.Doc) => void): Uint8Array {
  const { ydoc } = document();
  const before = Y.encodeStateVector(ydoc);
  change(ydoc);
  return Y.encodeStateAsUpdate(ydoc, before);
}

const block: readonly [number, number] = [1, 0];
const value: readonly [number, number] = [1, 1];
const text: readonly [number, number] = [1, 2];
const lastLetter: readonly [number, number] = [1, 7];

describe("bytes", () => {
  const { state } = document();
  const refused = (bytes: Uint8Array) => expect(verdictOn(bytes).type).toBe("refused");

  it("G1 refuses what ends too early, at every byte", () => {
    for (let length = 0; length < state.length; length++) refused(state.subarray(0, length));
  });

  it("G1 refuses what reads on past its end, also where other bytes lie behind it", () => {
    const update = raw.rawUpdate([{ client: 7, structs: [raw.string({ parent: "title" }, "abc")] }]);
    const at = update.indexOf(3, 8);
    const tooLong = Uint8Array.from(update);
    tooLong[at] = 60;
    const slab = new Uint8Array(200);
    slab.set(tooLong);
    refused(slab.subarray(0, tooLong.length));
  });

  it("G1 refuses bytes behind the delete set", () => refused(Uint8Array.of(...state, 0)));

  it("G1 refuses a client's structs in two sections: Yjs would keep only the second", () => {
    const structs = [raw.string({ parent: "title" }, "a")];
    refused(
      raw.rawUpdate([
        { client: 7, structs },
        { client: 7, clock: 1, structs },
      ]),
    );
  });

  it("G1 refuses clients in another order than Yjs': merging would lose the second", () => {
    const structs = [raw.string({ parent: "title" }, "a")];
    refused(
      raw.rawUpdate([
        { client: 7, structs },
        { client: 9, structs },
      ]),
    );
  });

  it("G1 refuses structs and deletes of no length", () => {
    refused(raw.rawUpdate([{ client: 7, structs: [raw.string({ parent: "title" }, "")] }]));
    refused(raw.rawUpdate([{ client: 7, structs: [raw.gc(0)] }]));
    refused(raw.rawUpdate([{ client: 7, structs: [raw.any({ parent: block, key: "level" })] }]));
    refused(raw.rawUpdate([], [[1, [9, 0]]]));
  });

  it("G1 spends nothing on a count that is only declared (7 bytes for 33 million structs)", () => {
    const before = process.memoryUsage().heapUsed;
    refused(Uint8Array.of(1, 0xff, 0xff, 0xff, 0x0f, 1, 0));
    refused(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f, 1, 1, 0));
    refused(Uint8Array.of(0, 1, 1, 0xff, 0xff, 0xff, 0x0f));
    refused(Uint8Array.of(0, 0xff, 0xff, 0xff, 0xff, 0x0f));
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(4 * 2 ** 20);
  });

  it("G1 builds a bounded number of subdocuments, also where there is no schema", () => {
    const subdocument = raw.item({ parent: "x" }, raw.content.subdocument, (encoder) => {
      encoding.writeVarString(encoder, "");
      encoding.writeAny(encoder, {});
    });
    const update = (count: number) =>
      raw.rawUpdate([{ client: 7, structs: Array.from({ length: count }, () => subdocument) }]);
    expect(judge(update(1_000), new DocIndex(), { schema: false }).type).toBe("news");
    expect(judge(update(1_001), new DocIndex(), { schema: false })).toMatchObject({
      type: "refused",
      reason: expect.stringContaining("does not decode"),
    });
  });

  it("G1 refuses an attribute value as deep as the update is long", () => {
    const deep = Uint8Array.from({ length: 200_000 }, (_, at) => (at % 2 === 0 ? 117 : 1));
    const write: raw.RawStruct = (encoder) => {
      encoding.writeVarUint(encoder, 1);
      encoding.writeUint8Array(encoder, deep);
    };
    refused(raw.rawUpdate([{ client: 7, structs: [raw.item({ parent: "x" }, raw.content.any, write)] }]));
  });
});

describe("continuity", () => {
  it("G2 takes each thing once: what is known is nothing, what overlaps is news", () => {
    const { state } = document();
    expect(verdictOn(state)).toEqual({ type: "nothing" });
    const more = changed((ydoc) => ydoc.getText("title").insert(1, "itle"));
    expect(verdictOn(more)).toMatchObject({ type: "news", news: { isPartlyKnown: false } });
    expect(verdictOn(Y.mergeUpdates([state, more]))).toMatchObject({
      type: "news",
      news: { isPartlyKnown: true, touchesTitle: true, clientId: 1 },
    });
  });

  it("G2 knows what a reconnect says again, its delete set, as nothing", () => {
    const { index, ydoc } = document();
    ydoc.getText("title").delete(0, 1);
    const all = Y.encodeStateAsUpdate(ydoc);
    take(index, all);
    expect(judge(all, index, gated)).toEqual({ type: "nothing" });
    expect(judge(Y.encodeStateAsUpdate(ydoc, Y.encodeStateVector(ydoc)), index, gated)).toEqual({
      type: "nothing",
    });
  });

  it("G2 finds a hole before the structs, what they stand on, or what is deleted", () => {
    const title = [raw.string({ parent: "title" }, "a")];
    const beside = (origin: readonly [number, number]) =>
      raw.rawUpdate([{ client: 7, structs: [raw.string({ origin }, "a")] }]);
    for (const update of [
      raw.rawUpdate([{ client: 7, clock: 1, structs: title }]),
      raw.rawUpdate([{ client: 7, structs: [raw.skip(3), ...title] }]),
      beside([1, 9]),
      beside([8, 0]),
      raw.rawUpdate([{ client: 7, structs: [raw.string({ rightOrigin: [8, 0] }, "a")] }]),
      raw.rawUpdate([{ client: 7, structs: [raw.string({ parent: [8, 0] }, "a")] }]),
      raw.rawUpdate([], [[1, [5, 5]]]),
      raw.rawUpdate([], [[8, [0, 1]]]),
    ])
      expect(verdictOn(update)).toMatchObject({ type: "gap" });
  });

  it("G2 arranges what stands on another client's structs of the same update", () => {
    const update = raw.rawUpdate([
      { client: 9, structs: [raw.string({ origin: [7, 0] }, "b"), raw.string({ origin: [7, 2] }, "d")] },
      { client: 7, structs: [raw.string({ parent: "title" }, "a"), raw.string({ origin: [9, 0] }, "cc")] },
    ]);
    expect(verdictOn(update)).toMatchObject({
      type: "news",
      news: {
        clocks: new Map([
          [7, 3],
          [9, 2],
        ]),
        touchesTitle: true,
        clientId: 7,
      },
    });
  });

  it("G2 refuses structs that stand on each other in a circle, or on a later one of their own", () => {
    const circle = raw.rawUpdate([
      { client: 9, structs: [raw.string({ origin: [7, 0] }, "b")] },
      { client: 7, structs: [raw.string({ origin: [9, 0] }, "a")] },
    ]);
    expect(verdictOn(circle)).toMatchObject({ type: "refused", reason: expect.stringContaining("circle") });
    for (const origin of [
      [7, 0],
      [7, 5],
    ] as const)
      expect(verdictOnStruct(raw.string({ origin }, "a"))).toMatchObject({
        type: "refused",
        reason: expect.stringContaining("later one"),
      });
  });

  it("G2 arranges a chain through as many clients as fit into an update", () => {
    const sections = Array.from({ length: 20_000 }, (_, at) => ({
      client: 100_000 - at,
      structs: [
        raw.string(at === 19_999 ? { parent: "title" } : { origin: [100_000 - at - 1, 0] as const }, "a"),
      ],
    }));
    expect(verdictOn(raw.rawUpdate(sections)).type).toBe("news");
  });

  it("G2 refuses to bring a client further than anybody can have typed (a run of 2^50)", () => {
    for (const length of [2 ** 24 + 1, 2 ** 50, Number.MAX_SAFE_INTEGER])
      expect(verdictOnStruct(raw.gc(length)).type).toBe("refused");
    expect(verdictOnStruct(raw.deleted({ parent: "title" }, 2 ** 50)).type).toBe("refused");
    expect(verdictOnStruct(...Array.from({ length: 20 }, () => raw.gc(2 ** 20))).type).toBe("refused");
    expect(verdictOnStruct(raw.gc(2 ** 24)).type).toBe("news");
  });

  it("G2 takes a long delete set in whatever order it comes", () => {
    const { index } = document();
    const length = 400_000;
    take(
      index,
      raw.rawUpdate([{ client: 7, structs: [raw.string({ parent: "title" }, "x".repeat(length))] }]),
    );
    const every = (step: number, from: number): [number, number][] =>
      Array.from({ length: length / step }, (_, at) => [length - step * (at + 1) + from, 1]);
    take(index, raw.rawUpdate([], [[7, ...every(4, 0)]]));
    take(index, raw.rawUpdate([], [[7, ...every(4, 2)]]));
    expect([...index.deletes.runs()]).toHaveLength(length / 2);
    expect(judge(raw.rawUpdate([], [[7, ...every(2, 0)]]), index, gated).type).toBe("nothing");
  });
});

describe("the schema", () => {
  const at: raw.RawPlace = { parent: "document" };
  const last: raw.RawPlace = { origin: lastLetter };
  const refusals: [what: string, struct: raw.RawStruct, says: string][] = [
    ["an unknown root", raw.string({ parent: "secrets" }, "a"), 'the root type "secrets"'],
    ["an attribute of a root", raw.any({ parent: "document", key: "kind" }, "x"), "an attribute of a root"],
    ["an unknown node", raw.element(at, "gallery"), 'the node "gallery"'],
    ["what stands in views for unknown blocks", raw.element(at, "sealed_block"), 'the node "sealed_block"'],
    ["what stands in views for unknown text", raw.element(at, "sealed_text"), 'the node "sealed_text"'],
    ["a node where it cannot be", raw.element(at, "hard_break"), 'the node "hard_break" in "document"'],
    [
      "a block in a block",
      raw.element({ parent: block }, "paragraph"),
      'the node "paragraph" in "paragraph"',
    ],
    ["an element in a text", raw.element({ parent: text }, "hard_break"), 'the node "hard_break" in "text"'],
    ["an element beside letters", raw.element(last, "hard_break"), 'the node "hard_break" in "text"'],
    ["a text beside blocks", raw.shared({ origin: block }, raw.type.xmlText), 'a text in "document"'],
    ["letters beside blocks", raw.string({ origin: block }, "a"), 'text in "document"'],
    ["letters in the root", raw.string(at, "a"), 'text in "document"'],
    ["letters in an element", raw.string({ parent: block }, "a"), 'text in "paragraph"'],
    ["letters after an attribute's value", raw.string({ origin: value }, "a"), 'text in "paragraph.kind"'],
    ["a plain value beside blocks", raw.any({ origin: block }, "a"), 'a bare value in "document"'],
    ["a plain value before letters", raw.any({ rightOrigin: lastLetter }, "a"), 'a bare value in "text"'],
    ["a Y.Map", raw.shared(at, raw.type.map), "neither an element nor a text"],
    ["a Y.Array", raw.shared({ parent: block }, raw.type.array), "neither an element nor a text"],
    ["a Y.Text", raw.shared({ parent: block }, raw.type.text), "neither an element nor a text"],
    ["a fragment", raw.shared(at, raw.type.fragment), "neither an element nor a text"],
    ["a type as an attribute", raw.element({ parent: block, key: "kind" }, "paragraph"), "paragraph.kind"],
    ["a type after an attribute's value", raw.element({ origin: value }, "paragraph"), "paragraph.kind"],
    ["a deleted attribute of a text", raw.deleted({ parent: text, key: "kind" }, 1), 'the attribute "kind"'],
    ["an unknown attribute", raw.any({ parent: block, key: "onclick" }, "x"), 'the attribute "onclick"'],
    [
      "another node's attribute",
      raw.any({ parent: block, key: "language" }, "x"),
      'the attribute "language"',
    ],
    ["an attribute named __proto__", raw.any({ parent: block, key: "__proto__" }, "x"), "__proto__"],
    ["an attribute named constructor", raw.any({ parent: block, key: "constructor" }, "x"), "constructor"],
    ["an attribute of a text", raw.any({ parent: text, key: "kind" }, "x"), 'the attribute "kind" of "text"'],
    ["an object as a value", raw.any({ parent: block, key: "kind" }, { toString: 1 }), 'a wrong "kind"'],
    ["a list as a value", raw.any({ parent: block, key: "kind" }, [1]), 'a wrong "kind"'],
    ["a value of another type", raw.any({ parent: block, key: "level" }, "2"), 'a wrong "level"'],
    ["two values at once", raw.any({ parent: block, key: "kind" }, "heading", "quote"), "2 values at once"],
    ["a later value of another type", raw.any({ origin: value }, 5), 'a wrong "kind"'],
    ["a value that is too long", raw.any({ parent: block, key: "id" }, "x".repeat(20_000)), 'a wrong "id"'],
    ["an unknown mark", raw.format(last, "sub", {}), 'the mark "sub"'],
    ["an unknown mark with a hash", raw.format(last, "sub--abcdefgh", {}), 'the mark "sub--abcdefgh"'],
    ["a mark named __proto__", raw.format(last, "__proto__", {}), "__proto__"],
    ["a mark with an unknown attribute", raw.format(last, "strong", { a: 1 }), 'the attribute "a"'],
    ["a mark that is no object", raw.format(last, "strong", true), "that is no object"],
    ["a link to nowhere", raw.format(last, "link", {}), 'a wrong "href"'],
    ["a link that runs", raw.format(last, "link", { href: "java\tscript:alert(1)" }), "unsafe address"],
    ["a link that is an object", raw.format(last, "link", { href: {} }), 'a wrong "href"'],
    ["a mark beside blocks", raw.format({ origin: block }, "strong", {}), 'the mark "strong" in "document"'],
    ["an embed", raw.item(last, raw.content.embed, (e) => encoding.writeVarString(e, "{}")), "ContentEmbed"],
    [
      "bytes",
      raw.item(last, raw.content.binary, (e) => encoding.writeVarUint8Array(e, new Uint8Array(3))),
      "ContentBinary",
    ],
  ];
  for (const [what, struct, says] of refusals) {
    it(`G4 refuses ${what}`, () =>
      expect(verdictOnStruct(struct)).toEqual({ type: "refused", reason: expect.stringContaining(says) }));
  }

  it("G4 refuses a subdocument", () => {
    const update = changed((ydoc) => ydoc.getXmlFragment("document").insert(0, [new Y.Doc() as never]));
    expect(verdictOn(update)).toMatchObject({ type: "refused" });
  });

  it("G4 refuses a mark in code", () => {
    const structs = [
      raw.element({ parent: "document" }, "code_block"),
      raw.shared({ parent: [7, 0] }, raw.type.xmlText),
      raw.string({ parent: [7, 1] }, "let"),
    ];
    expect(verdictOnStruct(...structs)).toMatchObject({ type: "news", news: { schema: 1 } });
    const mark = raw.format({ origin: [7, 4] }, "strong", {});
    expect(verdictOnStruct(...structs, mark)).toMatchObject({ type: "refused" });
  });

  it("G4 asks the same of what says that it goes on with something known", () => {
    // Client 1 has eight ids and the title's; this claims to begin in the text and to be an attribute's values.
    const forged = raw.rawUpdate([
      { client: 1, clock: 5, structs: [raw.any({ parent: block, key: "kind" }, "a", "b", "c", "d", "e")] },
    ]);
    expect(verdictOn(forged)).toMatchObject({
      type: "refused",
      reason: expect.stringContaining('in "title"'),
    });
  });

  it("G4 keeps what is known where it stands, whatever else an update says of it", () => {
    const { index, state } = document();
    const typed = raw.rawUpdate([{ client: 7, structs: [raw.string({ origin: lastLetter }, "abc")] }]);
    take(index, typed);
    const again = raw.rawUpdate([{ client: 7, structs: [raw.gc(5)] }]);
    take(index, again);
    const collected = [...index.places.clients()].find(([client]) => client === 7)?.[1];
    expect(collected).toEqual([{ name: "collected", start: 3, end: 5 }]);
    const beside = raw.rawUpdate([{ client: 9, structs: [raw.element({ origin: [7, 1] }, "paragraph")] }]);
    expect(judge(beside, index, gated).type).toBe("refused");
    const copy = materialise({ snapshot: { state }, tail: [typed, again, beside] });
    expect(findUnknown(copy)).toEqual(["type embed"]);
  });

  it("G4 refuses several values of an attribute at once, which Yjs could not collect once they are split", () => {
    const values = raw.any({ parent: block, key: "kind" }, "quote", "heading");
    expect(verdictOnStruct(values)).toMatchObject({
      type: "refused",
      reason: expect.stringContaining('2 values at once in "paragraph.kind"'),
    });
    const split = raw.rawUpdate([{ client: 9, structs: [raw.any({ origin: [7, 0] }, "late")] }]);
    const tail = [raw.rawUpdate([{ client: 7, structs: [values] }]), split, raw.rawUpdate([], [[1, [0, 1]]])];
    expect(() => materialise({ snapshot: { state: document().state }, tail })).toThrow("Unexpected case");
  });

  it("G4 lets in several values of an attribute that an undo keeps, deleted, in one item", () => {
    const { ydoc, block, index } = document();
    const undo = new Y.UndoManager(ydoc.getXmlFragment("document"));
    const before = Y.encodeStateVector(ydoc);
    for (const kind of ["quote", "heading", "quote"]) block.setAttribute("kind", kind);
    const update = Y.encodeStateAsUpdate(ydoc, before);
    undo.destroy();
    expect(Y.decodeUpdate(update).structs.map((struct) => struct.length)).toEqual([2, 1]);
    expect(judge(update, index, gated).type).toBe("news");
  });

  it("G4 lets 5,000 elements in each other not in", () => {
    const structs = [raw.element({ parent: "document" }, "paragraph")];
    for (let depth = 1; depth < 5_000; depth++)
      structs.push(raw.element({ parent: [7, depth - 1] }, "paragraph"));
    expect(verdictOnStruct(...structs).type).toBe("refused");
  });

  it("G4 takes what stands on something collected, unseen as it is", () => {
    const { index } = document();
    take(index, raw.rawUpdate([{ client: 7, structs: [raw.gc(3)] }]));
    const beside = raw.rawUpdate([{ client: 9, structs: [raw.any({ origin: [7, 1] }, "late")] }]);
    expect(judge(beside, index, gated).type).toBe("news");
  });

  it("G4 asks nothing of the kind of a room that is open to any editor", () => {
    const update = raw.rawUpdate([
      { client: 7, structs: [raw.shared({ parent: "anything" }, raw.type.map)] },
    ]);
    expect(judge(update, new DocIndex(), { schema: false })).toMatchObject({
      type: "news",
      news: { schema: 0 },
    });
  });

  it("G4 lets in every kind, mark and attribute that the schema has, as our own pages write them", () => {
    const ydoc = new Y.Doc();
    const doc = everyKind();
    expect(namesIn(doc)).toEqual(new Set([...names.nodes.keys(), ...names.marks.keys()]));
    writeBlocks(ydoc, doc);
    writeTitle(ydoc, "A title");
    const update = Y.encodeStateAsUpdate(ydoc);
    expect(judge(update, new DocIndex(), gated)).toMatchObject({
      type: "news",
      news: { schema: schemaVersion },
    });
  });

  it("G4 lets in a link as long as the schema's longest", () => {
    const href = `https://example.org/${"x".repeat(8_172)}`;
    expect(verdictOnStruct(raw.format(last, "link", { href, title: null })).type).toBe("news");
  });
});

describe("the title", () => {
  it("G5 is touched by what is written into it, beside it, or deleted from it, and by nothing else", () => {
    const touches = (update: Uint8Array) => {
      const verdict = verdictOn(update);
      return verdict.type === "news" && verdict.news.touchesTitle;
    };
    expect(touches(changed((ydoc) => ydoc.getText("title").insert(0, "x")))).toBe(true);
    expect(touches(changed((ydoc) => ydoc.getText("title").insert(1, "x")))).toBe(true);
    expect(touches(changed((ydoc) => ydoc.getText("title").delete(0, 1)))).toBe(true);
    expect(touches(changed((ydoc) => ydoc.getXmlFragment("document").delete(0, 1)))).toBe(false);
    expect(touches(raw.rawUpdate([{ client: 7, structs: [raw.string({ origin: lastLetter }, "x")] }]))).toBe(
      false,
    );
  });
});

describe("a copy of a document", () => {
  it("G6 deletes nothing by itself that the log does not delete", () => {
    const { ydoc, block, state } = document();
    const words = block.get(0) as Y.XmlText;
    const other = new Y.Doc();
    Y.applyUpdate(other, state);
    const mine = Y.encodeStateVector(ydoc);
    words.format(0, 5, { strong: {} });
    const theirs = (other.getXmlFragment("document").get(0) as Y.XmlElement).get(0) as Y.XmlText;
    const before = Y.encodeStateVector(other);
    theirs.format(0, 5, { strong: {} });
    const tail = [state, Y.encodeStateAsUpdate(ydoc, mine), Y.encodeStateAsUpdate(other, before)];
    const copy = materialise({ snapshot: undefined, tail });
    expect(Y.snapshot(copy).ds.clients.size).toBe(0);
  });

  it("G6 is not made of a log that has a hole", () => {
    const update = raw.rawUpdate([{ client: 7, clock: 3, structs: [raw.string({ parent: "title" }, "a")] }]);
    expect(() => materialise({ snapshot: undefined, tail: [update] })).toThrow("has a hole");
  });
});
