import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { initials } from "./initials.ts";
import { awayAfterMs, PeopleStore, readPeople } from "./people-store.ts";

const me = { id: "me", name: "Wren", hue: 3 };
const heron = { id: "heron", name: "Heron", hue: 5 };
const lynx = { id: "lynx", name: "Lynx", hue: 1 };
const now = 1_000_000;

const made: Awareness[] = [];
afterEach(() => {
  for (const awareness of made.splice(0)) awareness.destroy();
});

function createAwareness(): Awareness {
  const awareness = new Awareness(new Y.Doc());
  made.push(awareness);
  return awareness;
}

/** Others' entries, as they stand after a message of theirs was read. */
function others(
  states: Record<number, unknown>,
  heardAt: (clientId: number) => number = () => now,
): Awareness {
  const awareness = createAwareness();
  for (const [id, state] of Object.entries(states)) {
    awareness.states.set(Number(id), state as Record<string, unknown>);
    awareness.meta.set(Number(id), { clock: 1, lastUpdated: heardAt(Number(id)) });
  }
  return awareness;
}

function activitiesIn(awareness: Awareness): readonly (readonly [string, string])[] {
  return readPeople(awareness, null, now).map(({ id, activity }) => [id, activity]);
}

describe("who is here", () => {
  it("RT-8 is each person once, however many tabs they have, and me first", () => {
    const awareness = others({ 1: { user: heron }, 2: { user: heron }, 3: { user: me }, 4: { user: lynx } });
    expect(readPeople(awareness, me, now)).toEqual([
      { ...me, isMe: true, activity: "viewing" },
      { ...heron, isMe: false, activity: "viewing" },
      { ...lynx, isMe: false, activity: "viewing" },
    ]);
  });

  it("B115 has the picture that the server tells, and I have the one that it tells this page of me", () => {
    const [picture, other] = ["p".repeat(16), "q".repeat(16)];
    const awareness = others({ 1: { user: { ...heron, picture } }, 4: { user: lynx } });
    awareness.setLocalState({ user: { ...me, picture: other } });
    const pictures = () => readPeople(awareness, me, now).map((person) => person.picture);
    expect(pictures()).toEqual([other, picture, undefined]);
    awareness.setLocalState({ user: { ...lynx, picture: other } });
    expect(pictures()).toEqual([undefined, picture, undefined]);
    const store = new PeopleStore(
      awareness,
      () => me,
      () => now,
    );
    const before = store.getSnapshot();
    awareness.states.set(1, { user: heron });
    expect(store.getSnapshot()).not.toBe(before);
    for (const odd of [
      17,
      "",
      "../../api/me",
      "p".repeat(17),
      ["p".repeat(16)],
      { toString: () => picture },
    ]) {
      awareness.states.set(1, { user: { ...heron, picture: odd } });
      expect(pictures()).toEqual([undefined, undefined, undefined]);
    }
  });

  it("RT-8 is away when nothing was heard from any of their tabs", () => {
    const silent = new Set([1, 4]);
    const awareness = others({ 1: { user: heron }, 2: { user: heron }, 4: { user: lynx } }, (id) =>
      silent.has(id) ? now - awayAfterMs - 1 : now,
    );
    expect(activitiesIn(awareness)).toEqual([
      ["heron", "viewing"],
      ["lynx", "away"],
    ]);
  });

  it("RT-9 does what their page says: the liveliest of their tabs", () => {
    const awareness = others({
      1: { user: heron, activity: "idle" },
      2: { user: heron, activity: "editing" },
      3: { user: heron, activity: "viewing" },
      4: { user: lynx, activity: "idle" },
    });
    expect(activitiesIn(awareness)).toEqual([
      ["heron", "editing"],
      ["lynx", "idle"],
    ]);
  });

  it("RT-9 edits with a caret and views without one, where their page says nothing that it could", () => {
    const cursor = { anchor: {}, head: {} };
    const awareness = others({
      1: { user: heron, cursor },
      2: { user: lynx, activity: { toString: 1 }, cursor: null },
    });
    expect(activitiesIn(awareness)).toEqual([
      ["heron", "editing"],
      ["lynx", "viewing"],
    ]);
  });

  it("RT-9 is idle, not away, while a page that nobody looks at is let speak once a minute", () => {
    const state = { 1: { user: heron, activity: "idle" } };
    expect(activitiesIn(others(state, () => now - 70_000))).toEqual([["heron", "idle"]]);
    expect(activitiesIn(others(state, () => now - 90_000))).toEqual([["heron", "away"]]);
  });

  it("RT-12 leaves out what is no person, and cuts and cleans what is one", () => {
    const awareness = others({
      1: null,
      2: {},
      3: { user: "Heron" },
      4: { user: { id: 7, name: "Seven", hue: 1 } },
      5: { user: { id: "x".repeat(129), name: "Long id", hue: 1 } },
      6: { user: { id: "hue", name: "Bad hue", hue: 9 } },
      7: { user: { id: "hue", name: "Bad hue", hue: "1); background: url(//evil" } },
      8: { user: { id: "empty", name: "\u202e\u0000", hue: 1 } },
      9: { user: { id: "big", name: "n".repeat(1_000_000), hue: 2 } },
    });
    const people = readPeople(awareness, null, now);
    expect(people.map(({ id }) => id)).toEqual(["big"]);
    expect(people[0]?.name).toBe("n".repeat(60));
  });

  it("keeps the same list until somebody comes, goes or changes", () => {
    const awareness = others({ 1: { user: heron, cursor: { anchor: 1, head: 1 } } });
    const store = new PeopleStore(
      awareness,
      () => me,
      () => now,
    );
    const before = store.getSnapshot();
    awareness.states.set(1, { user: heron, cursor: { anchor: 1, head: 2 } });
    expect(store.getSnapshot()).toBe(before);
    awareness.states.set(1, { user: { ...heron, name: "Otter" } });
    expect(store.getSnapshot().map(({ name }) => name)).toEqual(["Wren", "Otter"]);
  });

  it("looks by itself for somebody who went away, and stops when nobody asks", () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const awareness = others({ 1: { user: heron } });
    const store = new PeopleStore(awareness, () => null);
    const listener = vi.fn();
    const stop = store.subscribe(listener);
    vi.advanceTimersByTime(5_000);
    expect(listener).toHaveBeenCalled();
    listener.mockClear();
    stop();
    vi.advanceTimersByTime(60_000);
    awareness.setLocalStateField("user", me);
    expect(listener).not.toHaveBeenCalled();
  });
});

describe("initials", () => {
  it.each([
    ["Heron", "H"],
    ["grey heron", "GH"],
    ["Ada King Lovelace", "AL"],
    ["👩‍🔬 Marie", "👩‍🔬M"],
    ["李小龙", "李"],
  ])("of %s are %s", (name, letters) => {
    expect(initials(name)).toBe(letters);
  });
});
