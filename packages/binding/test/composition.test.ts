import fc from "fast-check";
import type { Node } from "prosemirror-model";
import { Slice } from "prosemirror-model";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { prosemirrorToYXmlFragment } from "y-prosemirror";
import * as Y from "yjs";
import { printedSeed, runs } from "../../../trouble/runs.ts";
import { bind } from "../src/bind.ts";
import { ComposingPage } from "./composing-page.ts";
import { doc, h, li, p, quote, schema, ul } from "./schema.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Long enough for what waited to be shown. */
const aMoment = 100;

const word = ["n", "に", "にh", "にほ", "にほん", "日本"];

interface Change {
  readonly what: string;
  readonly act: (page: ComposingPage) => void;
  readonly after: readonly string[];
}

/** In the paragraph "Hello wor." between "Top." and "Away.", in which "にほ" is composed behind "wor". */
const start = 6;
const composed = start + 1 + "Hello wor".length;

const changes: readonly Change[] = [
  { what: "type before the word", act: type(start + 1, "B "), after: ["Top.", "B Hello wor日本.", "Away."] },
  { what: "type behind the word", act: type(composed + 2, "B"), after: ["Top.", "Hello wor日本B.", "Away."] },
  {
    what: "make the line bold",
    act: edit((tr) => tr.addMark(start + 1, composed + 3, schema.mark("strong"))),
    after: ["Top.", "Hello wor日本.", "Away."],
  },
  {
    what: "set an attribute of the block",
    act: edit((tr) => tr.setNodeAttribute(start, "align", "right")),
    after: ["Top.", "Hello wor日本.", "Away."],
  },
  {
    what: "change the block's type",
    act: edit((tr) => tr.setNodeMarkup(start, schema.nodes.heading)),
    after: ["Top.", "Hello wor日本.", "Away."],
  },
  {
    what: "split before the word",
    act: edit((tr) => tr.split(start + 3)),
    after: ["Top.", "He", "llo wor日本.", "Away."],
  },
  {
    what: "split in the word",
    act: edit((tr) => tr.split(composed + 1)),
    after: ["Top.", "Hello wor日本", ".", "Away."],
  },
  {
    what: "split behind the word",
    act: edit((tr) => tr.split(composed + 2)),
    after: ["Top.", "Hello wor日本", ".", "Away."],
  },
  {
    what: "join with the block before",
    act: edit((tr) => tr.join(start)),
    after: ["Top.Hello wor日本.", "Away."],
  },
  {
    what: "join with the block behind",
    act: edit((tr) => tr.join(start + tr.doc.child(1).nodeSize)),
    after: ["Top.", "Hello wor日本.Away."],
  },
  {
    what: "delete the block",
    act: edit((tr) => tr.delete(start, start + tr.doc.child(1).nodeSize)),
    after: ["Top.", "日本", "Away."],
  },
  {
    what: "delete the block's text",
    act: edit((tr) => tr.delete(start + 1, start + tr.doc.child(1).nodeSize - 1)),
    after: ["Top.", "日本", "Away."],
  },
  {
    what: "delete the block's text, then the block",
    act: (page) => {
      page.edit((tr) => tr.delete(start + 1, start + tr.doc.child(1).nodeSize - 1));
      page.edit((tr) => tr.delete(start, start + 2));
    },
    after: ["Top.", "日本", "Away."],
  },
  {
    what: "delete the block's text, then join it with the block before",
    act: (page) => {
      page.edit((tr) => tr.delete(start + 1, start + tr.doc.child(1).nodeSize - 1));
      page.edit((tr) => tr.join(start));
    },
    after: ["Top.", "日本", "Away."],
  },
  {
    what: "put the block into a quote",
    act: edit((tr) => tr.replaceWith(start, start + tr.doc.child(1).nodeSize, quote(tr.doc.child(1)))),
    after: ["Top.", "Hello wor日本.", "Away."],
  },
];

describe("RT-11 a word is composed in whole, where others meanwhile", () => {
  test.each(changes)("$what", ({ act, after }) => {
    const [ada, ben] = pages(p("Top."), p("Hello wor."), p("Away."));
    ada.put(composed);
    for (const step of word.slice(0, 4)) ada.compose(step);
    exchange(ada, ben);
    const shown = ada.doc;
    act(ben);
    exchange(ada, ben);
    expect(ada.doc).toBe(shown);
    ben.edit((tr) =>
      tr.insert(tr.doc.content.size, p("More.")).insert(0, p("A title, longer than the line.")),
    );
    exchange(ada, ben);
    expect(ada.doc.firstChild?.textContent).toBe("A title, longer than the line.");
    expect(ada.doc.lastChild?.textContent).toBe("More.");
    expect(ada.doc.child(2)).toBe(shown.child(1));
    for (const step of word.slice(4)) ada.compose(step);
    ada.commit();
    vi.advanceTimersByTime(aMoment);
    exchange(ada, ben);
    for (const page of [ada, ben])
      expect(blocks(page.doc)).toEqual(["A title, longer than the line.", ...after, "More."]);
    expectSame(ada, ben);
    expect(ada.doc.textBetween(ada.caret - 2, ada.caret)).toBe("日本");
  });
});

test.each([
  [
    "the block",
    (page: ComposingPage) => page.edit((tr) => tr.delete(start, start + tr.doc.child(1).nodeSize)),
  ],
  ["the word", (page: ComposingPage) => page.edit((tr) => tr.delete(composed, composed + 2))],
  ["half of the word", (page: ComposingPage) => page.edit((tr) => tr.delete(composed, composed + 1))],
])("RT-11 a word is put back, whole, when others have deleted %s before it was final", (_what, act) => {
  const [ada, ben] = pages(p("Top."), p("Hello wor."), p("Away."));
  ada.put(composed);
  for (const step of word) ada.compose(step);
  exchange(ada, ben);
  act(ben);
  exchange(ada, ben);
  ada.commit();
  vi.advanceTimersByTime(aMoment);
  exchange(ada, ben);
  expectSame(ada, ben);
  expect(blocks(ada.doc).join(" ")).toMatch(/^Top\. (Hello wor日本\.|日本) Away\.$/);
  expect(ada.doc.textBetween(ada.caret - 2, ada.caret)).toBe("日本");
});

test("RT-11 a first letter goes along when others join its block, of which nothing else is left, to another one", () => {
  const [ada, ben] = pages(h("Top", { level: 1 }), ul([li([p(), p("wor")])]));
  ada.put(8);
  ada.compose("ㅎ");
  exchange(ada, ben);
  expect(blocks(ben.doc)).toEqual(["Top", "ㅎ", "wor"]);
  ben.edit((tr) => tr.delete(4, 8));
  exchange(ada, ben);
  for (const step of ["하", "한"]) ada.compose(step);
  ada.commit();
  vi.advanceTimersByTime(aMoment);
  exchange(ada, ben);
  expectSame(ada, ben);
  expect(blocks(ada.doc)).toEqual(["Top한", "wor"]);
});

test("RT-11 what is composed is in the shared document at once", () => {
  const [ada, ben] = pages(p("Hello "));
  ada.put(7);
  ada.compose("に");
  exchange(ada, ben);
  type(1, "B ")(ben);
  exchange(ada, ben);
  ada.compose("にほ");
  exchange(ada, ben);
  expect(blocks(ben.doc)).toEqual(["B Hello にほ"]);
  expect(blocks(ada.doc)).toEqual(["Hello にほ"]);
});

test("RT-11 who goes on in another block before the word is over has what others wrote meanwhile, and loses nothing", () => {
  const [ada, ben] = pages(p("Top."), p("Hello wor."), p("Away."));
  ada.put(composed);
  ada.compose("n");
  exchange(ada, ben);
  ben.edit((tr) => tr.insertText("B ", start + 1));
  exchange(ada, ben);
  ada.compose("に");
  expect(blocks(ada.doc)).toEqual(["Top.", "Hello worに.", "Away."]);
  ada.put(ada.doc.content.size - 1);
  exchange(ada, ben);
  expectSame(ada, ben);
  expect(blocks(ada.doc)).toEqual(["Top.", "B Hello worに.", "Away."]);
});

const action = fc.record({
  do: fc.constantFrom("type", "delete", "split", "join", "bold", "attribute", "block", "remove", "wrap"),
  at: fc.nat(60),
  size: fc.integer({ min: 1, max: 6 }),
});
const round = fc.array(fc.record({ who: fc.nat(1), action }), { maxLength: 2 });
const composition = fc.record({
  at: fc.nat(60),
  rounds: fc.array(round, { minLength: 5, maxLength: 5 }),
});

test("RT-11 whatever others do while somebody composes, all agree afterwards, and the word is there once", () => {
  const seed = printedSeed("compositions in documents");
  fc.assert(
    fc.property(fc.array(composition, { minLength: 1, maxLength: 2 }), (compositions) => {
      const [ada, ben, cleo] = pages(
        p("abc def"),
        h("ghi", { level: 1 }),
        ul([li(p("jkl mno")), li(p("pqr"))]),
        p("stu"),
      );
      for (const [index, { at, rounds }] of compositions.entries()) {
        const steps =
          index === 0 ? ["あ", "に", "にほ", "にほん", "日本"] : ["ㅎ", "하", "한", "한그", "한글"];
        ada.put(at % (ada.doc.content.size + 1));
        for (const [round, actions] of rounds.entries()) {
          for (const { who, action } of actions) {
            act(who === 0 ? ben : cleo, action);
            exchange(ada, ben, cleo);
          }
          ada.compose(steps[round] ?? "");
          exchange(ada, ben, cleo);
        }
        ada.commit();
        vi.advanceTimersByTime(aMoment);
        expect(ada.doc).toBe(ada.binding.doc);
      }
      exchange(ada, ben, cleo);
      expectSame(ada, ben, cleo);
      const written = compositions.map((_, index) => (index === 0 ? "日本" : "한글"));
      const found = ada.doc.textContent.replaceAll(/[a-zA-Z .]/g, "");
      expect(found.split("").sort()).toEqual(written.join("").split("").sort());
      for (const page of [ada, ben, cleo]) page.close();
    }),
    { seed, numRuns: runs(300, 10_000) },
  );
});

function type(at: number, text: string) {
  return edit((tr) => tr.insertText(text, at));
}

function edit(make: Parameters<ComposingPage["edit"]>[0]): (page: ComposingPage) => void {
  return (page) => page.edit(make);
}

interface Action {
  readonly do: string;
  readonly at: number;
  readonly size: number;
}

/** One of many edits, if it can be done there. Others leave alone what is composed. */
function act(page: ComposingPage, action: Action): void {
  const { doc } = page;
  const at = action.at % (doc.content.size + 1);
  const to = Math.min(doc.content.size, at + action.size);
  const $at = doc.resolve(at);
  try {
    page.edit((tr) => {
      if (action.do === "type" && $at.parent.isTextblock) return tr.insertText("x".repeat(action.size), at);
      if (action.do === "delete" && !/[^a-zA-Z .]/.test(doc.textBetween(at, to))) return tr.delete(at, to);
      if (action.do === "split" && $at.parent.isTextblock && !isComposed($at.nodeBefore, $at.nodeAfter))
        return tr.split(at);
      if (action.do === "join" && !$at.parent.inlineContent) return tr.join(at);
      if (action.do === "bold") return tr.addMark(at, to, schema.mark("strong"));
      if (action.do === "attribute" && $at.parent.isTextblock)
        return tr.setNodeAttribute($at.before(), "id", `${action.size}`);
      if (action.do === "wrap" && $at.nodeAfter?.isTextblock)
        return tr.replaceWith(at, at + $at.nodeAfter.nodeSize, quote($at.nodeAfter));
      if (action.do === "block") return tr.replace(at, at, new Slice(p("new").content, 0, 0));
      if (action.do === "remove" && $at.nodeAfter?.isBlock && !/[日本]/.test($at.nodeAfter.textContent))
        return tr.delete(at, at + $at.nodeAfter.nodeSize);
      return tr;
    });
  } catch {
    return; // cannot be done there
  }
}

function isComposed(...nodes: readonly (Node | null)[]): boolean {
  return nodes.every((node) => node?.isText && /[^a-zA-Z .]/.test(node.text ?? ""));
}

function pages(...content: readonly Node[]): [ComposingPage, ComposingPage, ComposingPage] {
  const first = new Y.Doc();
  prosemirrorToYXmlFragment(doc(...content), first.getXmlFragment("document"));
  const bytes = Y.encodeStateAsUpdate(first);
  const page = (clientID: number) => {
    const ydoc = new Y.Doc();
    ydoc.clientID = clientID;
    Y.applyUpdate(ydoc, bytes);
    return new ComposingPage(ydoc);
  };
  return [page(2), page(1), page(3)];
}

function exchange(...people: readonly ComposingPage[]): void {
  for (const { ydoc: from } of people)
    for (const { ydoc: to } of people)
      if (from !== to) Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)), "wire");
}

function expectSame(...people: readonly ComposingPage[]): void {
  for (const page of people) {
    expect(page.doc).toBe(page.binding.doc);
    const copy = new Y.Doc();
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(page.ydoc));
    expect(page.doc.toJSON()).toEqual(
      bind({ fragment: copy.getXmlFragment("document"), schema }).doc.toJSON(),
    );
    expect(page.doc.toJSON()).toEqual(people[0]?.doc.toJSON());
  }
}

function blocks(node: Node): readonly string[] {
  const texts: string[] = [];
  node.descendants((child) => {
    if (child.isTextblock) texts.push(child.textContent);
    return !child.isTextblock;
  });
  return texts;
}
