import { NodeSelection, Plugin } from "prosemirror-state";
import { describe, expect, test } from "vitest";
import { type BindingName, bindings } from "./bindings.ts";
import { BoundPage, caret, opened, read, two, typed, written } from "./bound-page.ts";
import { marked, markedWords } from "./marked-words.ts";
import { divider, doc, h, li, p, schema, ul } from "./schema.ts";
import { Wire } from "./wire.ts";

/*
 * What people report of y-prosemirror, done to both bindings: docs/binding.md has the list. Each says what either does,
 * so that we hear of it when y-prosemirror mends one.
 */
describe.each(bindings)("with %s", (binding) => {
  const does = <Value>(found: Value, { stock, ours }: Readonly<Record<BindingName, Value>>) =>
    expect(found).toEqual(binding === "stock" ? stock : ours);

  describe("y-prosemirror#38 after undo of a new paragraph the caret", () => {
    test("is back at the end of the one before", () => {
      const page = opened(binding, p("one"), p("last"));
      caret(page, 4);
      page.edit((tr) => tr.split(4));
      page.undo();
      expect(page.doc.textContent).toBe("onelast");
      does(selected(page), { stock: [6, 6], ours: [4, 4] });
    });

    test("steps back through as many as were made", () => {
      const page = opened(binding, p("one"), p("last"));
      caret(page, 4);
      for (let count = 0; count < 3; count++) {
        page.edit((tr) => tr.split(tr.selection.from));
        page.pause();
      }
      const found = times(3, () => page.undo(), page);
      does(found, { stock: [10, 8, 6], ours: [8, 6, 4] });
    });
  });

  test("y-prosemirror#101 after undo of a change of a block's kind the caret is in it, where it was", () => {
    const page = opened(binding, p("one"), p("two"));
    caret(page, 9);
    page.edit((tr) => tr.setBlockType(9, 9, schema.nodes.heading));
    page.undo();
    expect(page.doc.child(1).type.name).toBe("paragraph");
    does(selected(page), { stock: [6, 6], ours: [9, 9] });
  });

  describe("y-prosemirror#190 after undo of a deletion the caret", () => {
    test("is behind the letter that is back at the end", () => {
      const page = opened(binding, p("one two"));
      caret(page, 8);
      page.edit((tr) => tr.delete(7, 8));
      page.undo();
      does(selected(page), { stock: [8, 8], ours: [8, 8] });
    });

    test("is behind the letters that are back in the middle", () => {
      const page = opened(binding, p("one two three"));
      caret(page, 8);
      for (let count = 0; count < 3; count++)
        page.edit((tr) => tr.delete(tr.selection.from - 1, tr.selection.from));
      page.undo();
      does(selected(page), { stock: [8, 8], ours: [8, 8] });
    });

    test("goes there from wherever it was meanwhile", () => {
      const page = opened(binding, p("one two"), p("three"));
      caret(page, 8);
      page.edit((tr) => tr.delete(7, 8));
      caret(page, 12);
      page.undo();
      expect(page.doc.textContent).toBe("one twothree");
      does(selected(page), { stock: [13, 13], ours: [8, 8] });
    });
  });

  test("tiptap#5910 the caret is behind what redo brought back", () => {
    const page = opened(binding, p());
    caret(page, 1);
    typed(page, "aaa");
    page.pause();
    typed(page, "tt");
    page.undo();
    does(selected(page), { stock: [4, 4], ours: [4, 4] });
    page.redo();
    does(selected(page), { stock: [6, 6], ours: [6, 6] });
  });

  test("tiptap#5802 the caret goes to each edit that redo brings back", () => {
    const page = opened(binding, p("one"), p("two"));
    caret(page, 4);
    typed(page, "aa");
    page.pause();
    caret(page, 11);
    typed(page, "bb");
    page.pause();
    caret(page, 2);
    page.edit((tr) => tr.delete(1, 2));
    const undone = times(3, () => page.undo(), page);
    expect(page.doc.textContent).toBe("onetwo");
    const redone = times(3, () => page.redo(), page);
    expect(page.doc.textContent).toBe("neaatwobb");
    does([undone, redone], {
      stock: [
        [2, 2, 9],
        [6, 2, 1],
      ],
      ours: [
        [2, 11, 4],
        [6, 13, 1],
      ],
    });
  });

  test("y-prosemirror#49 a page's decorations cover the same words after somebody else's edits", () => {
    const { a, b, wire } = two(binding, [p("one TWO"), ul([li([p("THREE four")])]), h("FIVE")], () => [
      markedWords(),
    ]);
    a.edit((tr) => tr.insertText("very ", 1));
    a.edit((tr) => tr.insert(0, p("before")));
    a.edit((tr) => tr.delete(tr.doc.content.size - 7, tr.doc.content.size - 6));
    wire.exchange();
    const found = marked(b.state).map(({ word, from, to }) => [word, b.doc.textBetween(from, to)]);
    const all = ["TWO", "THREE", "FIVE"].map((word) => [word, word]);
    does(found, { stock: [], ours: all });
  });

  test("y-prosemirror#113 somebody else's edit replaces in the page what they edited", () => {
    const { a, b, wire } = two(binding, [p("one"), p("two"), p("three")]);
    a.edit((tr) => tr.insertText("!", 9));
    wire.exchange();
    does(replaced(b), { stock: [[0, 17]], ours: [[9, 9]] });
  });

  describe("y-prosemirror#204 when somebody else splits a paragraph", () => {
    test("a selected word in it stays selected", () => {
      const { a, b, wire } = two(binding, [p("Hello World")]);
      caret(b, 7, 12);
      a.edit((tr) => tr.split(6));
      wire.exchange();
      const { from, to } = b.state.selection;
      does(b.doc.textBetween(from, to), { stock: "", ours: "World" });
    });

    test("a caret behind the split goes with its letters", () => {
      const { a, b, wire } = two(binding, [p("Hello World")]);
      caret(b, 10);
      a.edit((tr) => tr.split(6));
      wire.exchange();
      does(selected(b), { stock: [6, 6], ours: [12, 12] });
    });
  });

  test("y-prosemirror#204 a place that was kept outside says that its letter is not there any more", () => {
    const page = opened(binding, p("Hello World"));
    const place = page.toRelative(7);
    page.edit((tr) => tr.split(6));
    expect(page.doc.childCount).toBe(2);
    does(page.toAbsolute(place), { stock: 6, ours: null });
  });

  describe("what nobody reported:", () => {
    test("a first edit that empties the document is written", () => {
      const bytes = written(doc(p("one")));
      const page = new BoundPage(binding, read(bytes), { isTouched: false });
      page.edit((tr) => tr.delete(0, 5));
      does(page.fragment.toString(), { stock: "<paragraph>one</paragraph>", ours: "" });
    });

    test("a selected node may be deleted by somebody else", () => {
      const { a, b, wire } = two(binding, [p("one"), divider()]);
      b.edit((tr) => tr.setSelection(NodeSelection.create(tr.doc, 5)));
      a.edit((tr) => tr.delete(5, 6));
      if (binding === "stock") expect(() => wire.exchange()).toThrow("nodeSize");
      else wire.exchange();
      does(b.doc.childCount, { stock: 2, ours: 1 });
    });

    test("what a plugin edits in answer to somebody else's change is shared", () => {
      const answer = new Plugin({
        view: () => ({
          update: ({ state, dispatch }) => {
            if (state.doc.textContent === "onetwo!") dispatch(state.tr.insertText("?", 1));
          },
        }),
      });
      const bytes = written(doc(p("one"), p("two")));
      const [a, b] = [
        new BoundPage(binding, read(bytes, 1)),
        new BoundPage(binding, read(bytes, 2), { plugins: [answer] }),
      ];
      const wire = new Wire(a, b);
      a.edit((tr) => tr.insertText("!", 9));
      wire.exchange();
      a.edit((tr) => tr.insertText("+", a.doc.content.size - 1));
      wire.exchange();
      const words = { stock: "onetwo!+", ours: "?onetwo!+" };
      does([a.doc.textContent, b.doc.textContent], {
        stock: [words.stock, words.stock],
        ours: [words.ours, words.ours],
      });
    });
  });
});

function selected({ state: { selection } }: BoundPage): readonly [number, number] {
  return [selection.anchor, selection.head];
}

/** Does something a few times, and says where the caret was after each. */
function times(count: number, act: () => void, page: BoundPage): readonly number[] {
  return Array.from({ length: count }, () => {
    act();
    return page.state.selection.head;
  });
}

/** What the last transaction of a page replaced. */
function replaced(page: BoundPage): readonly (readonly [number, number])[] {
  const ranges: (readonly [number, number])[] = [];
  for (const map of page.transactions.at(-1)?.mapping.maps ?? [])
    map.forEach((from, to) => {
      ranges.push([from, to]);
    });
  return ranges;
}
