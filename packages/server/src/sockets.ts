import type { Server as HttpServer, IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { CloseCode } from "@quire/protocol";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { WebSocket, WebSocketServer } from "ws";

/** The plugin's own sockets among those of a server that may be shared with its host. */
export interface Sockets {
  /** Counts what becomes of this upgrade as one of ours. */
  claim(request: FastifyRequest, reply: FastifyReply): void;
  /** Asks every client to come back to the next process; ends those who have not hung up by the deadline. */
  closeAll(deadlineMs: number): Promise<void>;
}

/** Watches a WebSocket server for the sockets that requests of ours were upgraded to. */
export function trackSockets(server: WebSocketServer, http: HttpServer): Sockets {
  const claimed = new WeakMap<IncomingMessage, ServerResponse>();
  const open = new Set<WebSocket>();
  const upgrades = watchUpgrades(http);
  server.on("connection", (socket, request: IncomingMessage) => {
    upgrades.done(request.socket);
    const response = claimed.get(request);
    if (response === undefined) return;
    // Nothing is answered any more. The socket would keep the response, and so would the request, which is asked about again.
    response.detachSocket(request.socket);
    claimed.delete(request);
    open.add(socket);
    socket.once("close", () => open.delete(socket));
  });

  return {
    claim(request, reply) {
      claimed.set(request.raw, reply.raw);
    },
    async closeAll(deadlineMs) {
      upgrades.endAll();
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

/**
 * Ends upgrades that were answered as plain requests. Their sockets have left Node's care: where no WebSocket came of one, nobody
 * else would close it.
 */
export function endRefusedUpgrades(app: FastifyInstance): void {
  app.addHook("onResponse", (request, _, done) => {
    if (request.headers.upgrade !== undefined) request.raw.socket.destroy();
    done();
  });
}

/** How long an upgrade may take until it is a WebSocket. */
const upgradeMs = 10_000;

interface Upgrades {
  /** This one is a WebSocket now. */
  done(socket: Duplex): void;
  /** Ends those that are none, and those that are still to come. */
  endAll(): void;
}

/**
 * Ends upgrades that become no WebSocket. One that Fastify answers by itself, at a path where there is nothing, leaves its
 * socket open and unread: nobody would notice that its client is gone, and the server could never close.
 */
function watchUpgrades(http: HttpServer): Upgrades {
  const deadlines = new Map<Duplex, NodeJS.Timeout>();
  let isClosing = false;
  const done = (socket: Duplex): void => {
    clearTimeout(deadlines.get(socket));
    deadlines.delete(socket);
  };
  // Before @fastify/websocket, which may be done at once.
  http.prependListener("upgrade", (_: IncomingMessage, socket: Duplex) => {
    if (isClosing) socket.destroy();
    deadlines.set(socket, setTimeout(() => socket.destroy(), upgradeMs).unref());
    socket.once("close", () => done(socket));
  });
  return {
    done,
    endAll() {
      isClosing = true;
      for (const socket of deadlines.keys()) socket.destroy();
    },
  };
}
