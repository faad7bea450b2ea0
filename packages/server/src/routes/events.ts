import { CloseCode, type LibraryEvent } from "@quire/protocol";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { WebSocket } from "ws";
import { type Authorize, askHost } from "../access.ts";
import type { CheckedOptions } from "../options.ts";
import type { Heart } from "../sync/heart.ts";
import { type Refused, refusalCodes } from "./admission.ts";
import type { RouteContext } from "./context.ts";
import { refusePlain } from "./websocket-only.ts";

/** A reader who leaves more than this unread is closed, and reads the list again when it comes back. */
const maxUnreadBytes = 1024 * 1024;

/** Nobody needs to say anything here; what is longer than a nod is no honest client's. */
const maxHeardBytes = 1024;

/** The library's live stream: `ready` first, then each change as it happens. */
export function eventRoutes(app: FastifyInstance, context: RouteContext): void {
  app.route({
    method: "GET",
    url: "/events",
    schema: { hide: true },
    handler: refusePlain,
    wsHandler: (socket, request) => stream(socket, request, context),
  });
}

async function stream(
  socket: WebSocket,
  request: FastifyRequest,
  { library, options }: RouteContext,
): Promise<void> {
  // Listeners first: what arrives while the host is asked would be lost, and an unheard error ends the process.
  let stopListening = () => {};
  const stopWatching = watch(socket, library.heart, options);
  socket.on("close", () => {
    stopWatching();
    stopListening();
  });
  socket.on("message", (data: Buffer) => {
    if (data.byteLength > maxHeardBytes) socket.close(CloseCode.invalid, "this stream takes no messages");
  });

  const refused = await refusalOf(request, options.authorize);
  if (refused !== undefined) return socket.close(refused.code, refused.reason);
  if (socket.readyState !== socket.OPEN) return;

  const send = (event: LibraryEvent) => {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > maxUnreadBytes) {
      stopListening();
      socket.close(CloseCode.tooBusy, "this reader is too slow; read the list again");
      return;
    }
    socket.send(JSON.stringify(event));
  };
  stopListening = library.subscribe(send);
  send({ type: "ready" });
}

/** Why whoever asks may not listen, undefined where they may. */
async function refusalOf(request: FastifyRequest, authorize: Authorize): Promise<Refused | undefined> {
  try {
    const answer = await askHost(authorize, request, null);
    return "refused" in answer ? refusalCodes[answer.refused] : undefined;
  } catch (error) {
    request.log.error({ err: error }, "authorize failed");
    return { code: CloseCode.storeFailed, reason: "the server failed" };
  }
}

/**
 * Pings the socket and ends it when its pongs stay away too long: a laptop that went to sleep says no goodbye. Counted in
 * pings, not by the clock: a server that stood still for a while must not take it out on who answered. Answers with what ends it.
 */
function watch(socket: WebSocket, heart: Heart, { pingMs, pongTimeoutMs }: CheckedOptions): () => void {
  const patience = Math.max(1, Math.floor(pongTimeoutMs / pingMs));
  let unanswered = 0;
  let lastPing = performance.now();
  socket.on("pong", () => {
    unanswered = 0;
  });
  const beat = (now: number): void => {
    if (now - lastPing < pingMs) return;
    lastPing = now;
    if (unanswered >= patience) return socket.terminate();
    if (socket.readyState !== socket.OPEN) return;
    unanswered += 1;
    socket.ping();
  };
  return heart.add({ beat });
}
