import { describe, expect, test } from "vitest";
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

function sign(peer: Peer): HTMLButtonElement {
  const button = peer.view.dom.querySelector("button");
  if (!button) throw new Error("no sign to fold by");
  return button;
}

function isFolded(peer: Peer): boolean {
  return peer.view.dom.querySelector(".quire-folded") !== null;
}

describe("toggles", () => {
  test("one that nobody has edited yet stays folded when it is, and folds no other", () => {
    const [a, b] = two(toggle([p("a"), p("b")]), toggle([p("c"), p("d")]));
    sign(a).click();
    expect(a.view.dom.querySelectorAll(".quire-folded")).toHaveLength(1);
    putIn(b.view, "b", 1);
    type(b.view, "!");
    exchange(a.ydoc, b.ydoc);
    expect(isFolded(a)).toBe(true);
    expect(outline(a.view)[2]).toBe("| b!");
  });

  test("typed, and by the command, which takes it away again", () => {
    const peer = opened(p());
    put(peer.view, 0, 0);
    type(peer.view, ">> a\nb");
    expect(outline(peer.view)).toEqual(["toggle", "| a", "| b"]);
    peer.editor.run("toggle");
    expect(outline(peer.view)).toEqual(["a", "b"]);
  });

  test("is folded by its sign and by Mod-Enter in its first line, on this page alone", () => {
    const [a, b] = two(toggle([p("a"), p("b")], { id: "t" }));
    sign(a).click();
    expect([isFolded(a), isFolded(b)]).toEqual([true, false]);
    expect(sign(a).ariaExpanded).toBe("false");
    putIn(a.view, "a", 1);
    press(a.view, "Mod-Enter");
    expect(isFolded(a)).toBe(false);
    press(a.view, "Mod-Enter");
    exchange(a.ydoc, b.ydoc);
    expect([isFolded(a), isFolded(b)]).toEqual([true, false]);
    expect(outline(b.view)).toEqual(["toggle", "| a", "| b"]);
  });

  test("folded, Enter at the end of its first line goes on below; what another writes in it changes nothing of that", () => {
    const [a, b] = two(toggle([p("a"), p("b")], { id: "t" }));
    sign(a).click();
    putIn(b.view, "b", 1);
    type(b.view, "c");
    exchange(a.ydoc, b.ydoc);
    expect(isFolded(a)).toBe(true);
    putIn(a.view, "a", 1);
    press(a.view, "Enter");
    type(a.view, "x");
    expect(outline(a.view)).toEqual(["toggle", "| a", "| bc", "x"]);
  });

  test("a caret that is in what is folded away goes to the first line, and one that comes there unfolds it", () => {
    const peer = opened(toggle([p("a"), p("b")], { id: "t" }));
    putIn(peer.view, "b", 1);
    sign(peer).click();
    expect(peer.view.state.selection.$head.parent.textContent).toBe("a");
    expect(isFolded(peer)).toBe(true);
    putIn(peer.view, "b", 1);
    expect(isFolded(peer)).toBe(false);
  });

  test("ED-4 Backspace at its start takes the first line out, and it keeps the others", () => {
    const peer = opened(toggle([p("a"), p("b")], { id: "t" }));
    putIn(peer.view, "a", 0);
    press(peer.view, "Backspace");
    expect(outline(peer.view)).toEqual(["a", "toggle", "| b"]);
  });
});
