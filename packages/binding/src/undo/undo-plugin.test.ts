import type { Node } from "prosemirror-model";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { h, image, p, schema, text } from "../../test/schema.ts";
import { copyOf, exchange, sharedDoc, UndoPage } from "../../test/undo-page.ts";
import { canRedo, canUndo, clearUndo, redo, undo, undoKey } from "./undo-plugin.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: 1_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Time goes by in which nobody types. */
function pause(ms = 500): void {
  vi.setSystemTime(Date.now() + ms);
}

function two(...blocks: readonly Node[]) {
  const ydoc = sharedDoc(...blocks);
  const other = copyOf(ydoc);
  const [a, b] = [new UndoPage(ydoc), new UndoPage(other)];
  return { a, b, ydoc, other, exchange: () => exchange(ydoc, other) };
}

function page(...blocks: readonly Node[]): UndoPage {
  return new UndoPage(sharedDoc(...blocks));
}

describe("UN-1 undo is one's own", () => {
  test("A types one, B types two, A undoes: only one goes, and redo brings exactly it back", () => {
    const { a, b, ydoc, exchange } = two(p("start"));
    a.caret(6);
    a.type(" one");
    exchange();
    b.caret(b.state.doc.content.size - 1);
    b.type(" two");
    exchange();
    expect(a.lines).toEqual(["start one two"]);
    expect(a.run(undo)).toBe(true);
    exchange();
    expect([a.lines, b.lines]).toEqual([["start two"], ["start two"]]);
    expect(a.run(redo)).toBe(true);
    exchange();
    expect([a.lines, b.lines]).toEqual([["start one two"], ["start one two"]]);
    expect(ydoc.getXmlFragment("document").toString()).toContain("start one two");
  });

  test("the commands say whether there is something to undo and to redo", () => {
    const a = page(p("start"));
    const says = () => [canUndo(a.state), canRedo(a.state), undo(a.state), redo(a.state)];
    expect(says()).toEqual([false, false, false, false]);
    a.caret(6);
    a.type("x");
    expect(says()).toEqual([true, false, true, false]);
    a.run(undo);
    expect(says()).toEqual([false, true, false, true]);
    expect(a.run(undo)).toBe(false);
  });
});

describe("UN-2 what one undo takes back", () => {
  test("is some twenty characters of typing, up to a space", () => {
    const a = page(p(""));
    a.caret(1);
    a.type("one two three four five six seven eight nine ten");
    a.run(undo);
    expect(a.lines).toEqual(["one two three four five six seven eight nine"]);
    a.run(undo);
    expect(a.lines).toEqual(["one two three four five"]);
    a.run(undo);
    expect(a.lines).toEqual([""]);
  });

  test("is some forty characters of typing that has no space in it", () => {
    const a = page(p(""));
    a.caret(1);
    a.type("字".repeat(90));
    for (const left of [80, 40, 0]) {
      a.run(undo);
      expect(a.lines).toEqual(["字".repeat(left)]);
    }
  });

  test("is what was typed before a pause", () => {
    const a = page(p(""));
    a.caret(1);
    a.type("one");
    pause();
    a.type("two");
    pause(499);
    a.type("three");
    a.run(undo);
    expect(a.lines).toEqual(["one"]);
    a.run(undo);
    expect(a.lines).toEqual([""]);
  });

  test("is what was typed at one place", () => {
    const a = page(p("a"), p("b"));
    a.caret(2);
    a.type("one");
    a.caret(a.state.doc.content.size - 1);
    a.type("two");
    a.run(undo);
    expect(a.lines).toEqual(["aone", "b"]);
  });

  test("goes on across what somebody else writes meanwhile", () => {
    const { a, b, exchange } = two(p("start"));
    a.caret(6);
    a.type("one");
    exchange();
    b.caret(1);
    b.type("theirs ");
    exchange();
    a.type("two");
    a.run(undo);
    expect(a.lines).toEqual(["theirs start"]);
  });

  test("is one formatting, one paste, one drag, one replacement of all", () => {
    const a = page(p("one two one two"));
    const strong = schema.mark("strong");
    const before = a.state.doc;
    const steps = [
      () => a.edit((tr) => tr.addMark(1, 4, strong)),
      () => a.edit((tr) => tr.insertText("pasted", 4).setMeta("uiEvent", "paste")),
      () => a.edit((tr) => tr.insertText("more", 4).setMeta("uiEvent", "paste")),
      () => a.edit((tr) => tr.delete(1, 4).insertText("one", 8).setMeta("uiEvent", "drop")),
      () => a.edit((tr) => tr.insertText("x", 1, 3).insertText("x", 5, 7)),
    ];
    const docs = steps.map((step) => {
      const doc = a.state.doc;
      step();
      return doc;
    });
    a.caret(1);
    a.type("t");
    a.run(undo);
    for (const doc of docs.toReversed()) {
      a.run(undo);
      expect(a.state.doc.toString()).toBe(doc.toString());
    }
    expect(a.state.doc.eq(before)).toBe(true);
  });

  test("is a word that an input method composed", () => {
    const a = page(p("x"));
    a.caret(2);
    a.type("a");
    pause();
    let length = 0;
    for (const typed of ["n", "ni", "nih", "にほ", "日本"]) {
      a.edit((tr) => tr.insertText(typed, 3, 3 + length).setMeta("composition", 1));
      length = typed.length;
    }
    a.run(undo);
    expect(a.lines).toEqual(["xa"]);
  });

  test("leaves what deleting goes over a space", () => {
    const a = page(p("one two three four five six seven eight"));
    for (let count = 0; count < 30; count++) {
      const end = a.state.doc.content.size - 1;
      a.edit((tr) => tr.delete(end - 1, end));
    }
    expect(a.lines).toEqual(["one two t"]);
    a.run(undo);
    expect(a.lines).toEqual(["one two three four "]);
    a.run(undo);
    expect(a.lines).toEqual(["one two three four five six seven eight"]);
  });

  test("has the names of blocks in it that were given with it or alone, however much later", () => {
    const a = page(p("one"));
    a.caret(4);
    a.edit((tr) => tr.insertText("a").setNodeAttribute(0, "id", "name"));
    a.type("b");
    pause();
    a.edit((tr) => tr.setNodeAttribute(0, "align", "left"));
    pause();
    a.edit((tr) => tr.setNodeAttribute(0, "id", "other"));
    a.run(undo);
    expect(a.state.doc.firstChild?.attrs).toEqual({ align: null, id: "name" });
    a.run(undo);
    expect(a.state.doc.firstChild?.attrs).toEqual({ align: null, id: null });
    expect(a.lines).toEqual(["one"]);
    expect(canUndo(a.state)).toBe(false);
  });
});

describe("UN-3 the caret after undo", () => {
  test("stands behind the words that came back, in view", () => {
    const a = page(p("one two three"), p("far away"));
    a.edit((tr) => tr.delete(5, 9));
    a.caret(a.state.doc.content.size - 1);
    a.run(undo);
    expect(a.lines).toEqual(["one two three", "far away"]);
    expect([a.state.selection.from, a.state.selection.to]).toEqual([9, 9]);
    expect(a.isScrolled).toBe(true);
    a.run(redo);
    expect(a.state.selection.from).toBe(5);
  });

  test("stays in a block that is of its old type again, or goes there", () => {
    const a = page(p("one"), p("two"));
    a.caret(8);
    a.edit((tr) => tr.setNodeMarkup(5, schema.nodes.heading, { level: 1 }));
    a.run(undo);
    expect(a.state.doc.toString()).toBe('doc(paragraph("one"), paragraph("two"))');
    expect(a.state.selection.$from.parent.textContent).toBe("two");
    a.caret(1);
    a.run(redo);
    expect(a.state.doc.lastChild?.type.name).toBe("heading");
    expect(a.state.selection.$from.parent.textContent).toBe("two");
  });

  test("stays within a word that looks as before again, and goes to one that is elsewhere", () => {
    const a = page(p("one two"), p("three"));
    a.edit((tr) => tr.addMark(5, 8, schema.mark("strong")));
    a.caret(6);
    a.run(undo);
    expect(a.state.selection.from).toBe(6);
    a.run(redo);
    a.caret(12);
    a.run(undo);
    expect(a.state.selection.$from.parent.textContent).toBe("one two");
  });
});

describe("UN-4 undo beside others' structure", () => {
  test("restores words in the paragraph that B has split off, moved, or made a heading", () => {
    const changes: ((b: UndoPage) => void)[] = [
      (b) => b.edit((tr) => tr.split(5)),
      (b) =>
        b.edit((tr) => {
          const node = tr.doc.child(0);
          return tr.delete(0, node.nodeSize).insert(tr.doc.content.size, node);
        }),
      (b) => b.edit((tr) => tr.setNodeMarkup(0, schema.nodes.heading, { level: 2 })),
    ];
    for (const change of changes) {
      const { a, b, exchange } = two(p("one two three four"), p("last"));
      a.edit((tr) => tr.delete(9, 15));
      exchange();
      change(b);
      exchange();
      expect(a.run(undo)).toBe(true);
      exchange();
      expect(a.lines.join("|").replace("one |two", "one two")).toContain("one two three four");
      expect(b.state.doc.eq(a.state.doc)).toBe(true);
    }
  });

  test("goes on after reconnecting with what others did meanwhile", () => {
    const { a, b, exchange } = two(p("one"), p("two"));
    a.caret(4);
    a.type(" more");
    b.edit((tr) => tr.insert(0, h("title")));
    b.caret(3);
    b.type("x");
    exchange();
    a.run(undo);
    exchange();
    expect(a.lines).toEqual(["tixtle", "one", "two"]);
    expect(b.lines).toEqual(a.lines);
  });
});

describe("UN-5 what undo does not take back", () => {
  test("is what was there on opening", () => {
    const a = page(p("start"), p("more"));
    expect(a.run(undo)).toBe(false);
    expect(a.lines).toEqual(["start", "more"]);
  });

  test("is a change that is not to be in history", () => {
    const a = page(p("start"));
    a.edit((tr) => tr.insertText("x", 1).setMeta("addToHistory", false));
    expect(canUndo(a.state)).toBe(false);
    a.caret(7);
    a.type("y");
    a.edit((tr) => tr.insertText("z", 1).setMeta("addToHistory", false));
    a.run(undo);
    expect(a.lines).toEqual(["zxstart"]);
  });

  test("is another document's, and nothing is forgotten while the view is away", () => {
    const [a, c] = [page(p("start")), page(p("other"))];
    a.caret(6);
    a.type("x");
    const { manager } = undoKey.getState(a.state)!;
    a.hide();
    a.show();
    expect(undoKey.getState(a.state)?.manager).toBe(manager);
    a.type("y");
    expect(canUndo(c.state)).toBe(false);
    a.run(undo);
    expect(a.lines).toEqual(["startx"]);
    a.run(undo);
    expect(a.lines).toEqual(["start"]);
  });

  test("does not make an image anew: it comes back with the same source", () => {
    const a = page(p([text("one"), image("source"), text("two")]));
    a.edit((tr) => tr.delete(4, 5));
    a.run(undo);
    expect(a.state.doc.nodeAt(4)?.attrs.src).toBe("source");
  });

  test("is held by no memory once it is cleared", () => {
    const ydoc = sharedDoc(p("one two three"));
    const a = new UndoPage(ydoc);
    a.edit((tr) => tr.delete(1, 9));
    clearUndo(a.state);
    expect(canUndo(a.state)).toBe(false);
    const items = [...ydoc.store.clients.values()].flat().filter((item) => item instanceof Y.Item);
    expect(items.filter(({ deleted, content }) => deleted && content instanceof Y.ContentString)).toEqual([]);
  });

  test("leaves nothing with the document of an editor that is gone", () => {
    const ydoc = sharedDoc(p("one two three"));
    const listeners = () =>
      [...ydoc._observers.values()].reduce((sum, each) => sum + each.size, 0) +
      ydoc.getXmlFragment("document")._dEH.l.length;
    const before = listeners();
    const a = new UndoPage(ydoc);
    a.edit((tr) => tr.delete(1, 9));
    a.run(undo);
    a.edit((tr) => tr.delete(1, 5));
    a.hide();
    clearUndo(a.state);
    expect(listeners()).toBe(before);
    const items = [...ydoc.store.clients.values()].flat().filter((item) => item instanceof Y.Item);
    expect(items.filter(({ deleted, content }) => deleted && content instanceof Y.ContentString)).toEqual([]);
  });
});
