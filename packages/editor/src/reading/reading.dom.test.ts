import { schema } from "@quire/schema";
import fc from "fast-check";
import { AllSelection } from "prosemirror-state";
import { expect, test } from "vitest";
import { at, exchange, opened, p, put, two, type } from "../../test/peers.ts";
import { createCharacterCount } from "./counts.ts";
import { openCounts, openOutline } from "./open-reading.ts";
import { createOutlineReader } from "./outline.ts";

const seed = Number(process.env.QUIRE_SEED ?? 1);
console.info(`outlines that follow changes: seed ${seed}`);

const h = (level: number, text: string) => p(text, { kind: "heading", level });

test.each([
  ["", 0],
  ["one two", 7],
  ["日本語、かな。", 7],
  ["naïve", 5],
  ["nai\u0308ve", 5],
  ["👩🏽‍🚀🇩🇪", 2],
  ["한국어", 3],
  ["a\nb", 2],
])("FN-3 %j has %i characters", (text, characters) => {
  expect(createCharacterCount()(text)).toBe(characters);
});

test("FN-3 words and characters of the document and of what is selected", async () => {
  const { editor, view } = opened(p("one two"), p("日本語 text"), p("last"));
  const counts = await openCounts(editor);
  expect(counts.getSnapshot()).toEqual({ document: { words: 7, characters: 19 }, selection: null });
  put(view, 0, 4, 1, 2);
  expect(counts.getSnapshot().selection).toEqual({ words: 3, characters: 5 });
  view.dispatch(view.state.tr.setSelection(new AllSelection(view.state.doc)));
  expect(counts.getSnapshot().selection).toEqual({ words: 7, characters: 19 });
});

test("FN-3 the counts follow others' words, and tell once for each", async () => {
  const [a, b] = two(p("one two"), p("three"));
  const counts = await openCounts(a.editor);
  let told = 0;
  counts.subscribe(() => {
    told++;
  });
  put(a.view, 0, 0, 1, 5);
  type(b.view, "x ");
  exchange(a.ydoc, b.ydoc);
  expect(counts.getSnapshot()).toEqual({
    document: { words: 4, characters: 14 },
    selection: { words: 3, characters: 12 },
  });
  expect(told).toBe(2);
});

test("FN-3 the outline follows headings, also those that others write", async () => {
  const [a, b] = two(h(1, "One"), p("text"), h(2, "Two"), h(2, ""));
  const outline = await openOutline(a.editor);
  const shown = () => outline.getSnapshot().map(({ level, text }) => `${level} ${text}`);
  const first = outline.getSnapshot();
  expect(shown()).toEqual(["1 One", "2 Two"]);
  put(a.view, 1, 4);
  type(a.view, " of it");
  expect(outline.getSnapshot()).toBe(first);
  put(b.view, 2, 3);
  type(b.view, "!");
  exchange(a.ydoc, b.ydoc);
  expect(shown()).toEqual(["1 One", "2 Two!"]);
  put(a.view, 0, 3);
  a.editor.run("heading-3");
  expect(shown()).toEqual(["3 One", "2 Two!"]);
  expect(outline.goTo(1)).toBe(true);
  expect(a.view.state.selection.from).toBe(at(a.view, 2, 4));
  expect(outline.elementOf(1)?.textContent).toBe("Two!");
  expect(outline.goTo(2)).toBe(false);
  expect(outline.elementOf(2)).toBe(null);
});

test("an outline that follows change by change is the one that is read at once", () => {
  const block = fc.constantFrom(p("text"), h(1, "A"), h(2, "B"), h(2, " "), schema.node("horizontal_rule"));
  const change = fc.record({ at: fc.nat(6), removed: fc.nat(3), added: fc.array(block, { maxLength: 3 }) });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
      const reader = createOutlineReader();
      let blocks = [p("text")];
      for (const { at, removed, added } of changes) {
        blocks = blocks.toSpliced(at, removed, ...added);
        const state = { doc: schema.node("doc", null, blocks.length > 0 ? blocks : [p()]) } as never;
        expect(reader.read(state)).toEqual(createOutlineReader().read(state));
      }
    }),
    { seed },
  );
});
