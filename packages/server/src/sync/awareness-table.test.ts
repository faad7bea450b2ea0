import { describe, expect, it } from "vitest";
import { TestMember } from "../../test/test-member.ts";
import { AwarenessTable } from "./awareness-table.ts";

const entry = (clientId: number, clock: number, state: unknown = {}) => ({
  clientId,
  clock,
  state: JSON.stringify(state),
});

const ann = new TestMember("ann");
const bob = new TestMember("bob");

function namesIn(table: AwarenessTable): unknown[] {
  return table.all().map(({ state }) => (JSON.parse(state) as { user?: { name?: unknown } }).user?.name);
}

describe("AwarenessTable", () => {
  it("P1 says who somebody is by the server's word, whatever they say themselves", () => {
    const table = new AwarenessTable(false);
    const forged = { user: { id: "root", name: "<b>Root</b>", color: "url(x)" }, cursor: { anchor: 1 } };
    expect(table.receive(ann, [entry(1, 1, forged)])).toEqual([1]);
    expect(JSON.parse(table.all()[0]!.state)).toEqual({
      cursor: { anchor: 1 },
      user: { id: "ann", name: "ann", hue: 1, color: expect.stringMatching(/^#[0-9a-f]{6}$/) },
    });
  });

  it("P1 says that somebody is a guest by the server's word, and of nobody else", () => {
    const table = new AwarenessTable(false);
    const guest = Object.assign(new TestMember("gus"), {
      person: { id: "gus", name: "Gus", hue: 1, isGuest: true },
    });
    const known = Object.assign(new TestMember("kim"), {
      person: { id: "kim", name: "Kim", hue: 1, isGuest: false },
    });
    table.receive(guest, [entry(1, 1, { user: { isGuest: false } })]);
    table.receive(known, [entry(2, 1, { user: { isGuest: true } })]);
    expect(table.all().map(({ state }) => JSON.parse(state).user.isGuest)).toEqual([true, undefined]);
  });

  it("P1 says what picture somebody has by the server's word, and B115 what they would say under another name", () => {
    const table = new AwarenessTable(false);
    const kim = (name: string, picture?: string) =>
      Object.assign(new TestMember("kim"), {
        person: { id: "kim", name, hue: 1, ...(picture && { picture }) },
      });
    const member = kim("Kim", "k".repeat(16));
    table.receive(member, [entry(2, 5, { cursor: 1, user: { picture: "x".repeat(16) } })]);
    expect(JSON.parse(table.all()[0]!.state).user.picture).toBe("k".repeat(16));
    expect(table.restamped(member)).toEqual([]);
    Object.assign(member, { person: kim("Kimberly").person });
    const [said] = table.restamped(member);
    expect(said).toMatchObject({ clientId: 2, clock: 6 });
    expect(JSON.parse(said!.state)).toMatchObject({ cursor: 1, user: { name: "Kimberly" } });
    expect(JSON.parse(said!.state).user).not.toHaveProperty("picture");
    // Nobody was told yet: they say it themselves, at that clock.
    expect(table.receive(member, [{ ...said! }])).toEqual([2]);
    table.leave(member);
    expect(table.restamped(member)).toEqual([]);
  });

  it("B115 leaves what somebody says of themselves to them in an open room", () => {
    const table = new AwarenessTable(true);
    const member = new TestMember("ann");
    table.receive(member, [entry(1, 1, { user: { name: "Anybody" } })]);
    Object.assign(member, { person: { id: "ann", name: "Anna", hue: 1 } });
    expect(table.restamped(member)).toEqual([]);
  });

  it("P1 leaves names to the clients in an open room", () => {
    const table = new AwarenessTable(true);
    table.receive(ann, [entry(1, 1, { user: { name: "Anybody" } })]);
    expect(namesIn(table)).toEqual(["Anybody"]);
  });

  it("P2 skips what stock providers echo, before any limit counts it", () => {
    const table = new AwarenessTable(false);
    table.receive(ann, [entry(1, 5), entry(2, 5), entry(3, 5), entry(4, 5)]);
    const echoed = [entry(1, 5), entry(2, 4), entry(3, 5), entry(4, 5), entry(7, 1)];
    expect(table.receive(bob, echoed)).toEqual([7]);
    expect(table.ownerOf(1)).toBe(ann);
  });

  it("P2 gives an id to the newer connection of the same person, and to nobody else", () => {
    const table = new AwarenessTable(false);
    table.receive(ann, [entry(1, 5)]);
    const other = new TestMember("ann");
    expect(table.receive(bob, [entry(1, 2 ** 53 - 1, { mine: true })])).toEqual([]);
    expect(table.receive(other, [entry(1, 5)])).toEqual([]);
    expect(table.receive(other, [entry(1, 6)])).toEqual([1]);
    expect(table.leave(ann)).toEqual([]);
    expect(table.ownerOf(1)).toBe(other);
  });

  it("P2 gives an id to anybody with a later clock in an open room", () => {
    const table = new AwarenessTable(true);
    table.receive(ann, [entry(1, 5)]);
    expect(table.receive(bob, [entry(1, 6)])).toEqual([1]);
    expect(table.ownerOf(1)).toBe(bob);
  });

  it("P3 does not go back in time, and tells what is the same only once", () => {
    const table = new AwarenessTable(false);
    table.receive(ann, [entry(1, 5, { at: 5 })]);
    expect(table.receive(ann, [entry(1, 4, { at: 4 })])).toEqual([]);
    expect(table.receive(ann, [entry(1, 5, { at: 5 })])).toEqual([]);
    expect(table.receive(ann, [entry(1, 6, { at: 5 })])).toEqual([1]);
  });

  it("P4 says that somebody is gone at the clock that was known, once", () => {
    const table = new AwarenessTable(false);
    table.receive(ann, [entry(1, 5)]);
    expect(table.leave(ann)).toEqual([1]);
    expect(table.all()).toEqual([]);
    expect(table.take([1])).toEqual([{ clientId: 1, clock: 5, state: "null" }]);
    expect(table.take([1])).toEqual([]);
    expect(table.leave(ann)).toEqual([]);
  });

  it("P4 takes who comes back at the same clock before the others heard of the going", () => {
    const table = new AwarenessTable(false);
    table.receive(ann, [entry(1, 5)]);
    table.leave(ann);
    const again = new TestMember("ann");
    expect(table.receive(again, [entry(1, 5)])).toEqual([1]);
    expect(namesIn(table)).toEqual(["ann"]);
  });

  it("P4 does not take what somebody here sends back of a client that is gone for its coming back", () => {
    for (const isTold of [true, false]) {
      const table = new AwarenessTable(false);
      for (const member of [ann, bob]) table.join(member);
      table.receive(ann, [entry(1, 5), entry(2, 5)]);
      table.receive(ann, [entry(2, 6, null)]);
      table.leave(ann);
      if (isTold) table.take([1, 2]);
      expect(table.receive(bob, [entry(1, 5), entry(2, 5), entry(3, 1)])).toEqual([3]);
      const again = new TestMember("ann");
      table.join(again);
      expect(table.receive(again, [entry(1, 5)])).toEqual([1]);
    }
  });

  it("P4 believes nobody who says that somebody else is gone", () => {
    const table = new AwarenessTable(false);
    table.receive(ann, [entry(1, 5)]);
    expect(table.receive(bob, [entry(1, 9, null), entry(2, 1, null)])).toEqual([]);
    const other = new TestMember("ann");
    expect(table.receive(other, [entry(1, 9, null)])).toEqual([]);
    expect(table.receive(ann, [entry(1, 6, null)])).toEqual([1]);
  });

  it("P5 bounds what one member may say: four ids, eight kilobytes each, JSON objects only", () => {
    const table = new AwarenessTable(true);
    const many = Array.from({ length: 100_000 }, (_, at) => entry(at + 1, 1));
    expect(table.receive(ann, many)).toEqual([1, 2, 3, 4]);
    expect(table.receive(bob, [entry(1, 2), entry(2, 2), entry(3, 2), entry(4, 2), entry(9, 1)])).toEqual([
      1, 2, 3, 4,
    ]);
    const cat = new TestMember("cat");
    const bad = ['"text"', "[]", "1", "{", "", `{"a":"${"x".repeat(8_192)}"}`];
    const entries = bad.map((state, at) => ({ clientId: 50 + at, clock: 1, state }));
    expect(table.receive(cat, entries)).toEqual([]);
    expect(table.receive(cat, [{ clientId: 60, clock: 1, state: `${"[".repeat(8_000)}` }])).toEqual([]);
  });

  it("P5 takes a state that is nested as deep as it is long", () => {
    const table = new AwarenessTable(false);
    const state = `{"a":${"[".repeat(4_000)}${"]".repeat(4_000)}}`;
    expect(table.receive(ann, [{ clientId: 1, clock: 1, state }])).toEqual([1]);
  });

  it("P6 knows one id of each member, for the log", () => {
    const table = new AwarenessTable(false);
    expect(table.idOf(ann)).toBe(0);
    table.receive(ann, [entry(77, 1)]);
    expect(table.idOf(ann)).toBe(77);
    expect(table.idOf(bob)).toBe(0);
  });
});
