import { schema } from "@quire/schema";
import { describe, expect, test, vi } from "vitest";
import { opened, outline, type Peer, pre, press, putAtEnd, type } from "../../test/peers.ts";
import { emojiFor } from "./emoji.ts";

function offered({ editor }: Peer): readonly string[] | null {
  return editor.getSnapshot().suggestions?.items.map(({ label }) => label) ?? null;
}

/** Types, and waits for what is fetched with the first emoji. */
async function typed(peer: Peer, text: string): Promise<Peer> {
  type(peer.view, text);
  await vi.dynamicImportSettled();
  return peer;
}

/** Somebody who has emoji at hand. */
async function writing(): Promise<Peer> {
  const peer = await typed(opened(), ":sm");
  expect(offered(peer)).not.toEqual([]);
  const { state, dispatch } = peer.view;
  dispatch(state.tr.delete(1, state.selection.from));
  return peer;
}

describe("what a colon offers", () => {
  test.each([
    [":s", false],
    [":sm", true],
    ["a :sm", true],
    ["(:sm", true],
    ["word:sm", false],
    ["10:30", false],
    ["at 10:30", false],
    ["http:ab", false],
    ["a :30", false],
  ])("after %j it is open: %s", async (text, isOpen) => {
    const peer = await typed(opened(), text);
    expect(offered(peer) !== null).toBe(isOpen);
  });

  test("emoji by their names, and Enter puts one in the text as a letter, in one step", async () => {
    const peer = await typed(opened(), "a :tada");
    expect(offered(peer)).toEqual(["tada"]);
    expect(peer.editor.getSnapshot().suggestions).toMatchObject({ sign: ":", items: [{ sign: "🎉" }] });
    press(peer.view, "Enter");
    expect(outline(peer.view)).toEqual(["a 🎉"]);
    press(peer.view, "Mod-z");
    expect(outline(peer.view)).toEqual(["a :tada"]);
  });

  test("none in code, in a block or in a line", async () => {
    const block = opened(pre("a "));
    putAtEnd(block.view, 0);
    expect(offered(await typed(block, ":sm"))).toBeNull();
    const line = opened();
    press(line.view, "Mod-e");
    expect(offered(await typed(line, "a :sm"))).toBeNull();
    expect(outline(await typed(line, "ile:").then(({ view }) => view))).toEqual(["a :smile:"]);
  });

  test("Escape keeps what was typed, and it stays closed; so does what is no name", async () => {
    const peer = await typed(opened(), ":sm");
    expect(press(peer.view, "Escape")).toBe(true);
    await typed(peer, "il");
    expect([offered(peer), outline(peer.view)]).toEqual([null, [":smil"]]);
    const other = await typed(opened(), ":smi ");
    expect([offered(other), outline(other.view)]).toEqual([null, [":smi "]]);
    const line = await typed(opened(), ":-)");
    expect(offered(line) ?? []).toEqual([]);
    press(line.view, "Enter");
    expect(outline(line.view)).toEqual([":-)", ""]);
  });
});

describe("a name between colons", () => {
  test.each(["Backspace", "Mod-z"])("becomes its emoji, and an immediate %s gives it back", async (key) => {
    const peer = await writing();
    type(peer.view, "a :smile:");
    expect(outline(peer.view)).toEqual(["a 😄"]);
    expect(offered(peer)).toBeNull();
    press(peer.view, key);
    expect(outline(peer.view)).toEqual(["a :smile:"]);
    type(peer.view, " b");
    expect(outline(peer.view)).toEqual(["a :smile: b"]);
  });

  test("waits for the first one to be fetched, and lets be who has gone on by then", async () => {
    const peer = opened();
    type(peer.view, ":smile:");
    expect(outline(peer.view)).toEqual([":smile:"]);
    await vi.dynamicImportSettled();
    await vi.waitFor(() => expect(outline(peer.view)).toEqual(["😄"]));
    press(peer.view, "Backspace");
    expect(outline(peer.view)).toEqual([":smile:"]);
    expect(outline((await typed(opened(), ":smile: and")).view)).toEqual([":smile: and"]);
  });

  test("stays where it is none, in backticks, and after a word; emoji may follow each other", async () => {
    const peer = await writing();
    type(peer.view, ":nosuchname: at 10:30: x:tada: `:tada: :heart::+1:");
    expect(outline(peer.view)).toEqual([":nosuchname: at 10:30: x:tada: `:tada: :heart::+1:"]);
    const other = await writing();
    type(other.view, ":constructor: :heart::+1:");
    expect(outline(other.view)).toEqual([":constructor: ❤️👍"]);
  });

  test("keeps the marks that it was typed with", async () => {
    const peer = await writing();
    press(peer.view, "Mod-b");
    type(peer.view, "a :tada:");
    expect(peer.view.state.doc.child(0).child(0).marks).toEqual([schema.mark("strong")]);
    expect(peer.view.state.doc.child(0).childCount).toBe(1);
  });
});

test.each([
  ["smile", ["smile", "smiley"]],
  ["heart", ["heart", "heart_eyes"]],
  ["+1", ["+1"]],
  ["thumbs", ["thumbsup", "thumbsdown"]],
])("%j finds the emoji of that name before those that begin so", (query, first) => {
  expect(
    emojiFor(query)
      .map(({ label }) => label)
      .slice(0, first.length),
  ).toEqual(first);
});

test("an emoji is found by other words for it, by parts of its name, and never by one letter or none", () => {
  expect(emojiFor("party").map(({ sign }) => sign)).toContain("🎉");
  expect(emojiFor("tongue").map(({ label }) => label)).toContain("stuck_out_tongue");
  expect([emojiFor(""), emojiFor("s"), emojiFor("s m"), emojiFor("s)")]).toEqual([[], [], [], []]);
  expect(emojiFor("fa").length).toBeLessThanOrEqual(20);
});
