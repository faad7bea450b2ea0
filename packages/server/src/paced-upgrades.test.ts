import { EventEmitter } from "node:events";
import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import { Arrivals } from "./arrivals.ts";
import { PacedUpgrades } from "./paced-upgrades.ts";

/** Arrivals that wait until a test lets them in. */
class HeldArrivals extends Arrivals {
  readonly held: (() => void)[] = [];

  override add(work: () => void): void {
    this.held.push(work);
  }
}

it("OP-4 an upgrade that breaks while it waits is left out, and ends nothing", async () => {
  const http = new EventEmitter();
  const arrivals = new HeldArrivals();
  const made: unknown[] = [];
  new PacedUpgrades(http, arrivals).on("upgrade", (request) => made.push(request));
  const sockets = ["first", "broken", "last"].map((name) => {
    const socket = new PassThrough();
    http.emit("upgrade", name, socket, Buffer.alloc(0));
    return socket;
  });
  sockets[1]?.destroy(new Error("connection reset"));
  await new Promise(setImmediate);
  for (const work of arrivals.held) work();
  expect(made).toEqual(["first", "last"]);
  // From here on it is its WebSocket's to listen.
  expect(sockets.map((socket) => socket.listenerCount("error"))).toEqual([0, 0, 0]);
});
