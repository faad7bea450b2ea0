import { expect, test, vi } from "vitest";
import { opened, outline, type Peer, p, press, putIn, table } from "../../test/peers.ts";
import { tableChoices } from "./table-plugin.ts";

async function edited(): Promise<Peer> {
  const peer = opened(table(["a", "b"], ["c", "d"]), p("below"));
  await vi.dynamicImportSettled();
  return peer;
}

/** What the menus of the table's bar let one press, by the names of both. */
function inMenus({ view }: Peer): string[] {
  view.focus();
  const bar = view.dom.querySelector(".quire-table-bar");
  return [...(bar?.querySelectorAll<HTMLElement>(":scope > button") ?? [])].flatMap((button) => {
    button.click();
    const items = [...(bar?.querySelectorAll("[role=menu] button:not([disabled])") ?? [])];
    button.click();
    return items.map((item) => `${button.textContent}: ${item.textContent}`);
  });
}

test("what is offered for a table elsewhere is what its own menus let one press, wherever the caret is", async () => {
  const peer = await edited();
  for (const words of ["a", "d"]) {
    putIn(peer.view, words);
    const choices = tableChoices(peer.view);
    expect(choices.map(({ label }) => label)).toEqual(inMenus(peer));
    expect(choices.length).toBeGreaterThan(20);
    expect(new Set(choices.map(({ id }) => id)).size).toBe(choices.length);
  }
  putIn(peer.view, "below");
  expect(tableChoices(peer.view)).toEqual([]);
});

test("a choice does what its name says, and one undo takes it back", async () => {
  const peer = await edited();
  const before = outline(peer.view);
  putIn(peer.view, "d");
  tableChoices(peer.view)
    .find(({ label }) => label === "Row: Insert below")
    ?.run();
  expect(outline(peer.view)).toEqual(["table", "| a | b", "| c | d", "|  | ", "below"]);
  press(peer.view, "Mod-z");
  expect(outline(peer.view)).toEqual(before);
});

test("who may only read is offered nothing for a table", async () => {
  const peer = await edited();
  putIn(peer.view, "a");
  peer.editor.setReadOnly(true);
  expect(tableChoices(peer.view)).toEqual([]);
});
