import { CloseCode } from "@quire/protocol";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { WebSocket } from "ws";
import { Connection } from "../sync/connection.ts";
import {
  type Admission,
  type AdmissionContext,
  admit,
  countAddress,
  lineOptions,
  schemaOf,
} from "./admission.ts";
import { refusePlain } from "./websocket-only.ts";

interface SyncQuery {
  readonly saved?: string | string[];
}

/**
 * `GET /sync/<name>` upgraded. Who may not come in is let in and then closed with a code: a browser does not tell a page
 * why an upgrade was refused, and the provider would try for ever.
 */
export function syncRoutes(app: FastifyInstance, context: AdmissionContext): void {
  // Not the request's own log: a connection that holds that holds the request, as long as somebody writes.
  const onError = (err: unknown): void => app.log.error({ err }, "a message could not be handled");
  app.route<{ Params: { "*": string }; Querystring: SyncQuery }>({
    method: "GET",
    url: "/sync/*",
    schema: { hide: true },
    handler: refusePlain,
    wsHandler: (socket: WebSocket, request) => {
      // Listens at once: @fastify/websocket drops what comes before.
      const connection = listen(socket, request, context, onError);
      const refused = countAddress(socket, request, context);
      if (refused !== undefined) return connection.close(refused.code, refused.reason);
      admit(
        request,
        { name: request.params["*"], answer: (admission) => enter(connection, admission) },
        context,
      ).catch((error: unknown) => {
        request.log.error({ err: error }, "a document could not be opened");
        connection.close(CloseCode.storeFailed, "this document cannot be opened now");
      });
    },
  });
}

function listen(
  socket: WebSocket,
  request: FastifyRequest<{ Querystring: SyncQuery }>,
  context: AdmissionContext,
  onError: (error: unknown) => void,
): Connection {
  // @fastify/websocket's own keeps the request; the connection's takes its place.
  socket.removeAllListeners("error");
  const connection = new Connection({
    ...lineOptions(socket, request, context),
    wantsSaved: request.query.saved === "1",
    schema: schemaOf(request),
    onError,
  });
  context.documents.connections.add(connection);
  socket.once("close", () => context.documents.connections.delete(connection));
  return connection;
}

function enter(connection: Connection, admission: Admission): void {
  if ("code" in admission) return connection.close(admission.code, admission.reason);
  connection.admit(admission.room, admission.person, admission.canWrite);
}
