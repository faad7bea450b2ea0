import { describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import * as raw from "../../test/raw-update.ts";
import { DocIndex } from "./doc-index.ts";
import { judge } from "./gate.ts";
import { newsIn } from "./news-in.ts";

/** What is looked at to judge an update, and to take it in. */
function stepsOf(update: Uint8Array, index = new DocIndex(), { schema = true } = {}): number {
  const before = index.effort.steps;
  const verdict = judge(update, index, { schema });
  if (verdict.type === "news") index.take(verdict.news);
  return index.effort.steps - before;
}

function taken(...updates: readonly Uint8Array[]): DocIndex {
  const index = new DocIndex();
  for (const update of updates) {
    const verdict = judge(update, index, { schema: true });
    if (verdict.type !== "news") throw new Error(`it is ${JSON.stringify(verdict)}`);
    index.take(verdict.news);
  }
  return index;
}

const many = <Each>(count: number, make: (at: number) => Each): Each[] =>
  Array.from({ length: count }, (_, at) => make(at));

const one = (...structs: raw.RawStruct[]): Uint8Array => raw.rawUpdate([{ client: 7, structs }]);
const title: raw.RawPlace = { parent: "title" };
const block: raw.RawPlace = { parent: "document" };

/** A title of this many letters, of client 5. */
const longTitle = (length: number): Uint8Array =>
  raw.rawUpdate([{ client: 5, structs: [raw.string(title, "x".repeat(length))] }]);

const everyOther = (count: number): raw.RawDeletes => [[5, ...many(count, (at) => [at * 2, 1] as const)]];

/** Two clients whose letters stand on each other's, turn by turn. */
const intertwined = (count: number): Uint8Array =>
  raw.rawUpdate(
    [9, 7].map((client) => ({
      client,
      structs: many(count, (at) => {
        if (client === 9) return raw.string({ origin: [7, at] }, "a");
        return raw.string(at === 0 ? title : { origin: [9, at - 1] }, "a");
      }),
    })),
  );

/** As many clients as letters, the first standing on the last. */
const chain = (count: number): Uint8Array =>
  raw.rawUpdate(
    many(count, (at) => ({
      client: count - at,
      structs: [raw.string(at === count - 1 ? title : { origin: [count - at - 1, 0] }, "a")],
    })),
  );

const nested = (depth: number): Uint8Array =>
  one(...many(depth, (at) => raw.element(at === 0 ? block : { parent: [7, at - 1] }, "paragraph")));

/** Makes an update as large as asked for, and what the document has before it. */
type Shape = (size: number) => { readonly update: Uint8Array; readonly index?: DocIndex };

const shapes: [title: string, make: Shape][] = [
  [
    "G1 m1 counts that are only declared",
    (size) => ({ update: Uint8Array.of(1, 0xff, 0xff, 0xff, 0x0f, 1, ...new Uint8Array(size)) }),
  ],
  [
    "G1 m2 structs, and deletes that end too early",
    (size) => ({
      update: raw
        .rawUpdate([{ client: 7, structs: many(size, () => raw.string(title, "a")) }], everyOther(size))
        .subarray(0, -1),
    }),
  ],
  ["G1 m3 collected runs", (size) => ({ update: one(...many(size, () => raw.gc(1))) })],
  [
    "G1 m3 a run of 2^50 behind them",
    (size) => ({ update: one(...many(size, () => raw.gc(1)), raw.gc(2 ** 50)) }),
  ],
  [
    "G1 m5 letters behind a hole",
    (size) => ({
      update: raw.rawUpdate([{ client: 7, clock: 1, structs: many(size, () => raw.string(title, "a")) }]),
    }),
  ],
  [
    "G1 m6 deletes of a client that nobody knows",
    (size) => ({ update: raw.rawUpdate([], everyOther(size)) }),
  ],
  [
    "G1 m6 deletes, first the last",
    (size) => {
      const [[client, ...ranges]] = everyOther(size) as [[number, ...[number, number][]]];
      return {
        update: raw.rawUpdate([], [[client, ...ranges.reverse()]]),
        index: taken(longTitle(2 * size)),
      };
    },
  ],
  [
    "G1 m7 roots of their own",
    (size) => ({ update: one(...many(size, (at) => raw.string({ parent: `r${at}` }, "a"))) }),
  ],
  ["G1 m8 elements in each other", (size) => ({ update: nested(size) })],
  [
    "G1 m9 unknown marks",
    (size) => ({ update: one(...many(size, (at) => raw.format(title, `m${at}`, {}))) }),
  ],
  ["G1 m10 maps", (size) => ({ update: one(...many(size, () => raw.shared(block, raw.type.map))) })],
  [
    "G1 m11 values of one attribute",
    (size) => ({
      update: one(
        raw.element(block, "paragraph"),
        raw.any({ parent: [7, 0], key: "level" }, ...many(size, () => 1)),
      ),
    }),
  ],
  [
    "G1 m19 single deletes in a long text",
    (size) => ({ update: raw.rawUpdate([], everyOther(size)), index: taken(longTitle(2 * size)) }),
  ],
  [
    "G1 m19 single deletes beside those that are there",
    (size) => {
      const others: raw.RawDeletes = [[5, ...many(size, (at) => [at * 4, 1] as const)]];
      const more: raw.RawDeletes = [[5, ...many(size, (at) => [at * 4 + 2, 1] as const)]];
      return {
        update: raw.rawUpdate([], more),
        index: taken(longTitle(4 * size), raw.rawUpdate([], others)),
      };
    },
  ],
  ["G1 letters that stand on each other, turn by turn", (size) => ({ update: intertwined(size) })],
  ["G1 a chain through as many clients", (size) => ({ update: chain(size) })],
];

describe("the work of judging", () => {
  it.for(shapes)("%s cost what their bytes cost", ([, make]) => {
    const costs = [1_000, 4_000, 16_000].map((size) => {
      const { update, index } = make(size);
      return stepsOf(update, index) / update.length;
    });
    const [small = 0] = costs;
    // Each lookup in a list of runs halves it: four times as many runs are two steps more.
    for (const cost of costs) expect(cost).toBeLessThan(1.5 * small + 2);
    for (const cost of costs) expect(cost).toBeLessThan(16);
  });
});

/** A document of so many clients with so many blocks each; they have deleted some letters. */
function document(clients: number, blocks: number): DocIndex {
  const updates = many(clients, (at) => {
    const client = 1_000 + at;
    const structs = many(blocks, (each) => [
      raw.element(block, "paragraph"),
      raw.shared({ parent: [client, each * 12] }, raw.type.xmlText),
      raw.string({ parent: [client, each * 12 + 1] }, "0123456789"),
    ]).flat();
    const deletes: raw.RawDeletes = [[client, ...many(blocks, (each) => [each * 12 + 4, 3] as const)]];
    return raw.rawUpdate([{ client, structs }], deletes);
  });
  return taken(...updates);
}

/** What somebody does with one key, in the first block of the first client; 7 is theirs and new, as a tab's is. */
const keys: [what: string, update: Uint8Array][] = [
  ["a letter", one(raw.string({ origin: [1_000, 2], rightOrigin: [1_000, 3] }, "a"))],
  ["Backspace", raw.rawUpdate([], [[1_000, [10, 1]]])],
  ["Backspace over a selection", raw.rawUpdate([], [[1_000, [9, 2], [15, 1]]])],
  ["Enter", one(raw.element({ origin: [1_000, 0] }, "paragraph"))],
  ["a mark", one(raw.format({ origin: [1_000, 2] }, "strong", {}))],
  ["a level", one(raw.any({ parent: [1_000, 0], key: "level" }, 2))],
];

describe("what is said again", () => {
  it("S8 is cut out of an update at the cost of its bytes, however many clients the document has", () => {
    const index = document(10_000, 1);
    const again = raw.rawUpdate([
      { client: 1_000, clock: 11, structs: [raw.string({ origin: [1_000, 10] }, "9new")] },
    ]);
    const before = index.effort.steps;
    const clocks = vi.spyOn(index.clocks, "entries").mockImplementation(() => {
      throw new Error("all clocks of the document were read");
    });
    const cut = newsIn(again, index);
    clocks.mockRestore();
    expect(index.effort.steps - before).toBe(1);
    expect(Y.parseUpdateMeta(cut)).toEqual({ from: new Map([[1_000, 12]]), to: new Map([[1_000, 15]]) });
  });
});

describe("a keystroke", () => {
  it.for(keys)("G1 costs the same in a document of 10 clients and of 10,000: %s", ([, update]) => {
    expect(stepsOf(update, document(10_000, 3))).toBe(stepsOf(update, document(10, 3)));
  });

  it.for(keys)("G1 costs a few lookups more in a document a thousand times as long: %s", ([, update]) => {
    const [short, long] = [stepsOf(update, document(10, 3)), stepsOf(update, document(10, 3_000))];
    // A thousand times as many runs are ten halvings more, in each of at most eight lookups.
    expect(long - short).toBeLessThanOrEqual(8 * 10);
    expect(long).toBeLessThan(120);
  });
});
