import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { createRandom, type Random } from "../../../../trouble/random.ts";
import { printedSeed, runs } from "../../../../trouble/runs.ts";
import { letters, mine, Person, paragraph, plain, seen, settle } from "../../test/undo-people.ts";
import { UndoStack } from "./undo-stack.ts";

interface Page {
  readonly person: Person;
  readonly stack: UndoStack;
}

/** People on one document, each with a stack of their own. */
function pages(random: Random, count: number, limit: number, idAttributes: readonly string[]): Page[] {
  const made = Array.from({ length: count }, (_, index) => {
    let stack: UndoStack | undefined;
    const person = new Person(index + 1, random, (fragment) => {
      stack = new UndoStack(fragment, { trackedOrigins: [mine], pauseMs: 0, limit, idAttributes });
      return stack;
    });
    if (!stack) throw new Error("a person opens undo");
    return { person, stack };
  });
  const first = made[0]!.person;
  const start = [paragraph("START here", { id: "1" }), paragraph("AND there", { id: "2" })];
  first.ydoc.transact(() => first.fragment.insert(0, start), null);
  settle(made.map(({ person }) => person));
  return made;
}

function structsOf(ydoc: Y.Doc): (Y.Item | Y.GC)[] {
  return [...ydoc.store.clients.values()].flat<(Y.Item | Y.GC)[][]>();
}

function idOf({ id }: Y.AbstractStruct): string {
  return `${id.client}:${id.clock}`;
}

/** What each step has deleted is still there to come back. */
function expectKept({ person, stack }: Page): void {
  person.ydoc.transact((transaction) => {
    for (const { deletions } of [...stack.undoStack, ...stack.redoStack]) {
      Y.iterateDeletedStructs(transaction, deletions, (struct) => {
        const isKept =
          struct instanceof Y.Item && struct.keep && !(struct.content instanceof Y.ContentDeleted);
        if (!isKept) throw new Error(`${idOf(struct)} is not kept`);
      });
    }
  }, "look");
}

/** Nothing that is gone is still in memory. */
function expectNothingKept(ydoc: Y.Doc): void {
  for (const struct of structsOf(ydoc)) {
    if (!(struct instanceof Y.Item)) continue;
    if (struct.keep) throw new Error(`${idOf(struct)} is kept`);
    if (struct.deleted && !(struct.content instanceof Y.ContentDeleted))
      throw new Error(`${idOf(struct)} is still in memory`);
  }
}

function countOf(person: Person, alphabet: string): number {
  const all = person.texts.map(plain).join("");
  return Array.from(all).filter((letter) => alphabet.includes(letter)).length;
}

function othersWords(person: Person): number {
  const own = letters[person.ydoc.clientID % letters.length];
  const others = letters.filter((each) => each !== own).join("");
  return countOf(person, others) + countOf(person, "STARTANDhereth");
}

function undoOne({ person, stack }: Page): void {
  const [before, words, sent] = [
    JSON.stringify(seen(person.fragment)),
    othersWords(person),
    person.sent.length,
  ];
  const found = stack.undo();
  expect(othersWords(person)).toBeGreaterThanOrEqual(words);
  if (found) return;
  expect(person.sent.length).toBe(sent);
  expect(JSON.stringify(seen(person.fragment))).toBe(before);
}

function play(seed: number): void {
  const random = createRandom(seed);
  const people = pages(
    random,
    2 + random.below(2),
    3 + random.below(20),
    random.below(2) === 0 ? ["id"] : [],
  );
  const undoes = 1 + random.below(4);
  for (let turn = 0; turn < 100; turn++) {
    const page = random.pick(people);
    const dice = random.below(10);
    if (dice < undoes) undoOne(page);
    else if (dice < undoes + 1) page.stack.redo();
    else if (dice < undoes + 3) page.person.hear(random.pick(people).person, 1 + random.below(4));
    else page.person.edit();
    expectKept(page);
  }
  settle(people.map(({ person }) => person));
  for (const { stack } of people) stack.clear();
  const [first, ...others] = people.map(({ person }) => person);
  for (const person of [first!, ...others]) {
    expect(seen(person.fragment)).toEqual(seen(first!.fragment));
    expectNothingKept(person.ydoc);
    const stored = new Y.Doc();
    Y.applyUpdate(stored, Y.encodeStateAsUpdate(person.ydoc));
    expect(seen(stored.getXmlFragment("document"))).toEqual(seen(first!.fragment));
    person.close();
  }
}

describe("UN-4 undo in a document that others change", () => {
  test("never throws, takes nobody else's words, keeps what it needs and no more, and everybody ends with the same", {
    timeout: 1_200_000,
  }, () => {
    const seed = printedSeed("undo among others");
    for (let round = 0; round < runs(150, 5000); round++) {
      try {
        play(seed + round);
      } catch (error) {
        throw new Error(`QUIRE_SEED=${seed + round}: ${String(error)}`, { cause: error });
      }
    }
  });
});

describe("UN-5 two editors on one document in one page", () => {
  test("may both undo: nothing throws, and everybody ends with the same", { timeout: 1_200_000 }, () => {
    const seed = printedSeed("undo in two editors of a page");
    for (let round = 0; round < runs(60, 2000); round++) {
      const random = createRandom(seed + round);
      const people = pages(random, 2, 10, ["id"]);
      const [first, other] = [people[0]!, people[1]!];
      const { fragment } = first.person;
      const second = new UndoStack(fragment, {
        trackedOrigins: [mine],
        pauseMs: 0,
        limit: 5,
        idAttributes: [],
      });
      for (let turn = 0; turn < 80; turn++) {
        const stack = random.pick([first.stack, second, other.stack]);
        const dice = random.below(6);
        if (dice === 0) stack.undo();
        else if (dice === 1) stack.redo();
        else if (dice === 2) settle(people.map(({ person }) => person));
        else random.pick(people).person.edit();
      }
      settle(people.map(({ person }) => person));
      expect(seen(other.person.fragment), `QUIRE_SEED=${seed + round}`).toEqual(seen(fragment));
      second.destroy();
      for (const { person } of people) person.close();
    }
  });
});

describe("UN-1 undo of all that one did", () => {
  test("brings the first text back, and redo the last one", { timeout: 1_200_000 }, () => {
    const seed = printedSeed("undo alone");
    for (let round = 0; round < runs(100, 3000); round++) {
      const random = createRandom(seed + round);
      const [page] = pages(random, 1, 1000, []);
      const { person, stack } = page!;
      const before = seen(person.fragment);
      person.isTracked = true;
      for (let turn = 0; turn < 40; turn++) {
        person.edit();
        if (random.below(8) === 0) stack.undo();
        if (random.below(16) === 0) stack.redo();
      }
      while (stack.redo());
      const after = seen(person.fragment);
      while (stack.undo());
      expect(seen(person.fragment), `QUIRE_SEED=${seed + round}`).toEqual(before);
      while (stack.redo());
      expect(seen(person.fragment), `QUIRE_SEED=${seed + round}`).toEqual(after);
      person.close();
    }
  });
});
