import { AllSelection } from "prosemirror-state";
import { expect, test, vi } from "vitest";
import { applyAwarenessUpdate, encodeAwarenessUpdate } from "y-protocols/awareness";
import {
  exchange,
  opened,
  outline,
  type Peer,
  p,
  press,
  put,
  putIn,
  toggle,
  two,
  type,
} from "../../test/peers.ts";
import { openFind } from "../find/open-find.ts";
import { goToCaret } from "../follow-person.ts";
import { openOutline } from "../reading/open-reading.ts";
import { showBlock } from "../show-block.ts";

const h = (level: number, text: string, attrs = {}) => p(text, { kind: "heading", level, ...attrs });

/** What is shown, line by line. A heading that is folded has a plus before it. */
function shown({ view }: Peer): string {
  const blocks = [...view.dom.querySelectorAll(".quire-heading, p")].filter(
    (block) => !block.closest(".quire-tucked"),
  );
  return blocks
    .map((block) => (block.matches(".quire-folded-section") ? "+" : "") + block.textContent)
    .join(" ");
}

function signOf({ view }: Peer, text: string): HTMLButtonElement {
  const heading = [...view.dom.querySelectorAll(".quire-heading")].find((at) => at.textContent === text);
  const sign = heading?.querySelector("button");
  if (!sign) throw new Error(`no sign beside ${text}`);
  return sign;
}

/** Folds by the sign. What folds is fetched for the first time. */
async function fold(peer: Peer, text: string): Promise<void> {
  const before = shown(peer);
  signOf(peer, text).click();
  await vi.waitFor(() => expect(shown(peer)).not.toBe(before));
}

const long = () => [h(1, "A"), p("a"), h(2, "B"), p("b"), p("c"), h(2, "C"), p("d"), h(1, "D"), p("e")];

test("a section ends before the next heading of its level or a higher one, and is folded for one reader alone", async () => {
  const [a, b] = two(...long());
  await fold(a, "B");
  expect(shown(a)).toBe("A a +B C d D e");
  expect(signOf(a, "B").ariaExpanded).toBe("false");
  expect(signOf(a, "B").ariaLabel).toBe("Unfold section");
  await fold(a, "A");
  expect(shown(a)).toBe("+A D e");
  exchange(a.ydoc, b.ydoc);
  expect(shown(b)).toBe("A a B b c C d D e");
  await fold(a, "A");
  expect(shown(a)).toBe("A a +B C d D e");
  expect(outline(a.view)).toEqual(outline(b.view));
});

test("what a heading holds in another flow, and behind it there, stays", async () => {
  const peer = opened(toggle([p("t"), h(2, "A"), p("a")]), p("b"));
  await fold(peer, "A");
  expect(shown(peer)).toBe("t +A b");
});

test("the key folds the section that the caret is in, and puts it behind the heading's words", async () => {
  const peer = opened(...long());
  putIn(peer.view, "c", 1);
  press(peer.view, "Mod-Alt-.");
  await vi.waitFor(() => expect(shown(peer)).toBe("A a +B C d D e"));
  expect(peer.view.state.selection.$head.parent.textContent).toBe("B");
  expect(peer.editor.run("fold-section")).toBe(true);
  await vi.waitFor(() => expect(shown(peer)).toBe("A a B b c C d D e"));
  put(peer.view, 0, 0);
  expect(peer.editor.getSnapshot().enabled.has("fold-section")).toBe(true);
});

test("there is nothing to fold without a heading above, or under an empty one", () => {
  const peer = opened(p("a"), h(1, "A"), h(1, "B"));
  for (const text of ["a", "A", "B"]) {
    putIn(peer.view, text);
    expect(peer.editor.run("fold-section")).toBe(false);
  }
});

test("a caret that is led into what is folded opens it, in each section that it is in; to select all opens none", async () => {
  const peer = opened(...long());
  await fold(peer, "B");
  await fold(peer, "A");
  peer.view.dispatch(peer.view.state.tr.setSelection(new AllSelection(peer.view.state.doc)));
  expect(shown(peer)).toBe("+A D e");
  putIn(peer.view, "d");
  expect(shown(peer)).toBe("A a +B C d D e");
  putIn(peer.view, "b");
  expect(shown(peer)).toBe("A a B b c C d D e");
});

test("Enter at the end of a folded heading opens it: a line behind the section would belong to it", async () => {
  const peer = opened(h(2, "A"), p("a"), h(2, "B"));
  await fold(peer, "A");
  putIn(peer.view, "A", 1);
  type(peer.view, "!\nx");
  expect(outline(peer.view)).toEqual(["h2 A!", "x", "a", "h2 B"]);
  expect(shown(peer)).toBe("A! x a B");
});

test("Delete at the end of a folded heading opens it and takes nothing; Backspace at its start makes it text, and shows all", async () => {
  const peer = opened(h(2, "A"), p("a"));
  await fold(peer, "A");
  putIn(peer.view, "A", 1);
  expect(press(peer.view, "Delete")).toBe(true);
  expect(shown(peer)).toBe("A a");
  await fold(peer, "A");
  putIn(peer.view, "A");
  press(peer.view, "Backspace");
  expect(shown(peer)).toBe("A a");
  expect(outline(peer.view)).toEqual(["A", "a"]);
});

test("what others write moves a fold along and stays in it; a heading that they remove or make text shows what it hid", async () => {
  const [a, b] = two(h(2, "A"), p("a"), h(2, "B"), p("b"), h(2, "C"), p("c"));
  await fold(a, "A");
  await fold(a, "B");
  await fold(a, "C");
  b.view.dispatch(b.view.state.tr.insert(0, p("new")));
  putIn(b.view, "b", 1);
  type(b.view, "!\nmore");
  exchange(a.ydoc, b.ydoc);
  expect(shown(a)).toBe("new +A +B +C");
  putIn(b.view, "B");
  b.editor.run("plain");
  exchange(a.ydoc, b.ydoc);
  expect(shown(a)).toBe("new +A +C");
  expect(outline(a.view)).toContain("more");
  b.view.dispatch(b.view.state.tr.delete(5, 8));
  exchange(a.ydoc, b.ydoc);
  expect(shown(a)).toBe("new a B b! more +C");
});

test("one that others make a part of another section opens it where the caret is in it", async () => {
  const [a, b] = two(h(2, "A"), p("a"), h(2, "B"));
  await fold(a, "A");
  putIn(a.view, "B");
  putIn(b.view, "B");
  b.editor.run("heading-3");
  exchange(a.ydoc, b.ydoc);
  expect(shown(a)).toBe("A a B");
});

test("a folded section is moved and deleted as one, and stays folded where it goes", async () => {
  const peer = opened(h(2, "A", { id: "a" }), p("a"), h(2, "B", { id: "b" }), p("b"));
  document.head.insertAdjacentHTML("beforeend", "<style>.quire-tucked { display: none }</style>");
  await fold(peer, "A");
  putIn(peer.view, "A");
  peer.editor.run("move-down");
  expect(outline(peer.view)).toEqual(["h2 B", "h2 A", "a", "b"]);
  expect(shown(peer)).toBe("B +A");
  peer.editor.run("delete-block");
  expect(outline(peer.view)).toEqual(["h2 B"]);
});

test("finding, the outline and a link to a block open what they lead into", async () => {
  const peer = opened(h(1, "A"), p("needle"), h(2, "B"), p("b", { id: "linked" }));
  const [find, headings] = [await openFind(peer.editor), await openOutline(peer.editor)];
  await fold(peer, "A");
  expect(headings.elementOf(1)).toBe(headings.elementOf(0));
  find.search({ text: "needle", isRegex: false, matchesCase: false, wholeWord: false });
  expect(shown(peer)).toBe("A needle B b");
  find.close();
  await fold(peer, "A");
  headings.goTo(1);
  expect(shown(peer)).toBe("A needle B b");
  await fold(peer, "B");
  showBlock(peer.editor, "linked");
  expect(shown(peer)).toBe("A needle B b");
});

test("to go to where somebody writes opens what they write in", async () => {
  const [a, b] = two(h(1, "A"), p("a"), h(2, "B"), p("b"));
  await fold(a, "B");
  await fold(a, "A");
  putIn(b.view, "b", 1);
  b.view.focus();
  const states = encodeAwarenessUpdate(b.awareness, [b.ydoc.clientID]);
  applyAwarenessUpdate(a.awareness, states, "wire");
  const caret = await vi.waitUntil(() => a.view.dom.querySelector(".quire-caret"));
  goToCaret(a.view, caret, document.documentElement);
  expect(shown(a)).not.toContain("+");
});

test("who only reads folds by the sign too, which Tab leads to", async () => {
  const peer = opened(h(1, "A"), p("a"));
  expect(signOf(peer, "A").tabIndex).toBe(-1);
  peer.editor.setReadOnly(true);
  expect(signOf(peer, "A").tabIndex).toBe(0);
  await fold(peer, "A");
  expect(shown(peer)).toBe("+A");
});
