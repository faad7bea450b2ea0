import { CloseCode, type DocumentId, type LibraryEvent, type StillEvent } from "@quire/protocol";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { WebSocket } from "ws";
import { type Grant, seenBy } from "../access.ts";
import { lastingRequest } from "../lasting-request.ts";
import type { CheckedOptions } from "../options.ts";
import type { Heart } from "../sync/heart.ts";
import type { Guest } from "../visits.ts";
import { countAddress } from "./admission.ts";
import type { RouteContext } from "./context.ts";
import { refusePlain } from "./websocket-only.ts";

/** A reader who leaves more than this unread is closed, and reads the list again when it comes back. */
const maxUnreadBytes = 1024 * 1024;

/** Nobody needs to say anything here; what is longer than a nod is no honest client's. */
const maxHeardBytes = 1024;

/** Whoever is told to read the list again is not told so again before this time is over. */
const rereadMs = 1_000;

/** The library's live stream: `ready` first, then each change as it happens. */
export function eventRoutes(app: FastifyInstance, context: RouteContext): void {
  app.route({
    method: "GET",
    url: "/events",
    schema: { hide: true },
    handler: refusePlain,
    wsHandler: (socket, request) => {
      const listener = new Listener(socket, context);
      const refused = countAddress(socket, request, { documents: context.library, options: context.options });
      if (refused !== undefined) return listener.dismiss(refused.code, refused.reason);
      void listener.listen(request);
    },
  });
}

/** Somebody who listens to the library, and hears of the documents that they see. */
class Listener implements Guest {
  readonly #socket: WebSocket;
  readonly #library: RouteContext["library"];
  readonly #visits: RouteContext["visits"];
  #sees: Grant["sees"];
  /** When they were told to read the list, and will be told so again. */
  #toldReady = 0;
  #tellingReady: NodeJS.Timeout | undefined;
  #stopListening = () => {};

  constructor(socket: WebSocket, { library, visits, options }: RouteContext) {
    this.#socket = socket;
    this.#library = library;
    this.#visits = visits;
    // Listeners first: what arrives while the host is asked would be lost, and an unheard error ends the process.
    const stopWatching = watch(socket, library.heart, options, () => this.#sayStill(options.pingMs));
    socket.on("close", () => {
      stopWatching();
      this.#stopListening();
      clearTimeout(this.#tellingReady);
    });
    socket.on("message", (data: Buffer) => {
      if (data.byteLength > maxHeardBytes) socket.close(CloseCode.invalid, "this stream takes no messages");
    });
  }

  async listen(request: FastifyRequest): Promise<void> {
    const visit = this.#visits.open({ request: lastingRequest(request), documentId: null });
    this.#socket.once("close", () => visit.end());
    await visit.answer();
    // Not the answer that was awaited: it may be another by now.
    const said = visit.current;
    if ("code" in said) {
      visit.end();
      return this.dismiss(said.code, said.reason);
    }
    if (this.#socket.readyState !== this.#socket.OPEN) return visit.end();
    visit.welcome(this);
    this.#sees = said.sees;
    this.#stopListening = this.#library.subscribe((event) => this.#tell(event));
    this.#tellReady();
  }

  dismiss(code: CloseCode, reason: string): void {
    this.#stopListening();
    this.#socket.close(code, reason);
  }

  /**
   * What they see may be another: they read the list again, which shows what has come and lacks what has gone. To find out what
   * has changed would take as many questions as there are documents, and to remember for each listener what they saw.
   */
  confirm({ sees }: Grant): void {
    const isOfAll = sees === undefined && this.#sees === undefined;
    this.#sees = sees;
    if (isOfAll || this.#tellingReady !== undefined) return;
    const waitMs = this.#toldReady + rereadMs - performance.now();
    if (waitMs <= 0) this.#tellReady();
    else this.#tellingReady = setTimeout(() => this.#tellReady(), waitMs).unref();
  }

  /** With each ping; not before `ready`, and not to who reads nothing: what waits for them says it. */
  #sayStill(nextMs: number): void {
    if (this.#toldReady > 0 && this.#socket.bufferedAmount === 0) this.#send({ type: "still", nextMs });
  }

  #tellReady(): void {
    this.#tellingReady = undefined;
    this.#toldReady = performance.now();
    this.#send({ type: "ready" });
  }

  #tell(event: LibraryEvent): void {
    try {
      if (event.type === "ready") return this.#send(event);
      const seen = seenBy(this.#sees, idOf(event));
      if (seen === undefined) return;
      this.#send(event.type === "document" ? { ...event, document: { ...event.document, ...seen } } : event);
    } catch (error) {
      this.#visits.onError(error);
      this.dismiss(CloseCode.storeFailed, "the server failed to say what you may see");
    }
  }

  #send(event: LibraryEvent | StillEvent): void {
    const socket = this.#socket;
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > maxUnreadBytes)
      return this.dismiss(CloseCode.tooBusy, "this reader is too slow; read the list again");
    socket.send(JSON.stringify(event));
  }
}

function idOf(event: Exclude<LibraryEvent, { readonly type: "ready" }>): DocumentId {
  return (event.type === "document" ? event.document.id : event.id) as DocumentId;
}

/**
 * Pings the socket and ends it when its pongs stay away too long: a laptop that went to sleep says no goodbye. Counted in
 * pings, not by the clock: a server that stood still for a while must not take it out on who answered. `onPing` is called with
 * each. Answers with what ends it.
 */
function watch(
  socket: WebSocket,
  heart: Heart,
  { pingMs, pongTimeoutMs }: CheckedOptions,
  onPing: () => void,
): () => void {
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
    onPing();
  };
  return heart.add({ beat });
}
