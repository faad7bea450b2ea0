import { findUnknown, fragmentName, readDocument, titleName } from "@quire/schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { createRandom, type Random } from "../../../../trouble/random.ts";
import { printedSeed, runs } from "../../../../trouble/runs.ts";
import * as raw from "../../test/raw-update.ts";
import { Writer } from "../../test/writer.ts";
import { materialise, takeSnapshot } from "../materialise/materialise.ts";
import { surveyStructure } from "../materialise/survey.ts";
import { beforeHole } from "./before-hole.ts";
import { DocIndex, type Knowledge, type News } from "./doc-index.ts";
import { judge, type Verdict } from "./gate.ts";
import { type Ground, inText } from "./structure.ts";

/** A document with some history, and its index. */
class Scene {
  state: Uint8Array;
  readonly index: DocIndex;
  /** Honest updates: some that made it, some that would come next. */
  readonly updates: readonly Uint8Array[];
  /** The index as it was written down when it changed last. */
  #written: string;

  constructor(
    state: Uint8Array = Uint8Array.of(0, 0),
    index = new DocIndex(),
    updates: readonly Uint8Array[] = [],
  ) {
    this.state = state;
    this.index = index;
    this.updates = updates;
    this.#written = written(index);
  }

  /** What was judged left no trace in the index. */
  checkUntouched(): void {
    expect(written(this.index)).toBe(this.#written);
  }

  /** The news are in the document from now on. */
  take(news: News, state: Uint8Array): void {
    this.checkUntouched();
    this.index.take(news);
    this.state = state;
    this.#written = written(this.index);
  }
}

function setScene(random: Random): Scene {
  const writers = [new Writer(random, 1 + random.below(3)), new Writer(random, 5)];
  const log: Uint8Array[] = [];
  for (let step = 0; step < 18; step++) {
    const writer = random.pick(writers);
    writer.edit();
    for (const update of writer.updates.splice(0)) {
      log.push(update);
      for (const other of writers) if (other !== writer) other.receive(update);
    }
  }
  for (const writer of writers) writer.destroy();
  const ydoc = materialise({ snapshot: undefined, tail: log.slice(0, 6 + random.below(10)) });
  const index = new DocIndex();
  index.take(takeSnapshot(ydoc, { seq: 1, schema: 1 }));
  const state = Y.encodeStateAsUpdate(ydoc);
  ydoc.destroy();
  return new Scene(state, index, log);
}

/** An invented update after the other, all of them from one seed. */
function meetInvented(each: number, verdicts: Map<string, number>, pastHoles = true): void {
  const random = createRandom(each);
  const scene = setScene(random);
  for (let times = 0; times < inventedOfScene; times++) {
    const verdict = check(scene, invent(random, scene.index), pastHoles);
    verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
  }
  scene.checkUntouched();
}

/** Whatever can be seen stands where the gate wrote down that it does. */
function comparePlaces(ydoc: Y.Doc, ...grounds: readonly Ground[]): void {
  const survey = surveyStructure(ydoc);
  const differences: string[] = [];
  for (const structs of ydoc.store.clients.values()) {
    for (const struct of structs) {
      if (!(struct instanceof Y.Item) || isInDeleted(struct)) continue;
      const { client, clock } = struct.id;
      for (let at = clock; at < clock + struct.length; at++) {
        const judged = grounds
          .map(({ places }) => places.nameOf(client, at))
          .find((name) => name !== undefined);
        const [ours, yjs] = [judged ?? inText, survey.places.nameOf(client, at) ?? inText];
        if (ours !== yjs) differences.push(`${client}:${at} stands in ${yjs}, the gate says ${ours}`);
      }
    }
  }
  expect(differences).toEqual([]);
}

function isInDeleted({ parent }: Y.Item): boolean {
  for (let type = parent; type instanceof Y.AbstractType && type._item !== null; type = type._item.parent)
    if (type._item.deleted) return true;
  return false;
}

function written(knowledge: Knowledge): string {
  const { clocks, deletes, places, kinds } = knowledge;
  return JSON.stringify([[...clocks], [...deletes.runs()], [...places.clients()], [...kinds.clients()]]);
}

/**
 * Whatever comes is judged without throwing; what is let in can be applied, shown and folded, and so can what lies before a
 * hole.
 */
function check(scene: Scene, update: Uint8Array, pastHoles = true): Verdict["type"] {
  const { state, index } = scene;
  const verdict = judge(update, index, { schema: true });
  if (verdict.type === "gap" && pastHoles) {
    const before = beforeHole(update, index);
    if (before !== undefined) expect(check(scene, before)).not.toBe("gap");
  }
  if (verdict.type !== "news") return verdict.type;
  const { news } = verdict;
  const cut = news.isPartlyKnown ? Y.diffUpdate(update, Y.encodeStateVector(new Map(index.clocks))) : update;
  // Throws where something is left pending.
  const ydoc = materialise({ snapshot: { state }, tail: [cut] });
  comparePlaces(ydoc, index, news);
  expect(findUnknown(ydoc)).toEqual([]);
  readDocument(ydoc).check();
  const { sv } = Y.snapshot(ydoc);
  for (const [client, clock] of news.clocks) expect(sv.get(client)).toBe(clock);
  takeSnapshot(ydoc, { seq: 1, schema: 1 });
  ydoc.destroy();
  // Whoever has nothing gets both merged, and from then on it is the document.
  const merged = Y.mergeUpdates([state, cut]);
  materialise({ snapshot: undefined, tail: [merged] }).destroy();
  scene.take(news, merged);
  return "news";
}

function mutate(random: Random, bytes: Uint8Array): Uint8Array {
  const mutated = [...bytes];
  for (let times = 1 + random.below(2); times > 0; times--) {
    const at = random.below(mutated.length + 1);
    const kind = random.below(6);
    if (kind === 0) mutated[at] = random.below(256);
    else if (kind === 1) mutated[at] = (mutated[at] ?? 0) ^ (1 << random.below(8));
    else if (kind === 2) mutated.splice(at, 1 + random.below(4));
    else if (kind === 3) mutated.splice(at, 0, random.below(256), random.below(256));
    else if (kind === 4) mutated.splice(at, 0, ...mutated.slice(at, at + random.below(12)));
    else mutated.length = at;
  }
  return Uint8Array.from(mutated);
}

/** An update that decodes, of structs and deletes that point anywhere. */
function invent(random: Random, index: DocIndex): Uint8Array {
  const clients = [1, 2, 3, 5, 9, 10, 11];
  const end = (client: number): number => index.clock(client);
  const id = (): readonly [number, number] => {
    const known = clients.filter((client) => end(client) > 0);
    const client = random.pick(random.chance(0.05) || known.length === 0 ? clients : known);
    return [client, random.below(Math.max(1, end(client) + (random.chance(0.05) ? 2 : 0)))];
  };
  const place = (): raw.RawPlace => {
    const beside = random.below(4);
    const key = random.chance(0.3)
      ? { key: random.pick(["kind", "level", "id", "language", "tone", "__proto__"]) }
      : {};
    if (beside === 0)
      return { parent: random.pick([fragmentName, titleName, fragmentName, "other"]), ...key };
    if (beside === 1) return { parent: id(), ...key };
    return { ...(beside === 2 || random.chance(0.4) ? { origin: id() } : {}), rightOrigin: id() };
  };
  const origin = (): raw.RawPlace => (random.chance(0.7) ? place() : { origin: id() });
  const struct = (): raw.RawStruct =>
    random.pick([
      () => raw.string(origin(), random.pick(["a", "hello", ""])),
      () => raw.string(origin(), "text"),
      () => raw.element(origin(), random.pick(["paragraph", "code_block", "hard_break", "gallery", "doc"])),
      () => raw.element(origin(), "paragraph"),
      () => raw.shared(origin(), raw.type.xmlText),
      () => raw.shared(origin(), random.below(7)),
      () => raw.any(origin(), random.pick<unknown>(["heading", 1, null, true, [1], { toString: 1 }])),
      () => raw.any(origin(), "one", "two"),
      () =>
        raw.format(
          origin(),
          random.pick(["strong", "link", "sub", "strong--abcdefgh"]),
          random.pick([{}, null, 1]),
        ),
      () => raw.deleted(origin(), 1 + random.below(3)),
      () => raw.gc(1 + random.below(4)),
      () => raw.skip(1 + random.below(2)),
    ])();
  // Yjs writes higher clients first.
  const used = clients.filter(() => random.chance(0.2)).sort((a, b) => (random.chance(0.02) ? a - b : b - a));
  const sections = used.map((client) => ({
    client,
    clock: Math.max(0, end(client) - (random.chance(0.2) ? random.below(4) : 0)),
    structs: Array.from({ length: 1 + random.below(3) }, struct),
  }));
  const deletes = clients
    .filter(() => random.chance(0.2))
    .map((client) => [client, [random.below(end(client) + 1), random.below(3)]] as const);
  return raw.rawUpdate(sections, deletes);
}

/** 180,000 of the 200,000 inputs of each run, and of the ten million of `prove`; the others are random bytes. */
const mutatedOfScene = 480;
const inventedOfScene = 200;

const seed = printedSeed("hostile updates");
const timeout = runs(240_000, 24 * 3_600_000);

describe("the gate, fuzzed", () => {
  it(
    "G3 judges random bytes",
    () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
          const scene = new Scene();
          check(scene, bytes);
          scene.checkUntouched();
        }),
        { seed, numRuns: runs(20_000, 1_000_000) },
      );
    },
    timeout,
  );

  it(
    "G3 lets in no mutated update that Yjs could not apply, or a page not show",
    () => {
      const verdicts = new Map<string, number>();
      fc.assert(
        fc.property(fc.integer(), (each) => {
          const random = createRandom(each);
          const scene = setScene(random);
          for (let times = 0; times < mutatedOfScene; times++) {
            const verdict = check(scene, mutate(random, random.pick([scene.state, ...scene.updates])));
            verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
          }
          scene.checkUntouched();
        }),
        { seed, numRuns: runs(250, 12_500) },
      );
      // A fuzz that only ever meets the first check would prove nothing.
      console.info("mutated updates", Object.fromEntries(verdicts));
      for (const verdict of ["news", "nothing", "gap", "refused"])
        expect(verdicts.get(verdict)).toBeGreaterThan(5);
    },
    timeout,
  );

  it(
    "G3 lets in no invented update that Yjs could not apply, or a page not show",
    () => {
      const verdicts = new Map<string, number>();
      fc.assert(
        fc.property(fc.integer(), (each) => meetInvented(each, verdicts)),
        { seed, numRuns: runs(300, 15_000) },
      );
      for (const verdict of ["news", "gap", "refused"]) expect(verdicts.get(verdict)).toBeGreaterThan(50);
      console.info("invented updates", Object.fromEntries(verdicts));
    },
    timeout,
  );

  it.for([
    [339_192_750, "that collects again, with more, letters that are there"],
    [339_192_756, "of an attribute of a text"],
    [339_192_835, "of two values of an attribute in one item, which another one splits"],
  ] as const)("G3 lets in nothing wrong of seed %i, with an update %s", ([each]) => {
    meetInvented(each, new Map(), false);
  });
});
