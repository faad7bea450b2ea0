import { describe, expect, test } from "vitest";
import {
  copy,
  exchange,
  open,
  opened,
  outline,
  type Peer,
  p,
  pre,
  press,
  put,
  putAtEnd,
  type,
} from "../../test/peers.ts";

function offered({ editor }: Peer): string[] | null {
  return editor.getSnapshot().suggestions?.items.map(({ id }) => id) ?? null;
}

describe("ED-13 the slash menu", () => {
  test.each([
    ["", true],
    ["word ", true],
    ["word", false],
    ["https:/", false],
  ])("after %j it opens: %s", (before, isOpen) => {
    const peer = opened();
    type(peer.view, `${before}/`);
    expect(offered(peer) !== null).toBe(isOpen);
  });

  test("it is absent in code, in a block or in a line", () => {
    const block = opened(pre("a "));
    putAtEnd(block.view, 0);
    type(block.view, "/");
    expect(offered(block)).toBeNull();
    const line = opened();
    press(line.view, "Mod-e");
    type(line.view, "a /");
    expect(offered(line)).toBeNull();
  });

  test("it filters by what is typed, in names and other words", () => {
    const peer = opened();
    type(peer.view, "/head");
    expect(offered(peer)?.slice(0, 2)).toEqual(["heading-1", "heading-2"]);
    peer.view.dispatch(
      peer.view.state.tr.delete(peer.view.state.selection.from - 4, peer.view.state.selection.from),
    );
    type(peer.view, "checkbox");
    expect(offered(peer)).toEqual(["task-list"]);
    expect(peer.editor.getSnapshot().suggestions?.query).toBe("checkbox");
  });

  test("arrows choose, round and round, and Enter applies in place of what was typed, as one step", () => {
    const peer = opened(p("word "));
    putAtEnd(peer.view, 0);
    type(peer.view, "/heading");
    press(peer.view, "ArrowUp");
    expect(peer.editor.getSnapshot().suggestions?.selected).toBe((offered(peer)?.length ?? 0) - 1);
    press(peer.view, "ArrowDown");
    press(peer.view, "ArrowDown");
    press(peer.view, "Enter");
    expect(outline(peer.view)).toEqual(["h2 word "]);
    expect(offered(peer)).toBeNull();
    press(peer.view, "Mod-z");
    expect(outline(peer.view)).toEqual(["word /heading"]);
  });

  test("a divider and code come by it too", () => {
    const peer = opened();
    type(peer.view, "/divider");
    press(peer.view, "Enter");
    type(peer.view, "/code");
    expect(peer.editor.applySuggestion("code-block")).toBe(true);
    type(peer.view, "x");
    expect(outline(peer.view)).toEqual(["---", "code x"]);
  });

  test("Escape keeps the typed text, and it stays closed", () => {
    const peer = opened();
    type(peer.view, "/he");
    expect(press(peer.view, "Escape")).toBe(true);
    type(peer.view, "a");
    expect(offered(peer)).toBeNull();
    expect(outline(peer.view)).toEqual(["/hea"]);
  });

  test("it closes when the caret leaves, when nothing fits after a space, and when the slash goes", () => {
    const peer = opened(p("one"), p(""));
    put(peer.view, 1, 0);
    type(peer.view, "/x");
    put(peer.view, 0, 1);
    expect(offered(peer)).toBeNull();
    const spaced = opened();
    type(spaced.view, "/nothing like it");
    expect(offered(spaced)).toBeNull();
    const gone = opened();
    type(gone.view, "/");
    gone.view.dispatch(gone.view.state.tr.delete(1, 2));
    expect(offered(gone)).toBeNull();
  });

  test("it stays open while someone else writes above", () => {
    const a = opened(p("above"), p(""));
    const b = open(copy(a.ydoc));
    put(a.view, 1, 0);
    type(a.view, "/quo");
    put(b.view, 0, 0);
    type(b.view, "further ");
    press(b.view, "Enter");
    exchange(a.ydoc, b.ydoc);
    expect(offered(a)).toEqual(["quote"]);
    press(a.view, "Enter");
    expect(outline(a.view)).toEqual(["further ", "above", "> "]);
  });

  test("a snapshot is the same object until something in it changed", () => {
    const peer = opened(p("one"));
    const before = peer.editor.getSnapshot();
    put(peer.view, 0, 1);
    put(peer.view, 0, 2);
    expect(peer.editor.getSnapshot()).toBe(before);
    type(peer.view, "/");
    expect(peer.editor.getSnapshot()).not.toBe(before);
    expect(peer.editor.getSnapshot().active).toBe(before.active);
  });
});
