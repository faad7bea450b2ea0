import { schema } from "@quire/schema";
import { type Node, Slice } from "prosemirror-model";
import { NodeSelection, TextSelection } from "prosemirror-state";
import { describe, expect, test, vi } from "vitest";
import {
  exchangeNamed,
  open,
  opened,
  outline,
  type Peer,
  p,
  press,
  put,
  putIn,
  shared,
  two,
  type,
} from "../../test/peers.ts";

const sign = (name: string) => schema.node("footnote_ref", { name });
const note = (name: string, text: string) => p(text, { kind: "footnote", name });
const line = (...inline: readonly (string | Node)[]) =>
  schema.node(
    "paragraph",
    null,
    inline.map((part) => (typeof part === "string" ? schema.text(part) : part)),
  );

/** The numbers that the page shows, at the signs and before the notes. */
function numbers({ view }: Peer): readonly string[] {
  return [...view.dom.querySelectorAll<HTMLElement>("[data-number]")].map(
    ({ tagName, dataset }) => `${tagName === "SUP" ? "sign" : "note"} ${dataset.number}`,
  );
}

describe("footnotes", () => {
  test("the command puts a sign and a note, and the caret into it; undo takes both", () => {
    const peer = opened(p("a word"), p(""));
    put(peer.view, 0, 1);
    peer.editor.run("footnote");
    type(peer.view, "said");
    expect(outline(peer.view)).toEqual(["a word", "note said", ""]);
    expect(numbers(peer)).toEqual(["sign 1", "note 1"]);
    while (peer.editor.run("undo"));
    expect(outline(peer.view)).toEqual(["a word", ""]);
  });

  test("they are numbered by their first signs, and anew where a sign comes or goes", () => {
    const peer = opened(
      line("a", sign("x"), sign("y"), sign("x")),
      note("z", "3"),
      note("y", "2"),
      note("y", "more"),
    );
    expect(numbers(peer)).toEqual(["sign 1", "sign 2", "sign 1", "note 3", "note 2"]);
    expect(
      peer.view.dom.querySelector("sup")?.ariaLabel ??
        peer.view.dom.querySelector("sup")?.getAttribute("aria-label"),
    ).toBe("Footnote 1");
    peer.view.dispatch(peer.view.state.tr.delete(2, 3));
    expect(numbers(peer)).toEqual(["sign 1", "sign 2", "note 3", "note 1"]);
    put(peer.view, 0, 0);
    type(peer.view, "b");
    expect(numbers(peer)).toEqual(["sign 1", "sign 2", "note 3", "note 1"]);
  });

  test("Enter on a sign goes into its note, Mod-Enter there back behind the sign", () => {
    const { view } = opened(line("a", sign("x"), "b"), note("x", "note"));
    view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, 2)));
    press(view, "Enter");
    type(view, "!");
    expect(outline(view)).toEqual(["ab", "note note!"]);
    press(view, "Mod-Enter");
    expect(view.state.selection.from).toBe(3);
  });

  test("a click on a sign, and on the arrow behind a note, does the same, also for a reader", () => {
    const { view } = open(shared(line("a", sign("x"), "b"), note("x", "note")), { readOnly: true });
    const click = (selector: string) =>
      view.dom
        .querySelector(selector)
        ?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
    click("sup");
    expect(view.state.selection.from).toBe(view.state.doc.content.size - 1);
    click(".quire-note-back");
    expect(view.state.selection.from).toBe(3);
  });

  test("Enter at a note's end goes on below it, in its middle it stays one note; Backspace at its start frees it", () => {
    const { view } = opened(p("a"), note("x", "one two"));
    putIn(view, "one two", 3);
    press(view, "Enter");
    expect(view.state.doc.children.map(({ attrs }) => attrs.name)).toEqual([null, "x", "x"]);
    putIn(view, " two", 4);
    press(view, "Enter");
    type(view, "b");
    expect(outline(view)).toEqual(["a", "note one", "note  two", "b"]);
    putIn(view, " two", 0);
    press(view, "Backspace");
    expect(outline(view)).toEqual(["a", "note one", " two", "b"]);
    expect(view.state.doc.child(2).attrs.name).toBeNull();
  });

  test("copied within a document, signs and notes are new ones", async () => {
    const { view } = opened(line("a", sign("x")), note("x", "one"));
    view.dom.dispatchEvent(new FocusEvent("focus"));
    await vi.dynamicImportSettled();
    const { dom } = view.serializeForClipboard(new Slice(view.state.doc.content, 0, 0));
    view.dispatch(view.state.tr.setSelection(TextSelection.atEnd(view.state.doc)));
    press(view, "Enter");
    view.pasteHTML(dom.innerHTML);
    const names: unknown[] = [];
    view.state.doc.descendants(({ attrs }) => {
      if (typeof attrs.name === "string") names.push(attrs.name);
    });
    expect(names).toHaveLength(4);
    expect([names[0], names[2]]).toEqual([names[1], names[3]]);
    expect(names[2]).not.toBe(names[0]);
  });

  test("RT-3 two people who each put one at once have two, and the words once", async () => {
    const [a, b] = two(p("The line.", { id: "l" }));
    await vi.dynamicImportSettled(); // what puts words back comes after the text
    for (const peer of [a, b]) {
      putIn(peer.view, "The line.", 9);
      peer.editor.run("footnote");
      type(peer.view, "said");
    }
    exchangeNamed(a.ydoc, b.ydoc);
    for (const peer of [a, b]) {
      expect(outline(peer.view)).toEqual(["The line.", "note said", "note said"]);
      expect(numbers(peer).toSorted()).toEqual(["note 1", "note 2", "sign 1", "sign 2"]);
    }
  });
});
