import { writeDate } from "@quire/schema";
import { describe, expect, test, vi } from "vitest";
import { opened, outline, type Peer, pre, press, putAtEnd, type } from "../../test/peers.ts";
import { dayFromToday } from "../kinds/date.ts";
import { namedDay } from "./days-and-people.ts";

function offered({ editor }: Peer): readonly string[] | null {
  return editor.getSnapshot().suggestions?.items.map(({ label }) => label) ?? null;
}

/** Types, and waits for what is fetched with the first sign. */
async function typed(peer: Peer, text: string): Promise<Peer> {
  type(peer.view, text);
  await vi.dynamicImportSettled();
  return peer;
}

describe("what an at sign offers", () => {
  test("days by their names, then people, at a line's start and after a space; Enter takes one", async () => {
    const peer = await typed(opened(), "on @");
    expect(offered(peer)).toEqual(["Today", "Tomorrow", "Yesterday", "Ada"]);
    expect(peer.editor.getSnapshot().suggestions).toMatchObject({ sign: "@", isSearching: false });
    press(peer.view, "ArrowDown");
    press(peer.view, "Enter");
    expect(outline(peer.view)).toEqual([`on ${writeDate(dayFromToday(1))}`]);
    expect(offered(peer)).toBeNull();
  });

  test("a day that is typed as people write it", async () => {
    const peer = await typed(opened(), "@24 dec 2027");
    expect(offered(peer)).toEqual(["24 December 2027"]);
    press(peer.view, "Tab");
    expect(outline(peer.view)).toEqual(["24 December 2027"]);
  });

  test("nothing in code, and nothing for an address", async () => {
    const code = opened(pre("a"));
    putAtEnd(code.view, 0);
    expect(offered(await typed(code, " @"))).toBeNull();
    expect(offered(await typed(opened(), "ada@"))).toBeNull();
  });

  test("Escape keeps what was typed, and it stays closed; words that name nothing close it", async () => {
    const peer = await typed(opened(), "@to");
    expect(press(peer.view, "Escape")).toBe(true);
    await typed(peer, "m");
    expect([offered(peer), outline(peer.view)]).toEqual([null, ["@tom"]]);
    const other = await typed(opened(), "@media");
    expect(offered(other)).toEqual([]);
    expect(press(other.view, "Enter")).toBe(true);
    expect(outline(other.view)).toEqual(["@media", ""]);
    expect(offered(await typed(opened(), "@media all"))).toBeNull();
  });

  test("a day that is typed letter by letter stays open on the way", async () => {
    const peer = await typed(opened(), "@");
    for (const letter of "24 dec 2027") await typed(peer, letter);
    expect(offered(peer)).toEqual(["24 December 2027"]);
  });
});

test.each([
  ["2026-12-24", "2026-12-24"],
  ["24 dec", "2026-12-24"],
  ["Dec 24", "2026-12-24"],
  ["24. December 2027", "2027-12-24"],
  ["29 feb", null],
  ["29 feb 2028", "2028-02-29"],
  ["24", "2026-11-24"],
  ["24 ", "2026-11-24"],
  ["24 d", "2026-12-24"],
  ["24 dec 20", "2026-12-24"],
  ["dec", "2026-12-01"],
  ["de", null],
  ["31", null],
  ["24 x", null],
  ["", null],
  ["mail", null],
])("%j names %s", (query, day) => {
  expect(namedDay(query, new Date(2026, 10, 22))).toBe(day);
});
