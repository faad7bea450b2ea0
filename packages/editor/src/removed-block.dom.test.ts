import { applyNamedUpdate, wireRemoverKey } from "@quire/binding";
import { schema } from "@quire/schema";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import * as Y from "yjs";
import {
  close,
  copy,
  exchange,
  open,
  outline,
  type Peer,
  p,
  press,
  put,
  putAtEnd,
  shared,
  type,
} from "../test/peers.ts";
import type { LostWords } from "./lost-report.ts";

/** Ada and Ben at one document, and what Ben was told of. */
function adaAndBen(...texts: readonly string[]) {
  const ydoc = shared(...texts.map((text, index) => p(text, { id: `b${index}` })));
  const told: (readonly LostWords[])[] = [];
  const ben = open(copy(ydoc), { onLost: (lost) => told.push(lost) });
  return { ada: open(ydoc), ben, told };
}

async function meet(...peers: readonly Peer[]): Promise<void> {
  exchange(...peers.map(({ ydoc }) => ydoc));
  await vi.dynamicImportSettled();
  // The next task: what is told is told by then.
  await new Promise((resolve) => setTimeout(resolve));
}

/** The same, as our own provider brings it: with what each update names as deleted. */
async function meetNamed(...peers: readonly Peer[]): Promise<void> {
  for (const from of peers) {
    for (const to of peers) {
      if (from !== to)
        applyNamedUpdate(to.ydoc, Y.encodeStateAsUpdate(from.ydoc, Y.encodeStateVector(to.ydoc)), "wire");
    }
  }
  await meet(...peers);
}

/** The block at this index goes. */
function remove({ view }: Peer, index: number): void {
  let pos = 0;
  for (let before = 0; before < index; before++) pos += view.state.doc.child(before).nodeSize;
  view.dispatch(view.state.tr.delete(pos, pos + view.state.doc.child(index).nodeSize));
}

describe("RT-4 who was writing in a block that somebody else removes", () => {
  test("is told of all of it, whoever had seen what", async () => {
    const { ada, ben, told } = adaAndBen("one", "two", "three");
    putAtEnd(ben.view, 1);
    type(ben.view, " and more");
    await meet(ada, ben);
    type(ben.view, " unseen");
    remove(ada, 1);
    await meet(ada, ben);
    expect(told.map((lost) => lost.map(({ text, blockId }) => [blockId, text]))).toEqual([
      [["b1", "two and more unseen"]],
    ]);
  });

  test("is told who did it, as far as the page was told", async () => {
    for (const remover of [7, undefined]) {
      const { ada, ben, told } = adaAndBen("one", "two", "three");
      putAtEnd(ben.view, 1);
      type(ben.view, "!");
      await meet(ada, ben);
      ben.ydoc.once("beforeTransaction", ({ meta }) => meta.set(wireRemoverKey, remover));
      remove(ada, 1);
      await meet(ada, ben);
      expect(told.flat().map(({ text, deletedBy }) => [text, deletedBy])).toEqual([["two!", remover]]);
    }
  });

  test("puts it back as a paragraph of its own, in one step of undo", async () => {
    const { ada, ben, told } = adaAndBen("one", "two", "three");
    putAtEnd(ben.view, 1);
    type(ben.view, "!");
    remove(ada, 1);
    await meet(ada, ben);
    expect(ben.editor.putBack(told.flat())).toBe(true);
    await meet(ada, ben);
    for (const { view } of [ada, ben]) expect(outline(view)).toEqual(["one", "two!", "three"]);
    press(ben.view, "Mod-z");
    expect(outline(ben.view)).toEqual(["one", "three"]);
  });

  test("puts it back as what it was, with its marks and under another name", async () => {
    const heading = schema.node("paragraph", { id: "b1", kind: "heading", level: 2 }, [
      schema.text("two "),
      schema.text("bold", [schema.mark("strong")]),
    ]);
    const ydoc = shared(p("one", { id: "b0" }), heading);
    const told: LostWords[] = [];
    const ben = open(copy(ydoc), { onLost: (lost) => told.push(...lost) });
    const ada = open(ydoc);
    putAtEnd(ben.view, 1);
    type(ben.view, "!");
    await meet(ada, ben);
    remove(ada, 1);
    await meet(ada, ben);
    ben.editor.putBack(told);
    await meet(ada, ben);
    for (const { view } of [ada, ben]) {
      expect(outline(view)).toEqual(["one", "h2 two bold!"]);
      expect(view.state.doc.child(1).lastChild?.marks.map(({ type }) => type.name)).toEqual(["strong"]);
    }
    expect([undefined, null, "b1"]).not.toContain(ben.view.state.doc.child(1).attrs.id);
  });

  test("puts back words that nobody had seen as what they stood in, with their marks", async () => {
    const ydoc = shared(
      p("one", { id: "b0" }),
      p("two", { id: "b1", kind: "quote" }),
      p("six", { id: "b2" }),
    );
    const told: LostWords[] = [];
    const ben = open(copy(ydoc), { onLost: (lost) => told.push(...lost) });
    const ada = open(ydoc);
    await vi.dynamicImportSettled();
    putAtEnd(ben.view, 1);
    press(ben.view, "Mod-b");
    type(ben.view, " bold");
    // What Ben writes in last is another block, so that of this one only the words are told.
    putAtEnd(ben.view, 2);
    type(ben.view, "!");
    remove(ada, 1);
    await meetNamed(ada, ben);
    expect(told.map(({ text, blockId }) => [blockId, text])).toEqual([["b1", " bold"]]);
    ben.editor.putBack(told);
    await meetNamed(ada, ben);
    for (const { view } of [ada, ben]) {
      expect(outline(view)).toEqual(["one", "six!", ">  bold"]);
      expect(view.state.doc.child(2).firstChild?.marks.map(({ type }) => type.name)).toEqual(["strong"]);
    }
  });

  test("puts back of what the page cannot show its text", async () => {
    const { ada, ben, told } = adaAndBen("one", "two");
    const text = ada.ydoc.getXmlFragment("document").get(1);
    if (text instanceof Y.XmlElement && text.get(0) instanceof Y.XmlText)
      (text.get(0) as Y.XmlText).insert(3, " odd", { unheard: true });
    await meet(ada, ben);
    put(ben.view, 1, 0);
    type(ben.view, "!");
    await meet(ada, ben);
    ada.ydoc.getXmlFragment("document").delete(1, 1);
    await meet(ada, ben);
    ben.editor.putBack(told.flat());
    expect(outline(ben.view)).toEqual(["one", "!two odd"]);
  });

  test("has it once where it came back meanwhile", async () => {
    const { ada, ben, told } = adaAndBen("one", "two", "three");
    putAtEnd(ben.view, 1);
    type(ben.view, "!");
    await meet(ada, ben);
    remove(ada, 1);
    await meet(ada, ben);
    press(ada.view, "Mod-z");
    await meet(ada, ben);
    expect(told).toHaveLength(1);
    expect(ben.editor.putBack(told.flat())).toBe(true);
    expect(outline(ben.view)).toEqual(["one", "two!", "three"]);
  });

  test("is told too where everything went, and has it before the empty line that is left", async () => {
    const { ada, ben, told } = adaAndBen("one", "two", "three");
    putAtEnd(ben.view, 1);
    type(ben.view, "!");
    await meet(ada, ben);
    press(ada.view, "Mod-a");
    press(ada.view, "Delete");
    await meet(ada, ben);
    expect(outline(ben.view)).toEqual([""]);
    expect(told.flat().map(({ text }) => text)).toEqual(["two!"]);
    ben.editor.putBack(told.flat());
    expect(outline(ben.view)).toEqual(["two!", ""]);
  });

  test("keeps the lines of it apart", async () => {
    const { ada, ben, told } = adaAndBen("one", "two", "three");
    putAtEnd(ben.view, 1);
    press(ben.view, "Shift-Enter");
    type(ben.view, "below");
    await meet(ada, ben);
    remove(ada, 1);
    await meet(ada, ben);
    expect(told.flat().map(({ text }) => text)).toEqual(["two\nbelow"]);
    ben.editor.putBack(told.flat());
    expect(ben.view.state.doc.child(1).childCount).toBe(3);
  });
});

describe("RT-4 nobody is told of a block", () => {
  test("that they only read", async () => {
    const { ada, ben, told } = adaAndBen("one", "two");
    put(ben.view, 1, 1);
    remove(ada, 1);
    await meet(ada, ben);
    expect(told).toEqual([]);
  });

  test("that they wrote in a while ago", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    onTestFinished(() => void vi.useRealTimers());
    const { ada, ben, told } = adaAndBen("one", "two");
    putAtEnd(ben.view, 1);
    type(ben.view, "!");
    await meet(ada, ben);
    vi.advanceTimersByTime(61_000);
    remove(ada, 1);
    await meet(ada, ben);
    expect(told.flat().map(({ text }) => text)).not.toContain("two!");
  });

  test("that was joined to another", async () => {
    const { ada, ben, told } = adaAndBen("one", "two");
    putAtEnd(ben.view, 1);
    type(ben.view, "!");
    await meet(ada, ben);
    put(ada.view, 1, 0);
    press(ada.view, "Backspace");
    await meet(ada, ben);
    expect(outline(ben.view)).toEqual(["onetwo!"]);
    expect(told).toEqual([]);
  });

  test("that was moved", async () => {
    const { ada, ben, told } = adaAndBen("one", "two");
    putAtEnd(ben.view, 1);
    type(ben.view, "!");
    await meet(ada, ben);
    const moved = ada.view.state.doc.child(1);
    ada.view.dispatch(ada.view.state.tr.delete(5, 5 + moved.nodeSize).insert(0, moved));
    await meet(ada, ben);
    expect(outline(ben.view)).toEqual(["two!", "one"]);
    expect(told).toEqual([]);
  });

  test("that still stands there under another id", async () => {
    const ydoc = shared(p("one"), p("two"));
    const told: unknown[] = [];
    const [ada, ben] = [open(ydoc), open(copy(ydoc), { onLost: (lost) => told.push(lost) })];
    for (const { view } of [ada, ben]) {
      putAtEnd(view, 1);
      type(view, "!");
    }
    await meet(ada, ben);
    ada.view.dispatch(ada.view.state.tr.delete(6, 7));
    await meet(ada, ben);
    expect(outline(ben.view)).toEqual(["one", "wo!!"]);
    expect(told).toEqual([]);
  });

  test("that went by their own undo", async () => {
    const { ada, ben, told } = adaAndBen("one");
    putAtEnd(ben.view, 0);
    press(ben.view, "Enter");
    type(ben.view, "two");
    press(ben.view, "Mod-z");
    press(ben.view, "Mod-z");
    await meet(ada, ben);
    expect(outline(ben.view)).toEqual(["one"]);
    expect(told).toEqual([]);
  });
});

test("RT-4 words that can go nowhere any more are not put back", () => {
  const { ada, ben } = adaAndBen("one");
  const lost = [{ text: "words", block: null, blockId: "b9", deletedBy: undefined }];
  ben.editor.setReadOnly(true);
  expect(ben.editor.putBack(lost)).toBe(false);
  close(ben);
  expect(ben.editor.putBack(lost)).toBe(false);
  expect(outline(ada.view)).toEqual(["one"]);
});
