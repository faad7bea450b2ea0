import { describe, expect, test } from "vitest";
import { createRandom } from "../../../trouble/random.ts";
import { printedSeed, runs } from "../../../trouble/runs.ts";
import { readSeed } from "../src/index.ts";
import {
  type Delivery,
  named,
  type Page,
  p,
  people,
  plain,
  pre,
  Relay,
  schema,
  type Writer,
} from "./rescue-pages.ts";
import { walk } from "./rescue-walk.ts";
import { blocks, structuralEdits, targets } from "./structural-edits.ts";

const edits = Object.entries(structuralEdits);
const initial = wordsOf(people(["ours"], blocks)[0]);

function wordsOf(page: Page | undefined): string {
  return page?.doc.textContent ?? "";
}

/** What stands in each block. */
const letters = new Map(
  people(["ours"], blocks).flatMap((page) =>
    [...targets, "p8"].map((id) => [id, page.find(id).node.textContent] as const),
  ),
);

function lettersOf(ids: readonly string[] = []): string {
  return ids.map((id) => letters.get(id) ?? "").join("");
}

/** Two people whose lines are held. */
function two(
  writer: Writer,
  deliver: Delivery,
): { readonly a: Page; readonly b: Page; readonly relay: Relay } {
  const pages = people([writer, writer], blocks);
  const [a, b] = pages as [Page, Page];
  return { a, b, relay: new Relay(pages, deliver) };
}

/** Letters that stand twice, or nowhere, though nobody deleted them and nobody was told. */
function faults({ a, b }: { readonly a: Page; readonly b: Page }, deleted: string): readonly string[] {
  const told = [...a.lost, ...b.lost].map(({ text }) => text).join("");
  const found = Array.from(initial).flatMap((letter) => {
    const times = wordsOf(a).split(letter).length - 1;
    if (times > 1) return [`${letter} ${times} times`];
    return times === 0 && !deleted.includes(letter) && !told.includes(letter) ? [`${letter} is gone`] : [];
  });
  return a.doc.eq(b.doc) ? found : [...found, `${String(a.doc)} is not ${String(b.doc)}`];
}

const pages: readonly (readonly [string, Writer, Delivery])[] = [
  ["two of our pages", "ours", named],
  ["our pages behind a provider that says nothing of deletes", "ours", plain],
  ["two stock bindings", "stock", named],
];

describe.each(pages)("RT-3 between %s", (_name, writer, deliver) => {
  test.each(edits)(
    "%s, while the other types anywhere: each word stays, or its writer is told",
    (name, edit) => {
      const { run, deletes = [] } = edit;
      for (const target of targets) {
        for (const offset of writer === "ours" && deliver === named ? [0, 3, 6] : [3]) {
          for (const isMerged of [false, true]) {
            const { a, b, relay } = two(writer, deliver);
            run(a);
            b.type(target, offset, "!?%");
            relay.settle(isMerged);
            const what = `${name}, ${target} at ${offset}: ${String(a.doc)}`;
            expect(faults({ a, b }, lettersOf(deletes)), what).toEqual([]);
            const told = b.lost.map(({ text, blockId }) => `${blockId}: ${text}`).join();
            if (deletes.includes(target)) expect(told, what).toContain(`${target}: `);
            else expect(wordsOf(a).split("!?%"), what).toHaveLength(2);
          }
        }
      }
    },
  );
});

describe.each([
  ["two of our pages", "ours"],
  ["two stock bindings", "stock"],
] as const)("RT-3 between %s", (_name, writer) => {
  test.each(edits)(
    "%s, while the other rebuilds anything: nobody's words twice, nobody's gone",
    (name, first) => {
      for (const [other, second] of edits) {
        for (const isMerged of [false, true]) {
          const { a, b, relay } = two(writer, named);
          first.run(a);
          second.run(b);
          relay.settle(isMerged);
          const deleted = lettersOf([...(first.deletes ?? []), ...(second.deletes ?? [])]);
          expect(faults({ a, b }, deleted), `${name} and ${other}: ${String(a.doc)}`).toEqual([]);
        }
      }
    },
  );
});

test.each(edits)(
  "RT-3 %s, while the other rebuilds anything: what was put around blocks is not left empty",
  (name, first) => {
    // Each of these takes one of the two blocks in a container, as is wanted.
    const taking = ["drag out of a container", "join in a container"];
    for (const [other, second] of edits) {
      if (taking.includes(name) && taking.includes(other)) continue;
      for (const isMerged of [false, true]) {
        const { a, b, relay } = two("ours", named);
        first.run(a);
        second.run(b);
        relay.settle(isMerged);
        const empty: string[] = [];
        a.doc.descendants(({ type, childCount }) => {
          if (type.name === "callout" && childCount === 0) empty.push(type.name);
        });
        expect(empty, `${name} and ${other}: ${String(a.doc)}`).toEqual([]);
      }
    }
  },
);

test("RT-3 words go where the letters beside them are, with their formats", () => {
  const pages = people(["ours", "ours"], [p("1", "one "), p("2", "two")]);
  const [a, b] = pages as [Page, Page];
  const relay = new Relay(pages);
  a.edit((tr) => tr.join(a.find("2").pos));
  b.type("2", 1, "XY");
  b.edit((tr) => tr.addMark(b.find("2").pos + 2, b.find("2").pos + 4, schema.mark("strong")));
  relay.settle();
  expect(String(a.doc)).toBe('doc(paragraph("one t", strong("XY"), "wo"))');
  expect(b.doc.eq(a.doc)).toBe(true);
});

test("RT-3 words do not go into another's new word that has a letter of the one that they were typed beside", () => {
  const pages = people(["ours", "ours"], [p("1", "one"), p("2", "a1b two")]);
  const [a, b] = pages as [Page, Page];
  const relay = new Relay(pages);
  const { node, pos } = a.find("2");
  a.edit((tr) => tr.replaceWith(pos, pos + node.nodeSize, pre("2", "x1y two")));
  b.type("2", 0, "new");
  relay.settle();
  expect(String(a.doc)).toBe('doc(paragraph("one"), code_block("x1ynew two"))');
  expect(b.doc.eq(a.doc)).toBe(true);
});

test("RT-4 whose words went with a block is told, once, and has them back when the block comes back", () => {
  const pages = people(["ours", "ours"], [p("1", "one"), p("2", "two")]);
  const [a, b] = pages as [Page, Page];
  const relay = new Relay(pages);
  const { node, pos } = a.find("2");
  a.edit((tr) => tr.delete(pos, pos + node.nodeSize));
  b.type("2", 3, " more");
  relay.settle();
  expect(b.lost).toMatchObject([{ text: " more", blockId: "2", deletedBy: undefined }]);
  expect(a.lost).toEqual([]);
  a.edit((tr) => tr.insert(pos, node));
  relay.settle();
  expect(String(a.doc)).toBe('doc(paragraph("one"), paragraph("two more"))');
  expect(b.returned).toEqual([" more"]);
});

test("RT-4 words that are told as lost can be read as what they stood in, with their marks and breaks", () => {
  const [a, b] = people(["ours", "ours"], [p("1", "one"), p("2", "two")]) as [Page, Page];
  const relay = new Relay([a, b]);
  const { node, pos } = a.find("2");
  a.edit((tr) => tr.delete(pos, pos + node.nodeSize));
  const strong = [schema.mark("strong")];
  b.edit((tr) =>
    tr.insert(pos + 4, [schema.text(" more", strong), schema.node("hard_break"), schema.text("!")]),
  );
  b.type("2", 0, "a ");
  relay.settle();
  const [{ content, text } = { content: undefined, text: undefined }] = b.lost;
  expect(text).toBe("a   more!");
  expect(String(content && readSeed(content, schema))).toBe(
    'paragraph("a  ", strong(" more"), hard_break, "!")',
  );
  expect(content && readSeed({ ...content, name: "unheard" }, schema)).toBe(null);
});

test.each([
  ["lower", 0],
  ["higher", 1],
] as const)(
  "RT-4 a block is not its writer's for the id that they gave it, their client's number being %s",
  (_, writer) => {
    const bare = schema.node("paragraph", { id: null }, [schema.text("two")]);
    const pages = people(["ours", "ours"], [p("1", "one"), bare, p("3", "three")]) as [Page, Page];
    const [a, b] = [pages[1 - writer] as Page, pages[writer]];
    const relay = new Relay(pages);
    b.edit((tr) => tr.insert(9, schema.text(" more")).setNodeAttribute(5, "id", "b"));
    a.edit((tr) => tr.insert(6, schema.text("!")).setNodeAttribute(5, "id", "a"));
    a.edit((tr) => tr.delete(5, 11));
    relay.settle();
    for (const page of pages) expect(page.doc.textContent).toBe("onethree");
    expect(b.lost.map(({ text }) => text)).toEqual([" more"]);
  },
);

test("RT-3 what its deleter had seen does not come back, also where its block goes on elsewhere", () => {
  const pages = people(["ours", "ours"], [p("1", "one"), p("2", "two")]);
  const [a, b] = pages as [Page, Page];
  const relay = new Relay(pages);
  b.type("2", 3, " more");
  relay.settle();
  a.edit((tr) => tr.delete(a.find("2").pos + 4, a.find("2").pos + 9));
  const { node, pos } = a.find("2");
  a.edit((tr) => tr.delete(pos, pos + node.nodeSize).insert(0, node));
  relay.settle(true);
  expect(String(b.doc)).toBe('doc(paragraph("two"), paragraph("one"))');
  expect(b.lost).toEqual([]);
});

test("RT-3 people type at random while one of them rebuilds the document, and no word is lost or doubled", () => {
  const seed = printedSeed("rescue, one builder");
  for (let round = 0; round < runs(25, 2_000); round++) {
    const { faults, log } = walkOfThree(seed + round, { rounds: 4, builders: 1 });
    expect(faults, `seed ${seed + round}: ${log.join(", ")}`).toEqual([]);
  }
});

test("RT-3 people type at random while two of them rebuild the document at once", () => {
  for (let seed = 1; seed <= runs(60, 400); seed++) {
    const { faults, log } = walkOfThree(seed, { rounds: 1, builders: 2 });
    expect(faults, `seed ${seed}: ${log.join(", ")}`).toEqual([]);
  }
});

test.each([
  [7, "a copy that comes after its maker said what it was made of"],
  [49, "a copy that goes with what it was put into, when the other has given way to it"],
  [238, "two copies of which one is met before the other"],
  [1520, "a part of what was copied in each of two copies"],
  [1849, "words that were put back into both of two copies"],
  [4960, "a block that goes over without what is there already"],
  [10379, "a block that comes back with words that are elsewhere by now"],
  [13164, "words that somebody else typed into a copy that gives way"],
  [10231, "a block that goes back around what is there already"],
  [31291, "a copy in a copy that gives way itself"],
  [105086, "a copy that went with the copy around it"],
  [51837, "a copy that was copied once more"],
])("RT-3 three people rebuild the document at once, seed %i: %s", (seed) => {
  const { faults, log } = walkOfThree(seed, { rounds: 4, builders: 3 });
  expect(faults, log.join(", ")).toEqual([]);
});

function walkOfThree(seed: number, size: { readonly rounds: number; readonly builders: number }) {
  return walk({ random: createRandom(seed), writers: ["ours", "ours", "ours"], deliver: named, ...size });
}
