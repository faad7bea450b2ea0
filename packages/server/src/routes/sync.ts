import { CloseCode } from "@quire/protocol";
import type { FastifyInstance } from "fastify";
import type { WebSocket } from "ws";
import { lastingRequest } from "../lasting-request.ts";
import type { Connection } from "../sync/connection.ts";
import { type Admission, admit, countAddress } from "./admission.ts";
import { type OpeningContext, openConnection, type SyncQuery } from "./opening.ts";
import { refusePlain } from "./websocket-only.ts";

/**
 * `GET /sync/<name>` upgraded. Who may not come in is let in and then closed with a code: a browser does not tell a page
 * why an upgrade was refused, and the provider would try for ever.
 */
export function syncRoutes(app: FastifyInstance, context: OpeningContext): void {
  app.route<{ Params: { "*": string }; Querystring: SyncQuery }>({
    method: "GET",
    url: "/sync/*",
    schema: { hide: true },
    handler: refusePlain,
    wsHandler: (socket: WebSocket, request) => {
      // @fastify/websocket's own keeps the request; the connection's takes its place.
      socket.removeAllListeners("error");
      // Listens at once: @fastify/websocket drops what comes before.
      const ends = { socket, wire: request.raw.socket };
      const connection = openConnection(ends, request.query, context);
      const refused = countAddress(socket, request, context);
      if (refused !== undefined) return connection.close(refused.code, refused.reason);
      admit(
        lastingRequest(request),
        { name: request.params["*"], answer: (admission) => enter(connection, admission) },
        context,
      ).catch((error: unknown) => {
        request.log.error({ err: error }, "a document could not be opened");
        connection.close(CloseCode.storeFailed, "this document cannot be opened now");
      });
    },
  });
}

function enter(connection: Connection, admission: Admission): void {
  if ("code" in admission) return connection.close(admission.code, admission.reason);
  connection.admit(admission.room, admission.person, admission.canWrite, admission.stay);
}
