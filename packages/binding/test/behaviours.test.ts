import { Schema } from "prosemirror-model";
import { Plugin } from "prosemirror-state";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { bindings } from "./bindings.ts";
import { BoundPage, caret, opened, read, two, typed } from "./bound-page.ts";
import { contentOf, sharedContentOf } from "./content.ts";
import { difference, misreadings } from "./judge.ts";
import { cell, h, p, row, schema, table, text } from "./schema.ts";
import { everything } from "./texts.ts";

/* What y-prosemirror's own tests hold it to, said anew, for both bindings. Pictures of old versions are not shown by ours. */
describe.each(bindings)("with %s", (binding) => {
  describe("the structure", () => {
    test("brings every kind of node, attribute and mark back as it was", () => {
      const page = new BoundPage(binding, new Y.Doc());
      page.edit((tr) => tr.insert(0, [...everything().children]));
      expect(difference(page)).toEqual([]);
      expect(misreadings(page)).toEqual([]);
      expect(contentOf(page.doc)).toBe(contentOf(everything()));
    });

    test("has comments that overlap", () => {
      const { a, b, wire } = two(binding, [p("hello world")]);
      a.edit((tr) => tr.addMark(1, 3, schema.mark("comment", { id: 4 })));
      b.edit((tr) => tr.addMark(2, 4, schema.mark("comment", { id: 5 })));
      wire.exchange();
      const marks = (page: BoundPage) =>
        page.doc.child(0).children.map((node) => [
          node.text,
          node.marks
            .map(({ attrs }) => String(attrs.id))
            .sort()
            .join(),
        ]);
      expect(marks(a)).toEqual([
        ["h", "4"],
        ["e", "4,5"],
        ["l", "5"],
        ["lo world", ""],
      ]);
      expect(marks(b)).toEqual(marks(a));
    });

    test("has two marks of one kind on the same words, and lets one of them go", () => {
      const page = opened(binding, p("hello world"));
      const [one, other] = [schema.mark("comment", { id: 0 }), schema.mark("comment", { id: 1 })];
      page.edit((tr) => tr.addMark(1, 6, one).addMark(1, 6, other));
      expect(misreadings(page)).toEqual([]);
      page.edit((tr) => tr.removeMark(1, 6, one));
      expect(sharedContentOf(page.fragment)).toBe('(doc (paragraph "hello"[comment{"id":1}] " world"[]))');
    });

    test("keeps words apart whose marks differ in attributes alone", () => {
      const words = [
        text("Hello", ["link", { href: "/0", title: "1" }]),
        text(" "),
        text("world", ["link", { href: "/2", title: "3" }]),
      ];
      const page = opened(binding, p());
      page.edit((tr) => tr.insert(1, words));
      expect(sharedContentOf(page.fragment)).toBe(
        '(doc (paragraph "Hello"[link{"href":"/0","title":"1"}] " "[] "world"[link{"href":"/2","title":"3"}]))',
      );
    });

    test("changes a mark where only its attributes change", () => {
      const page = opened(binding, p([text("there", ["link", { href: "/a" }])]));
      page.edit((tr) => tr.addMark(2, 4, schema.mark("link", { href: "/b" })));
      expect(difference(page)).toEqual([]);
      page.edit((tr) => tr.removeMark(1, 6, schema.marks.link));
      expect(sharedContentOf(page.fragment)).toBe('(doc (paragraph "there"[]))');
    });

    test("has no attribute that is null", () => {
      const page = opened(binding, p("x", { align: "left" }));
      page.edit((tr) => tr.setNodeAttribute(0, "align", null).setNodeAttribute(0, "id", "a"));
      expect((page.fragment.get(0) as Y.XmlElement).getAttributes()).toEqual({ id: "a" });
    });

    test("keeps attributes that are lists and objects", () => {
      const { a, b, wire } = two(binding, [table([row([cell([p("1")])])])]);
      a.edit((tr) => tr.setNodeAttribute(0, "widths", [10, { least: 20 }]));
      wire.exchange();
      expect(b.doc.child(0).attrs.widths).toEqual([10, { least: 20 }]);
    });
  });

  describe("what is written", () => {
    test("is nothing when a document is opened, and when the caret moves", () => {
      const page = opened(binding, ...everything().children);
      const updates = counted(page.ydoc);
      caret(page, 3, 5);
      caret(page, 1);
      page.edit((tr) => tr.setMeta("anything", 1));
      expect(updates()).toBe(0);
      const empty = new BoundPage(binding, new Y.Doc(), { schema: strict });
      expect(empty.doc.childCount).toBe(binding === "stock" ? 0 : 1);
      expect(empty.fragment.length).toBe(0);
    });

    test("is the first paragraph too, once somebody edits a document that had none", () => {
      const page = new BoundPage(binding, new Y.Doc(), { schema: strict });
      if (binding === "stock") page.edit((tr) => tr.insert(0, strict.node("paragraph")));
      page.edit((tr) => tr.insertText("a", 1));
      expect(sharedContentOf(page.fragment)).toBe('(doc (paragraph "a"[]))');
    });

    test("is one update for one transaction, and plugins hear of that once", () => {
      let [states, views] = [0, 0];
      const counting = new Plugin({
        state: { init: () => 0, apply: () => ++states },
        view: () => ({
          update: () => {
            views++;
          },
        }),
      });
      const page = new BoundPage(binding, read(opened(binding, p("one")).bytes), { plugins: [counting] });
      const updates = counted(page.ydoc);
      [states, views] = [0, 0];
      page.edit((tr) => tr.insertText("!", 4).addMark(1, 3, schema.mark("em")).insert(0, p("first")));
      expect([states, views, updates()]).toEqual([1, 1, 1]);
    });

    test("keeps a paragraph's text when its letters go", () => {
      const page = opened(binding, p("123"), p());
      const before = (page.fragment.get(0) as Y.XmlElement).get(0);
      page.edit((tr) => tr.delete(1, 4));
      expect((page.fragment.get(0) as Y.XmlElement).get(0)).toBe(before);
      expect(before?.toString()).toBe("");
    });

    test("leaves the paragraphs around a new one as they are", () => {
      const page = opened(binding, h("Heading"), p("one"), p());
      const [first, second, last] = page.fragment.toArray();
      page.edit((tr) => tr.insert(14, p("two")));
      expect(page.fragment.toArray()).toEqual([first, second, expect.anything(), last]);
      expect(page.fragment.get(0)).toBe(first);
      expect(page.fragment.get(1)).toBe(second);
      expect(page.fragment.get(3)).toBe(last);
      expect(page.fragment.get(2).toString()).toBe("<paragraph>two</paragraph>");
    });

    test("does not double what two type at once in a new paragraph", () => {
      const { a, b, wire } = two(binding, []);
      a.edit((tr) => tr.insert(0, p()));
      wire.exchange();
      a.edit((tr) => tr.insertText("1", 1));
      b.edit((tr) => tr.insertText("2", 1));
      wire.exchange();
      a.edit((tr) => tr.insertText("1", 2));
      b.edit((tr) => tr.insertText("2", 3));
      wire.exchange();
      expect(a.doc.textContent.split("").sort().join("")).toBe("1122");
      expect(a.doc.textContent).toBe(b.doc.textContent);
      expect([difference(a), difference(b)]).toEqual([[], []]);
    });

    test("never halves a character of two units", () => {
      const page = opened(binding, p("a😀b"));
      page.edit((tr) => tr.insertText("😁", 2, 4));
      page.edit((tr) => tr.insertText("🙁", 2, 4));
      expect(page.fragment.toString()).toBe("<paragraph>a🙁b</paragraph>");
      expect(misreadings(page)).toEqual([]);
    });
  });

  describe("what comes in", () => {
    test("is told apart from edits of the page, and so is what undo brings", () => {
      const page = opened(binding, p("world"));
      const { undoManager } = page;
      undoManager.addTrackedOrigin("tracked");
      page.edit((tr) => tr.insertText("!", 6));
      expect([page.isRemote, page.isUndo]).toEqual([false, false]);
      page.pause();
      page.ydoc.transact(
        () => ((page.fragment.get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(0, "hello "),
        "tracked",
      );
      expect([page.isRemote, page.isUndo]).toEqual([true, false]);
      undoManager.undo();
      expect([page.isRemote, page.isUndo]).toEqual([true, true]);
      expect(page.doc.textContent).toBe("world!");
    });

    test("is no step of an editor's own history", () => {
      const { a, b, wire } = two(binding, [p("one")]);
      a.edit((tr) => tr.insertText("!", 4));
      wire.exchange();
      expect(b.transactions.at(-1)?.getMeta("addToHistory")).toBe(false);
    });

    test("leaves the caret at the start of a document that was empty", () => {
      const page = new BoundPage(binding, new Y.Doc());
      read(opened(binding, p("hello world!")).bytes, 7).transact(() => {});
      Y.applyUpdate(page.ydoc, opened(binding, p("hello world!")).bytes);
      expect(page.state.selection.anchor).toBeLessThanOrEqual(1);
      expect(opened(binding, p("hello")).state.selection.anchor).toBe(1);
    });
  });

  describe("undo", () => {
    test("takes back what was inserted, redo brings it back, again and again", () => {
      const page = opened(binding, p());
      page.edit((tr) => tr.insert(0, p("123")));
      for (let count = 0; count < 3; count++) {
        page.undo();
        expect(page.doc.childCount).toBe(1);
        page.redo();
        expect(page.doc.textContent).toBe("123");
      }
      expect(difference(page)).toEqual([]);
    });

    test("passes over what is not to be undone", () => {
      const page = opened(binding, p());
      page.edit((tr) => tr.insert(0, p("456")));
      page.edit((tr) => tr.insert(0, p("abc")).setMeta("addToHistory", false));
      page.edit((tr) => tr.insert(0, p("xyz")));
      page.undo();
      expect(page.doc.textContent).toBe("abc456");
      page.undo();
      expect(page.doc.textContent).toBe("abc");
      page.undo();
      expect(page.doc.textContent).toBe("abc");
    });

    test("is followed by typing at the place it left the caret", () => {
      const page = opened(binding, p("one"));
      caret(page, 4);
      typed(page, " two");
      page.pause();
      typed(page, " three");
      page.undo();
      typed(page, " four");
      expect(page.doc.textContent).toBe("one two four");
      expect(difference(page)).toEqual([]);
      page.undo();
      expect(page.doc.textContent).toBe("one two");
    });
  });
});

/** One that allows no empty document. */
const strict = new Schema({
  nodes: schema.spec.nodes.update("doc", { content: "block+" }),
  marks: schema.spec.marks,
});

function counted(ydoc: Y.Doc): () => number {
  let count = 0;
  ydoc.on("update", () => {
    count++;
  });
  return () => count;
}
