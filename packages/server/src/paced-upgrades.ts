import { EventEmitter } from "node:events";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Arrivals } from "./arrivals.ts";

/** A server's upgrades, a few a turn. It stands where @fastify/websocket expects a server. */
export class PacedUpgrades extends EventEmitter<{
  upgrade: [request: IncomingMessage, socket: Duplex, head: Buffer];
}> {
  constructor(http: NodeJS.EventEmitter, arrivals: Arrivals) {
    super();
    http.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      // Node listens no more, and nobody else does yet.
      socket.once("error", ignore);
      arrivals.add(() => {
        socket.removeListener("error", ignore);
        if (!socket.destroyed) this.emit("upgrade", request, socket, head);
      });
    });
  }
}

/** For a connection that breaks before it is anybody's: it ends by itself. */
function ignore(): void {}
