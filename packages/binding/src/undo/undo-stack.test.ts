import { describe, expect, onTestFinished, test } from "vitest";
import * as Y from "yjs";
import { paragraph, plain } from "../../test/undo-people.ts";
import { UndoStack } from "./undo-stack.ts";

const own = { name: "own" };

/** Two people on a document of these paragraphs; the first has a stack. */
function two(...texts: readonly string[]) {
  const [a, b] = [new Y.Doc(), new Y.Doc()];
  const fragment = a.getXmlFragment("document");
  fragment.insert(
    0,
    texts.map((text, index) => paragraph(text, { id: String(index) })),
  );
  const stack = openStack(fragment);
  const exchange = () => {
    Y.applyUpdate(b, Y.encodeStateAsUpdate(a, Y.encodeStateVector(b)), "wire");
    Y.applyUpdate(a, Y.encodeStateAsUpdate(b, Y.encodeStateVector(a)), "wire");
  };
  exchange();
  return { a: fragment, b: b.getXmlFragment("document"), stack, exchange };
}

function openStack(fragment: Y.XmlFragment, limit = 200): UndoStack {
  const stack = new UndoStack(fragment, { trackedOrigins: [own], pauseMs: 0, limit, idAttributes: ["id"] });
  onTestFinished(() => stack.destroy());
  return stack;
}

function edit(fragment: Y.XmlFragment, change: () => void): void {
  fragment.doc!.transact(change, own);
}

function textOf(fragment: Y.XmlFragment, index: number): Y.XmlText {
  return (fragment.get(index) as Y.XmlElement).get(0) as Y.XmlText;
}

function lines(fragment: Y.XmlFragment): string[] {
  return fragment.toArray().map((block) =>
    (block as Y.XmlElement)
      .toArray()
      .map((child) => (child instanceof Y.XmlText ? plain(child) : "*"))
      .join(""),
  );
}

/** Enter, as the binding writes it. */
function split(fragment: Y.XmlFragment, index: number, at: number): void {
  const text = textOf(fragment, index);
  const behind = plain(text).slice(at);
  text.delete(at, behind.length);
  fragment.insert(index + 1, [paragraph(behind)]);
}

/** A drag, as the binding writes it. */
function move(fragment: Y.XmlFragment, from: number, to: number): void {
  const copy = (fragment.get(from) as Y.XmlElement).clone();
  fragment.delete(from, 1);
  fragment.insert(to, [copy]);
}

function memory(fragment: Y.XmlFragment) {
  const items = [...fragment.doc!.store.clients.values()].flat().filter((each) => each instanceof Y.Item);
  const held = items.filter(({ deleted, content }) => deleted && content instanceof Y.ContentString);
  return {
    letters: held.reduce((sum, { length }) => sum + length, 0),
    blocks: items.filter(({ deleted, content }) => deleted && content instanceof Y.ContentType).length,
    kept: items.filter(({ keep }) => keep).length,
  };
}

describe("UN-4 what was deleted comes back in the nearest right place", () => {
  test("into the new block, when its surroundings were split off", () => {
    const { a, b, stack, exchange } = two("abcdefgh", "other fgh");
    edit(a, () => textOf(a, 0).delete(6, 1));
    exchange();
    split(b, 0, 4);
    exchange();
    expect(lines(a)).toEqual(["abcd", "efh", "other fgh"]);
    expect(stack.undo()).not.toBeNull();
    expect(lines(a)).toEqual(["abcd", "efgh", "other fgh"]);
    exchange();
    expect(lines(b)).toEqual(lines(a));
    stack.redo();
    expect(lines(a)).toEqual(["abcd", "efh", "other fgh"]);
  });

  test("into the old block, when the split came behind it or just there", () => {
    for (const at of [6, 7]) {
      const { a, b, stack, exchange } = two("abcdefgh");
      edit(a, () => textOf(a, 0).delete(5, 1));
      exchange();
      split(b, 0, at - 1);
      exchange();
      stack.undo();
      expect(lines(a).join("|")).toBe(at === 6 ? "abcdef|gh" : "abcdefg|h");
    }
  });

  test("into the block where it was moved to", () => {
    const { a, b, stack, exchange } = two("one", "two three four", "five");
    edit(a, () => textOf(a, 1).delete(4, 6));
    exchange();
    move(b, 1, 0);
    exchange();
    expect(lines(a)).toEqual(["two four", "one", "five"]);
    stack.undo();
    expect(lines(a)).toEqual(["two three four", "one", "five"]);
    stack.redo();
    expect(lines(a)).toEqual(["two four", "one", "five"]);
  });

  test("letter by letter, as it was deleted letter by letter, into a block that was moved", () => {
    const { a, b, stack, exchange } = two("one", "two three four");
    edit(a, () => textOf(a, 1).delete(8, 1));
    for (const at of [7, 6]) {
      stack.lastChange = Date.now();
      stack.captureTimeout = 60_000;
      edit(a, () => textOf(a, 1).delete(at, 1));
    }
    expect(lines(a)).toEqual(["one", "two th four"]);
    expect(stack.undoStack).toHaveLength(1);
    exchange();
    move(b, 1, 0);
    exchange();
    stack.undo();
    expect(lines(a)).toEqual(["two three four", "one"]);
  });

  test("into the block that it was joined to", () => {
    const { a, b, stack, exchange } = two("one", "two three four");
    edit(a, () => textOf(a, 1).delete(4, 6));
    exchange();
    b.doc!.transact(() => {
      textOf(b, 0).insert(3, plain(textOf(b, 1)));
      b.delete(1, 1);
    });
    exchange();
    stack.undo();
    expect(lines(a)).toEqual(["onetwo three four"]);
  });

  test("into the block of another type that took its place", () => {
    const { a, b, stack, exchange } = two("one two three");
    edit(a, () => textOf(a, 0).delete(0, 4));
    exchange();
    b.doc!.transact(() => {
      const heading = new Y.XmlElement("heading");
      heading.insert(0, [new Y.XmlText(plain(textOf(b, 0)))]);
      b.delete(0, 1);
      b.insert(0, [heading]);
    });
    exchange();
    stack.undo();
    expect(lines(a)).toEqual(["one two three"]);
  });

  test("into the block with the same name, if nothing of its words is left", () => {
    const { a, b, stack, exchange } = two("word", "other");
    edit(a, () => textOf(a, 0).delete(0, 4));
    exchange();
    move(b, 0, 1);
    exchange();
    stack.undo();
    expect(lines(a)).toEqual(["other", "word"]);
  });

  test("in a block of its own where the block was that somebody deleted", () => {
    const { a, b, stack, exchange } = two("first", "one two three", "last");
    edit(a, () => textOf(a, 1).delete(4, 4));
    exchange();
    b.delete(1, 1);
    exchange();
    expect(stack.undo()).not.toBeNull();
    expect(lines(a)).toEqual(["first", "two ", "last"]);
    expect((a.get(1) as Y.XmlElement).getAttributes()).toEqual({ id: "1" });
    stack.redo();
    expect(lines(a)).toEqual(["first", "last"]);
  });

  test("a block comes back out of a container that somebody deleted, with a container", () => {
    const { a, b, stack, exchange } = two("first");
    const list = new Y.XmlElement("list");
    list.insert(0, [paragraph("one"), paragraph("two"), paragraph("three")]);
    a.insert(1, [list]);
    exchange();
    edit(a, () => list.delete(1, 1));
    exchange();
    b.delete(1, 1);
    exchange();
    stack.undo();
    expect(a.toString()).toBe('<paragraph id="0">first</paragraph><list><paragraph>two</paragraph></list>');
  });
});

describe("UN-4 others' changes stay", () => {
  test("what was split off and taken elsewhere does not come back a second time", () => {
    const { a, b, stack, exchange } = two("one two");
    edit(a, () => split(a, 0, 4));
    exchange();
    move(b, 1, 0);
    exchange();
    expect(lines(a)).toEqual(["two", "one "]);
    stack.undo();
    expect(lines(a)).toEqual(["two", "one "]);
  });

  test("letters that somebody deleted out of what was split off stay deleted", () => {
    const { a, b, stack, exchange } = two("one two three");
    edit(a, () => split(a, 0, 4));
    exchange();
    textOf(b, 1).delete(0, 4);
    exchange();
    stack.undo();
    expect(lines(a)).toEqual(["one three"]);
  });

  test("undoing a new block leaves it, with its attributes, if somebody has written in it", () => {
    const { a, b, stack, exchange } = two("one");
    edit(a, () => a.insert(1, [paragraph("mine", { kind: "heading" })]));
    exchange();
    textOf(b, 1).insert(0, "theirs ");
    exchange();
    stack.undo();
    expect(a.toString()).toBe(
      '<paragraph id="0">one</paragraph><paragraph kind="heading">theirs </paragraph>',
    );
  });

  test("an attribute that somebody has set since is left as it is", () => {
    const { a, b, stack, exchange } = two("one");
    edit(a, () => (a.get(0) as Y.XmlElement).setAttribute("kind", "heading"));
    exchange();
    (b.get(0) as Y.XmlElement).setAttribute("kind", "quote");
    exchange();
    expect(stack.undo()).toBeNull();
    expect((a.get(0) as Y.XmlElement).getAttribute("kind")).toBe("quote");
  });
});

describe("UN-1 an attribute", () => {
  test("comes back, also when what was set after it was taken back and can no longer be redone", () => {
    const { a, stack } = two("one");
    const block = a.get(0) as Y.XmlElement;
    edit(a, () => block.removeAttribute("id"));
    edit(a, () => block.setAttribute("id", "other"));
    stack.undo();
    edit(a, () => textOf(a, 0).insert(0, "x"));
    stack.undo();
    stack.undo();
    expect(block.getAttributes()).toEqual({ id: "0" });
  });
});

describe("UN-4 a step of which nothing can come back", () => {
  test("is said to have done nothing, and writes nothing", () => {
    const { a, b, stack, exchange } = two("one", "two");
    edit(a, () => textOf(a, 1).insert(3, " more"));
    exchange();
    b.delete(1, 1);
    exchange();
    let updates = 0;
    a.doc!.on("update", () => updates++);
    expect(stack.undo()).toBeNull();
    expect(updates).toBe(0);
    expect(stack.canUndo()).toBe(false);
  });

  test("is undone without an exception when the block that came back was deleted and collected", () => {
    const { a, b, stack, exchange } = two("one");
    edit(a, () => {
      const list = new Y.XmlElement("list");
      list.insert(0, [paragraph("two three")]);
      a.insert(1, [list]);
    });
    const inList = () => ((a.get(1) as Y.XmlElement).get(0) as Y.XmlElement).get(0) as Y.XmlText;
    edit(a, () => inList().delete(0, 4)); // what is to come back, and stands in
    edit(a, () => a.delete(1, 1)); // what is deleted here
    stack.undo(); // comes back as a copy
    exchange();
    b.delete(1, 1); // and is deleted there
    exchange();
    expect(lines(a)).toEqual(["one"]);
    expect(() => stack.undo()).not.toThrow();
    exchange();
    expect(a.toString()).toBe(b.toString());
    expect(a.toString()).toContain("two ");
  });

  test("goes as deep as anybody nests", () => {
    const { a, stack } = two("one");
    edit(a, () => {
      let parent: Y.XmlFragment = a;
      for (let depth = 0; depth < 3000; depth++) {
        const inner = new Y.XmlElement("container");
        parent.insert(0, [inner]);
        parent = inner;
      }
    });
    stack.undo();
    expect(a.length).toBe(1);
    stack.redo();
    expect(a.length).toBe(2);
    stack.undo();
    stack.clear();
    expect(memory(a)).toEqual({ letters: 0, blocks: 0, kept: 0 });
  });

  test("is left alone while another transaction is under way", () => {
    const { a, stack } = two("one");
    edit(a, () => textOf(a, 0).insert(0, "x"));
    a.doc!.transact(() => expect(stack.undo()).toBeNull());
    expect(stack.undo()).not.toBeNull();
    expect(lines(a)).toEqual(["one"]);
  });
});

describe("the memory of undo", () => {
  test("is given back with the oldest step", () => {
    const ydoc = new Y.Doc();
    const fragment = ydoc.getXmlFragment("document");
    fragment.insert(0, [paragraph("x".repeat(1000))]);
    const stack = openStack(fragment, 10);
    for (let count = 0; count < 30; count++) edit(fragment, () => textOf(fragment, 0).delete(0, 10));
    expect(stack.undoStack).toHaveLength(10);
    expect(memory(fragment).letters).toBe(100);
    for (let count = 0; count < 30; count++) stack.undo();
    expect(plain(textOf(fragment, 0))).toHaveLength(800);
  });

  test("is given back with what was undone, redone or made moot by a new edit", () => {
    const { a, stack } = two("one two three", "four");
    for (let count = 0; count < 50; count++) {
      edit(a, () => a.delete(0, 1));
      stack.undo();
      stack.redo();
      stack.undo();
      edit(a, () => textOf(a, 0).insert(0, "x"));
      stack.undo();
    }
    edit(a, () => textOf(a, 0).insert(0, "x"));
    expect(memory(a)).toEqual({ letters: 0, blocks: 0, kept: 0 });
  });

  test("keeps what an older step needs in a block that somebody deletes", () => {
    const { a, b, stack, exchange } = two("one two");
    edit(a, () => textOf(a, 0).delete(0, 4));
    edit(a, () => textOf(a, 0).delete(0, 1));
    stack.undo();
    edit(a, () => textOf(a, 0).insert(0, "x")); // forgets what could be redone
    stack.undo();
    exchange();
    b.delete(0, 1);
    exchange();
    stack.undo();
    expect(lines(a)).toEqual(["one "]);
  });

  test("is given back when it ends, or is cleared", () => {
    const { a, stack } = two("one two three", "four");
    edit(a, () => a.delete(0, 1));
    expect(memory(a).letters).toBe(13);
    stack.destroy();
    expect(memory(a)).toEqual({ letters: 0, blocks: 0, kept: 0 });
  });
});

describe("UN-5 what undo does not touch", () => {
  test("is what was there on opening, and others' work", () => {
    const { a, b, stack, exchange } = two("start");
    textOf(b, 0).insert(5, " more");
    exchange();
    expect(stack.canUndo()).toBe(false);
    expect(stack.undo()).toBeNull();
    expect(lines(a)).toEqual(["start more"]);
  });

  test("is what says that it is no history", () => {
    const { a, stack } = two("start");
    a.doc!.transact((transaction) => {
      transaction.meta.set("addToHistory", false);
      textOf(a, 0).insert(0, "2");
    }, own);
    expect(stack.canUndo()).toBe(false);
  });
});
