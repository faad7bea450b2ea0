import { CloseCode, type LibraryEvent } from "@quire/protocol";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { WebSocket } from "ws";
import { requireRole } from "../access.ts";
import { QuireError } from "../errors.ts";
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
  const heart = startHeart(socket, options.pingMs, options.pongTimeoutMs);
  socket.on("close", () => {
    clearInterval(heart);
    stopListening();
  });
  socket.on("message", (data: Buffer) => {
    if (data.byteLength > maxHeardBytes) socket.close(CloseCode.invalid, "this stream takes no messages");
  });

  try {
    await requireRole(options.authorize, request, null, "view");
  } catch (error) {
    const [code, reason] = closingOf(error);
    if (code === CloseCode.storeFailed) request.log.error({ err: error }, "authorize failed");
    socket.close(code, reason);
    return;
  }
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

/**
 * Pings the socket and ends it when its pongs stay away too long: a laptop that went to sleep says no goodbye. Counted in
 * pings, not by the clock: a server that stood still for a while must not take it out on who answered.
 */
function startHeart(socket: WebSocket, pingMs: number, pongTimeoutMs: number): NodeJS.Timeout {
  const patience = Math.max(1, Math.floor(pongTimeoutMs / pingMs));
  let unanswered = 0;
  socket.on("pong", () => {
    unanswered = 0;
  });
  const heart = setInterval(() => {
    if (unanswered >= patience) return socket.terminate();
    if (socket.readyState !== socket.OPEN) return;
    unanswered += 1;
    socket.ping();
  }, pingMs);
  return heart.unref();
}

/** A refusal as a close code: a browser shows its page no HTTP status of a refused upgrade. */
function closingOf(error: unknown): [code: CloseCode, reason: string] {
  if (error instanceof QuireError && error.statusCode === 401)
    return [CloseCode.unauthenticated, "who are you"];
  if (error instanceof QuireError && error.statusCode === 403) return [CloseCode.forbidden, "not allowed"];
  if (error instanceof QuireError && error.statusCode === 404) return [CloseCode.notFound, "nothing here"];
  return [CloseCode.storeFailed, "the server failed"];
}
