import { expect, onTestFinished, test, vi } from "vitest";
import { applyAwarenessUpdate, encodeAwarenessUpdate } from "y-protocols/awareness";
import { copy, open, type Peer, p, put, shared } from "../test/peers.ts";
import { openPresence } from "./open-presence.ts";

const ada = { id: "ada", name: "Ada", hue: 1 };
const ben = { id: "ben", name: "Ben", hue: 5 };

/** A reads what B's page says. */
function hear(a: Peer, b: Peer): void {
  applyAwarenessUpdate(a.awareness, encodeAwarenessUpdate(b.awareness, [b.awareness.clientID]), "wire");
}

async function two() {
  const ydoc = shared(p("one two three", { id: "x" }));
  const a = open(ydoc, { person: ada });
  const b = open(copy(ydoc), { person: ben });
  const presence = await openPresence(a.editor, { awareness: a.awareness });
  onTestFinished(() => presence.close());
  hear(a, b);
  return { a, b, presence };
}

test("RT-9 whom somebody follows is told to the others, and that they stopped", async () => {
  const { a, presence } = await two();
  presence.follow("ben");
  expect(a.awareness.getLocalState()?.following).toBe("ben");
  expect(presence.getSnapshot().following).toEqual({ person: { name: "Ben", hue: 5 }, state: "following" });
  presence.stop();
  expect(a.awareness.getLocalState()?.following).toBeNull();
  expect(presence.getSnapshot().following?.state).toBe("stopped");
});

test.each([
  ["scroll", new Event("wheel")],
  ["click", new Event("pointerdown")],
  ["touch", new Event("touchmove")],
  ["key", new KeyboardEvent("keydown", { key: "a" })],
])("RT-9 following ends at my first %s, and not before", async (_name, event) => {
  const { presence } = await two();
  presence.follow("ben");
  window.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", repeat: true }));
  window.dispatchEvent(new KeyboardEvent("keydown", { key: "Shift" }));
  expect(presence.getSnapshot().following?.state).toBe("following");
  window.dispatchEvent(event);
  expect(presence.getSnapshot().following?.state).toBe("stopped");
});

test("RT-9 that it ended is said for a while", async () => {
  vi.useFakeTimers();
  const { b, a, presence } = await two();
  presence.follow("ben");
  b.awareness.setLocalState(null);
  hear(a, b);
  expect(presence.getSnapshot().following?.state).toBe("left");
  vi.advanceTimersByTime(4_000);
  expect(presence.getSnapshot().following).toBeNull();
  vi.useRealTimers();
});

test("RT-9 nobody is followed who is not here", async () => {
  const { a, presence } = await two();
  presence.follow("cleo");
  expect(presence.getSnapshot().following).toBeNull();
  expect(a.awareness.getLocalState()?.following).toBeUndefined();
});

test.each([
  ["text", "here"],
  ["a number", 7],
  ["a foreign root", { tname: "evil" }],
  ["the title's root", { tname: "title" }],
  ["numbers that are none", { item: { client: "a", clock: {} } }],
  ["an item of nobody", { item: { client: 12345, clock: 99999 } }],
  ["nothing that it is tied to", {}],
])("RT-12 a sight that is %s leads nowhere, and breaks nothing", async (_name, sight) => {
  const { a, b, presence } = await two();
  const roots = [...a.ydoc.share.keys()];
  const scrolled = vi.spyOn(Element.prototype, "scrollBy");
  presence.follow("ben");
  b.awareness.setLocalState({ user: ben, sight, activity: { toString: 1 }, following: { a: [] } });
  hear(a, b);
  expect(scrolled).not.toHaveBeenCalled();
  expect([...a.ydoc.share.keys()]).toEqual(roots);
  expect(presence.getSnapshot().following?.state).toBe("following");
  vi.restoreAllMocks();
});

test("RT-12 what somebody says who only reads changes nothing in the view of those who write", async () => {
  const { a, b } = await two();
  const { state } = a.view;
  b.awareness.setLocalStateField("activity", "idle");
  hear(a, b);
  expect(a.view.state).toBe(state);
  b.view.focus();
  put(b.view, 0, 3);
  hear(a, b);
  expect(a.view.state).not.toBe(state);
});

test("P9 what somebody has in sight is told while somebody follows them, and to nobody else", async () => {
  const { a, b, presence } = await two();
  const other = await openPresence(b.editor, { awareness: b.awareness });
  onTestFinished(() => other.close());
  const sight = () => b.awareness.getLocalState()?.sight;
  const asked = vi.spyOn(b.view, "posAtCoords").mockReturnValue({ pos: 5, inside: -1 });
  const scroll = () => document.scrollingElement?.ownerDocument.dispatchEvent(new Event("scroll"));
  scroll();
  expect(sight()).toBeUndefined();
  expect(asked).not.toHaveBeenCalled();

  presence.follow("ben");
  hear(b, a);
  expect(sight()).toMatchObject({ assoc: 0 });
  presence.stop();
  hear(b, a);
  expect(sight()).toBeNull();
});
