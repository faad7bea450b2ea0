import { schema } from "@quire/schema";
import { expect, test, vi } from "vitest";
import { exchangeNamed, outline, type Peer, p, put, two, type } from "../test/peers.ts";

const words = "one two three four";

function insertDay({ view }: Peer, offset: number, date: string): void {
  put(view, 0, offset);
  view.dispatch(view.state.tr.insert(view.state.selection.from, schema.node("date", { date })));
}

async function pair(): Promise<[Peer, Peer]> {
  const peers = two(p(words, { id: "l" }));
  await vi.dynamicImportSettled(); // what keeps words comes after the text
  return peers;
}

function textOf({ view }: Peer): string {
  return outline(view)
    .join("/")
    .replaceAll(/ ?\d+ (?:May|June) 2026/g, "");
}

test.each([
  [7, 7],
  [3, 13],
  [13, 3],
  [4, 8],
  [8, 4],
  [0, 7],
  [7, 18],
  [5, 6],
])(
  "two who put a date into one line at once, at %i and %i, have both and every word once",
  async (mine, theirs) => {
    const [a, b] = await pair();
    insertDay(a, mine, "2026-05-01");
    insertDay(b, theirs, "2026-06-01");
    exchangeNamed(a.ydoc, b.ydoc);
    expect(outline(a.view)).toEqual(outline(b.view));
    const [said = ""] = outline(a.view);
    expect([said.split("May").length, said.split("June").length]).toEqual([2, 2]);
    expect(said.replace("1 May 2026", "").replace("1 June 2026", "")).toBe(words);
  },
);

test("each goes on to type behind theirs", async () => {
  const [a, b] = await pair();
  insertDay(a, 7, "2026-05-01");
  insertDay(b, 7, "2026-06-01");
  for (const peer of [a, b]) type(peer.view, "!");
  exchangeNamed(a.ydoc, b.ydoc);
  expect(outline(a.view)).toEqual(outline(b.view));
  expect(textOf(a).replaceAll("!", "")).toBe(words);
});
