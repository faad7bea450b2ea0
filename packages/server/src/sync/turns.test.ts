import { setImmediate as immediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { Turns } from "./turns.ts";

describe("Turns", () => {
  it("T1 ends every room's turn before any connection's, each once", async () => {
    const order: string[] = [];
    const turns = new Turns((error) => {
      throw error;
    });
    const connection = { endTurn: () => order.push("connection") };
    const room = {
      endTurn: () => {
        order.push("room");
        turns.addConnection(connection);
      },
    };
    turns.addConnection({ endTurn: () => order.push("early connection") });
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
    turns.addConnection({ endTurn: () => ended.push("connection") });
    turns.end();
    expect(errors).toEqual([failure]);
    expect(ended).toEqual(["room", "connection"]);
  });
});
