import { hocuspocusKeepalive } from "@quire/protocol";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { WebSocket } from "ws";
import { lastingRequest } from "../lasting-request.ts";
import { HocuspocusEnvelopes } from "../sync/hocuspocus-envelopes.ts";
import { HocuspocusSocket } from "../sync/hocuspocus-socket.ts";
import { type AdmissionContext, admit, countAddress, lineOptions, schemaOf } from "./admission.ts";
import { refusePlain } from "./websocket-only.ts";

/**
 * `GET /hocuspocus` upgraded: the documents of one page on one socket. Which they are, its frames say; who asks is known by
 * the request, as everywhere, and by the token that a provider sends for each.
 */
export function hocuspocusRoutes(app: FastifyInstance, context: AdmissionContext): void {
  const { documents, options } = context;
  const envelopes = new HocuspocusEnvelopes();
  const wsHandler = (socket: WebSocket, request: FastifyRequest): void => {
    const asker = lastingRequest(request);
    // Listens at once: @fastify/websocket drops what comes before.
    const speaker = new HocuspocusSocket({
      ...lineOptions(socket, request.raw.socket, context),
      keepalive: hocuspocusKeepalive,
      maxDocuments: options.documentsPerSocket,
      schema: schemaOf(request.query),
      envelopes,
      ask: (question) => admit(asker, question, context),
      members: documents.connections,
      onError: (error) => asker.log.error({ err: error }, "a message or a document could not be handled"),
    });
    const refused = countAddress(socket, request, context);
    if (refused !== undefined) speaker.close(refused.code, refused.reason);
  };
  app.route({ method: "GET", url: "/hocuspocus", schema: { hide: true }, handler: refusePlain, wsHandler });
}
