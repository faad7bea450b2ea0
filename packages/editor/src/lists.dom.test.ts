import { describe, expect, test } from "vitest";
import {
  copy,
  exchange,
  li,
  open,
  opened,
  outline,
  type Peer,
  p,
  press,
  put,
  putAtEnd,
  type,
} from "../test/peers.ts";

/** What a screen reader is told of the items. */
function items(peer: Peer): string[] {
  return [...peer.view.dom.querySelectorAll("li")].map((item) => {
    const [level, position, size] = ["aria-level", "aria-posinset", "aria-setsize"].map((name) =>
      item.getAttribute(name),
    );
    const number = item.parentElement?.getAttribute("start");
    return `${item.parentElement?.nodeName.toLowerCase()} ${number ? `${number}. ` : ""}${position}/${size} at ${level}`;
  });
}

describe("ED-5 lists", () => {
  test("Tab goes to eight levels and no further, Shift-Tab all the way back", () => {
    const peer = opened(li("bullet", "0"));
    putAtEnd(peer.view, 0);
    for (let level = 1; level <= 9; level++) {
      type(peer.view, `\n${level}`);
      press(peer.view, "Tab");
    }
    const indents = () => peer.view.state.doc.children.map((node) => node.attrs.indent ?? 0);
    expect(indents()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 8]);
    for (let press8 = 0; press8 < 8; press8++) press(peer.view, "Shift-Tab");
    expect(indents().at(-1)).toBe(0);
    expect(press(peer.view, "Shift-Tab")).toBe(true);
  });

  test("an item goes at most one level below the one above it", () => {
    const peer = opened(li("bullet", "a"), li("bullet", "b"));
    put(peer.view, 1, 0);
    press(peer.view, "Tab");
    press(peer.view, "Tab");
    expect(outline(peer.view)).toEqual(["- a", "  - b"]);
    expect(peer.editor.getSnapshot().enabled.has("indent")).toBe(false);
  });

  test("what hangs under an item goes with it", () => {
    const peer = opened(
      li("bullet", "a"),
      li("ordered", "b"),
      li("task", "c", { indent: 1 }),
      p("d", { indent: 2 }),
      li("bullet", "e"),
    );
    put(peer.view, 1, 0);
    press(peer.view, "Tab");
    expect(outline(peer.view)).toEqual(["- a", "  #. b", "    [ ] c", "      d", "- e"]);
    press(peer.view, "Shift-Tab");
    expect(outline(peer.view)).toEqual(["- a", "#. b", "  [ ] c", "    d", "- e"]);
  });

  test("Tab in a plain paragraph is left to the browser", () => {
    const peer = opened(li("bullet", "a"), p("b"));
    put(peer.view, 1, 0);
    expect(press(peer.view, "Tab")).toBe(false);
  });

  test("Enter on an empty item leaves one level at a time", () => {
    const peer = opened(li("bullet", "a"), li("bullet", "b", { indent: 1 }));
    putAtEnd(peer.view, 1);
    type(peer.view, "\n\n");
    expect(outline(peer.view)).toEqual(["- a", "  - b", "- "]);
    type(peer.view, "\nx");
    expect(outline(peer.view)).toEqual(["- a", "  - b", "x"]);
  });

  test("Enter gives the next item: a task that is not ticked, a number that goes on", () => {
    const peer = opened(li("task", "a", { checked: true }), li("ordered", "five", { start: 5 }));
    putAtEnd(peer.view, 0);
    type(peer.view, "\nb");
    putAtEnd(peer.view, 2);
    type(peer.view, "\nsix");
    expect(outline(peer.view)).toEqual(["[x] a", "[ ] b", "5. five", "#. six"]);
    expect(items(peer)).toEqual(["ul 1/2 at 1", "ul 2/2 at 1", "ol 5. 1/2 at 1", "ol 6. 2/2 at 1"]);
  });

  test("a numbered parent stays numbered when a child is nested under it", () => {
    const peer = opened(li("ordered", "a"), li("ordered", "b"), li("ordered", "c"));
    put(peer.view, 1, 0);
    press(peer.view, "Tab");
    expect(items(peer)).toEqual(["ol 1. 1/2 at 1", "ol 1. 1/1 at 2", "ol 2. 2/2 at 1"]);
  });

  test("`5. ` starts at 5; a number that only goes on with the list above starts nothing", () => {
    const peer = opened();
    type(peer.view, "5. five\nsix");
    putAtEnd(peer.view, 1);
    type(peer.view, "\n\n7. seven");
    expect(outline(peer.view)).toEqual(["5. five", "#. six", "#. seven"]);
    expect(items(peer).map((item) => item.split(" ")[1])).toEqual(["5.", "6.", "7."]);
  });

  test("numbers follow what others do to the list", () => {
    const a = opened(li("ordered", "a"), li("ordered", "b"), li("ordered", "c"));
    const b = open(copy(a.ydoc));
    put(a.view, 0, 1);
    type(a.view, "\nnew");
    exchange(a.ydoc, b.ydoc);
    expect(items(b)).toEqual(items(a));
    expect(items(b).at(-1)).toBe("ol 4. 4/4 at 1");
    put(a.view, 1, 0);
    a.editor.run("plain");
    exchange(a.ydoc, b.ydoc);
    expect(items(b)).toEqual(["ol 1. 1/1 at 1", "ol 1. 1/2 at 1", "ol 2. 2/2 at 1"]);
    expect(items(b)).toEqual(items(a));
  });

  test("typing in an item leaves its number, and the elements of the others", () => {
    const peer = opened(li("ordered", "a"), li("ordered", "b"));
    const second = peer.view.dom.querySelectorAll("ol")[1];
    put(peer.view, 0, 1);
    type(peer.view, "bc");
    expect(items(peer)).toEqual(["ol 1. 1/2 at 1", "ol 2. 2/2 at 1"]);
    expect(peer.view.dom.querySelectorAll("ol")[1]).toBe(second);
  });

  test("commands toggle a list, and a quote can hold one", () => {
    const peer = opened(p("a"), p("b", { kind: "heading", level: 1 }));
    put(peer.view, 0, 0, 1, 1);
    peer.editor.run("bullet-list");
    expect(outline(peer.view)).toEqual(["- a", "h1 - b"]);
    put(peer.view, 1, 0);
    peer.editor.run("ordered-list");
    peer.editor.run("quote");
    expect(outline(peer.view)).toEqual(["- a", "> #. b"]);
    peer.editor.run("ordered-list");
    expect(outline(peer.view)).toEqual(["- a", "> b"]);
    expect(peer.view.dom.querySelectorAll("blockquote")).toHaveLength(1);
  });
});

describe("ED-6 the task's box", () => {
  test.each(["a click", "Mod-Enter"])("%s toggles it, and neither caret nor selection moves", (way) => {
    const peer = opened(li("task", "one two"), p("other"));
    const [block, offset] = way === "a click" ? [1, 3] : [0, 3];
    put(peer.view, block, 1, block, offset);
    const { anchor, head } = peer.view.state.selection;
    const box = peer.view.dom.querySelector("input");
    if (way === "a click") box?.click();
    else press(peer.view, "Mod-Enter");
    expect(outline(peer.view)[0]).toBe("[x] one two");
    expect(box?.checked).toBe(true);
    expect(peer.view.state.selection).toMatchObject({ anchor, head });
    expect(peer.view.dom.querySelector("input")).toBe(box);
  });

  test("the other person sees it", () => {
    const a = opened(li("task", "one"));
    const b = open(copy(a.ydoc));
    a.view.dom.querySelector("input")?.click();
    exchange(a.ydoc, b.ydoc);
    expect(b.view.dom.querySelector("input")?.checked).toBe(true);
  });
});
