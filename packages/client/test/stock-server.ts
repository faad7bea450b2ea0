import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { decodeAwareness, decodeMessage, encodeMessage, type Message } from "@quire/protocol";
import { type WebSocket, WebSocketServer } from "ws";
import {
  Awareness,
  applyAwarenessUpdate,
  encodeAwarenessUpdate,
  removeAwarenessStates,
} from "y-protocols/awareness";
import * as Y from "yjs";

/** One socket, as the server sees it. */
export interface StockLine {
  readonly url: string;
  readonly socket: WebSocket;
  /** The connection below it. */
  readonly stream: Socket;
  /** Awareness clients that this line has spoken of. */
  readonly spokenOf: Set<number>;
}

/** A server of one room on a loopback port: y-websocket's protocol over real sockets, and `saved` where it is asked for. */
export interface StockServer {
  readonly port: number;
  readonly url: string;
  readonly ydoc: Y.Doc;
  readonly lines: readonly StockLine[];
  readonly connects: number;
  stop(code: number): Promise<void>;
}

/** What a stock server does otherwise than usual. */
export interface StockServerOptions {
  readonly port?: number;
  /** What is on its disk. */
  readonly ydoc?: Y.Doc;
  /** Never call anything saved. */
  readonly isSilent?: boolean;
  /** Close the connect of that number, counted from 1, with the code that comes back. */
  refuse?(connect: number): number | undefined;
  onConnect?(line: StockLine): void;
}

/** Opens a stock server. Resolves when it listens. */
export async function openStockServer(options: StockServerOptions = {}): Promise<StockServer> {
  const ydoc = options.ydoc ?? new Y.Doc();
  const awareness = new Awareness(ydoc);
  awareness.setLocalState(null);
  const lines: StockLine[] = [];
  let connects = 0;
  const server = new WebSocketServer({ host: "127.0.0.1", port: options.port ?? 0 });
  await once(server, "listening");
  const send = (line: StockLine, message: Message) => line.socket.send(encodeMessage(message));
  const broadcast = (message: Message) => {
    for (const line of lines) send(line, message);
  };
  ydoc.on("update", (update: Uint8Array) => broadcast({ type: "update", update }));
  awareness.on("update", ({ added, updated, removed }: Record<"added" | "updated" | "removed", number[]>) => {
    const changed = [...added, ...updated, ...removed];
    broadcast({ type: "awareness", update: encodeAwarenessUpdate(awareness, changed) });
  });

  server.on("connection", (socket, request) => {
    connects++;
    const code = options.refuse?.(connects);
    const line: StockLine = { url: request.url ?? "", socket, stream: request.socket, spokenOf: new Set() };
    if (code !== undefined) return socket.close(code, "refused by the test");
    lines.push(line);
    let taken = 0;
    socket.on("close", () => {
      lines.splice(lines.indexOf(line), 1);
      removeAwarenessStates(awareness, [...line.spokenOf], "gone");
    });
    socket.on("message", (data: Buffer) => {
      const message = decodeMessage(new Uint8Array(data));
      switch (message.type) {
        case "sync-step-1":
          return send(line, {
            type: "sync-step-2",
            update: Y.encodeStateAsUpdate(ydoc, message.stateVector),
          });
        case "sync-step-2":
        case "update":
          Y.applyUpdate(ydoc, message.update, line);
          taken++;
          if (!options.isSilent) send(line, { type: "saved", count: taken });
          return;
        case "awareness":
          for (const { clientId } of decodeAwareness(message.update)) line.spokenOf.add(clientId);
          return applyAwarenessUpdate(awareness, message.update, line);
        case "query-awareness": {
          const known = [...awareness.getStates().keys()];
          return send(line, { type: "awareness", update: encodeAwarenessUpdate(awareness, known) });
        }
        default:
          throw new Error(`no client sends ${message.type}`);
      }
    });
    send(line, { type: "sync-step-1", stateVector: Y.encodeStateVector(ydoc) });
    options.onConnect?.(line);
  });

  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `ws://127.0.0.1:${port}/sync`,
    ydoc,
    lines,
    get connects() {
      return connects;
    },
    async stop(code) {
      awareness.destroy();
      for (const { socket } of lines) socket.close(code);
      const closed = new Promise((resolve) => server.close(resolve));
      for (const { stream } of lines) stream.resume();
      await closed;
    },
  };
}
