import { CloseCode } from "@quire/protocol";
import type { FastifyRequest } from "fastify";
import type { WebSocket, WebSocketServer } from "ws";

/** The plugin's own sockets among those of a server that may be shared with its host. */
export interface Sockets {
  /** Counts what becomes of this upgrade as one of ours. */
  claim(request: FastifyRequest): void;
  /** Asks every client to come back to the next process; ends those who have not hung up by the deadline. */
  closeAll(deadlineMs: number): Promise<void>;
}

/** Watches a WebSocket server for the sockets that requests of ours were upgraded to. */
export function trackSockets(server: WebSocketServer): Sockets {
  const claimed = new WeakSet<object>();
  const open = new Set<WebSocket>();
  server.on("connection", (socket, request) => {
    if (!claimed.has(request)) return;
    open.add(socket);
    socket.once("close", () => open.delete(socket));
  });

  return {
    claim(request) {
      claimed.add(request.raw);
    },
    async closeAll(deadlineMs) {
      const gone = Promise.all([...open].map((socket) => new Promise((done) => socket.once("close", done))));
      for (const socket of open) socket.close(CloseCode.restarting, "the server is restarting");
      const deadline = setTimeout(() => {
        for (const socket of open) socket.terminate();
      }, deadlineMs);
      await gone;
      clearTimeout(deadline);
    },
  };
}
