import { setImmediate as immediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { Turns } from "./turns.ts";

describe("Turns", () => {
  it("T1 ends every room's turn before any connection's, each once", async () => {
    const order: string[] = [];
    const turns = new Turns((error) => {
      throw error;
    });
    const connection = { size: 1, endTurn: () => order.push("connection") };
    const room = {
      endTurn: () => {
        order.push("room");
        turns.addConnection(connection);
      },
    };
    turns.addConnection({ size: 1, endTurn: () => order.push("early connection") });
    for (let times = 0; times < 3; times++) turns.addRoom(room);
    expect(order).toEqual([]);
    await immediate();
    expect(order).toEqual(["room", "early connection", "connection"]);
    await immediate();
    expect(order).toHaveLength(3);
  });

  it("T1 comes again for what a turn's end brings", async () => {
    let ends = 0;
    const turns = new Turns(() => {});
    const work = {
      endTurn: () => {
        if (++ends < 3) turns.addRoom(work);
      },
    };
    turns.addRoom(work);
    while (ends < 3) await immediate();
    expect(ends).toBe(3);
  });

  it("T2 ends the others' turns where one throws, and says so", () => {
    const errors: unknown[] = [];
    const ended: string[] = [];
    const turns = new Turns((error) => errors.push(error));
    const failure = new Error("broken");
    turns.addRoom({
      endTurn: () => {
        throw failure;
      },
    });
    turns.addRoom({ endTurn: () => ended.push("room") });
    turns.addConnection({ size: 1, endTurn: () => ended.push("connection") });
    turns.end();
    expect(errors).toEqual([failure]);
    expect(ended).toEqual(["room", "connection"]);
  });

  describe("of a crowd", () => {
    const failing = (error: unknown) => {
      throw error;
    };
    const crowd = (written: number[], count: number) =>
      Array.from({ length: count }, (_, at) => ({ size: count - at, endTurn: () => written.push(at) }));

    it("T4 writes what there is time for, to small rooms first, and the rest in later turns, each once", () => {
      const turns = new Turns(failing, { sliceMs: 0, longestWaitMs: Number.POSITIVE_INFINITY });
      const written: number[] = [];
      for (const connection of crowd(written, 100)) turns.addConnection(connection);
      turns.end();
      // One in time, one of those left over.
      expect(written).toEqual([99, 98]);
      const typed: string[] = [];
      turns.addConnection({ size: 2, endTurn: () => typed.push("typed") });
      turns.end();
      expect(typed).toEqual(["typed"]);
      for (let times = 0; times < 100; times++) turns.end();
      expect(written).toEqual(Array.from({ length: 100 }, (_, at) => 99 - at));
    });

    it("T4 writes all that is left over once it has waited long enough", () => {
      const turns = new Turns(failing, { sliceMs: 0, longestWaitMs: 0 });
      const written: number[] = [];
      for (const connection of crowd(written, 100)) turns.addConnection(connection);
      turns.end();
      expect(written).toHaveLength(100);
    });

    it("T4 comes again by itself while something is left over", async () => {
      const turns = new Turns(failing, { sliceMs: 0, longestWaitMs: Number.POSITIVE_INFINITY });
      const written: number[] = [];
      for (const connection of crowd(written, 10)) turns.addConnection(connection);
      while (written.length < 10) await immediate();
      expect(new Set(written).size).toBe(10);
    });

    it("T4 answers one in any case, and the others while there is time", () => {
      const turns = new Turns(failing, { sliceMs: 0, longestWaitMs: 0 });
      expect([turns.answer(() => {}), turns.answer(() => {})]).toEqual([true, false]);
      turns.end();
      expect(turns.answer(() => {})).toBe(true);
    });
  });
});
