import { encodeAwareness, MalformedMessage } from "@quire/protocol";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { TestMember } from "../../test/test-member.ts";
import { Presence } from "./presence.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const state = (clientId: number, clock: number, value: unknown = { at: clock }) =>
  encodeAwareness([{ clientId, clock, state: JSON.stringify(value) }]);

function setUp() {
  const [ann, bob, cat] = [new TestMember("ann"), new TestMember("bob"), new TestMember("cat")];
  const members = new Set([ann, bob, cat]);
  const presence = new Presence(true, () => members);
  return { ann, bob, cat, members, presence };
}

describe("Presence", () => {
  it("P7 tells the first news at once, and of all within 50 ms the last", () => {
    const { ann, bob, presence } = setUp();
    presence.receive(ann, state(1, 1));
    expect(bob.takePresence()).toEqual([[[1, 1, { at: 1 }]]]);
    for (let clock = 2; clock < 20; clock++) presence.receive(ann, state(1, clock));
    expect(bob.takePresence()).toEqual([]);
    vi.advanceTimersByTime(50);
    expect(bob.takePresence()).toEqual([[[1, 19, { at: 19 }]]]);
    vi.advanceTimersByTime(50);
    presence.receive(ann, state(1, 20));
    expect(bob.takePresence()).toHaveLength(1);
    presence.close();
  });

  it("P7 tells everybody's news in one frame, and nobody what only they said", () => {
    const { ann, bob, cat, presence } = setUp();
    presence.receive(ann, state(1, 1));
    expect(ann.takePresence()).toEqual([]);
    cat.takePresence();
    presence.receive(ann, state(1, 2));
    presence.receive(bob, state(2, 1));
    vi.advanceTimersByTime(50);
    expect(cat.takePresence()).toEqual([
      [
        [1, 2, { at: 2 }],
        [2, 1, { at: 1 }],
      ],
    ]);
    presence.close();
  });

  it("P4 tells that somebody is gone, at their last clock", () => {
    const { ann, bob, members, presence } = setUp();
    presence.receive(ann, state(1, 7));
    bob.takePresence();
    members.delete(ann);
    presence.leave(ann);
    vi.advanceTimersByTime(50);
    expect(bob.takePresence()).toEqual([[[1, 7, null]]]);
    expect(presence.frame()).toBeUndefined();
    presence.close();
  });

  it("P4 tells nothing of who went and came back within a window", () => {
    const { ann, bob, members, presence } = setUp();
    presence.receive(bob, state(2, 1));
    bob.takePresence();
    presence.receive(ann, state(1, 7));
    members.delete(ann);
    presence.leave(ann);
    const again = new TestMember("ann");
    members.add(again);
    presence.receive(again, state(1, 7));
    vi.advanceTimersByTime(50);
    expect(bob.takePresence()).toEqual([[[1, 7, { at: 7 }]]]);
    presence.close();
  });

  it("P7 has a frame of everybody for who comes later", () => {
    const { ann, bob, cat, presence } = setUp();
    expect(presence.frame()).toBeUndefined();
    presence.receive(ann, state(1, 1));
    presence.receive(bob, state(2, 3));
    cat.takePresence();
    cat.send(presence.frame()!);
    expect(cat.takePresence()).toEqual([
      [
        [1, 1, { at: 1 }],
        [2, 3, { at: 3 }],
      ],
    ]);
    presence.close();
  });

  it("P5 takes no message that is none, and leaves everything as it was", () => {
    const { ann, bob, presence } = setUp();
    const bomb = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f, 1, 1, 0);
    for (const bytes of [bomb, new Uint8Array(), Uint8Array.of(1, 1), Uint8Array.of(0, 9)])
      expect(() => presence.receive(ann, bytes)).toThrow(MalformedMessage);
    expect(presence.frame()).toBeUndefined();
    expect(bob.heard).toEqual([]);
  });

  it("P7 leaves no timer behind", () => {
    const { ann, presence } = setUp();
    presence.receive(ann, state(1, 1));
    presence.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});
