import { allows, CloseCode, type DocumentId, parseDocumentId, parseRoomName } from "@quire/protocol";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { WebSocket } from "ws";
import type { Refusal } from "../access.ts";
import type { Documents } from "../documents.ts";
import type { CheckedOptions } from "../options.ts";
import { Connection } from "../sync/connection.ts";

interface SyncQuery {
  readonly saved?: string | string[];
  readonly schema?: string | string[];
}

/**
 * `GET /sync/<name>` upgraded. Who may not come in is let in and then closed with a code: a browser does not tell a page
 * why an upgrade was refused, and the provider would try for ever.
 */
export function syncRoutes(app: FastifyInstance, documents: Documents, options: CheckedOptions): void {
  app.get<{ Params: { "*": string }; Querystring: SyncQuery }>(
    "/sync/*",
    { websocket: true },
    (socket: WebSocket, request) => {
      // Listens at once: @fastify/websocket drops what comes before.
      const connection = listen(socket, request, documents, options);
      admit(connection, request, documents, options).catch((error: unknown) => {
        request.log.error({ err: error }, "a document could not be opened");
        connection.close(CloseCode.storeFailed, "this document cannot be opened now");
      });
    },
  );
}

function listen(
  socket: WebSocket,
  request: FastifyRequest<{ Querystring: SyncQuery }>,
  documents: Documents,
  options: CheckedOptions,
): Connection {
  const { saved, schema } = request.query;
  const connection = new Connection({
    socket,
    wire: request.raw.socket,
    turns: documents.turns,
    heart: documents.heart,
    timings: options,
    wantsSaved: saved === "1",
    schema:
      typeof schema === "string" && /^[1-9]\d{0,8}$/.test(schema) ? Number(schema) : Number.POSITIVE_INFINITY,
    onError: (error) => request.log.error({ err: error }, "a message could not be handled"),
  });
  documents.connections.add(connection);
  socket.once("close", () => documents.connections.delete(connection));
  return connection;
}

async function admit(
  connection: Connection,
  request: FastifyRequest<{ Params: { "*": string } }>,
  documents: Documents,
  options: CheckedOptions,
): Promise<void> {
  const id = readName(request.params["*"], options.openRooms);
  if (id === undefined) return connection.close(CloseCode.notFound, "there is no such document");
  const grant = await options.authorize(request, id);
  if ("refused" in grant) {
    const { code, reason } = refusals[grant.refused];
    return connection.close(code, reason);
  }
  if (connection.isClosed) return;
  // Nothing waits from here on: a room is looked up and joined in one step, so it cannot be let go between.
  const room = documents.openRoom(id);
  if (room === undefined) return connection.close(CloseCode.notFound, "there is no such document");
  if (room === "deleted") return connection.close(CloseCode.gone, "this document was deleted");
  connection.admit(room, grant.person, allows(grant.role, "edit"));
}

function readName(text: string, isOpen: boolean): DocumentId | undefined {
  return isOpen ? parseRoomName(text) : parseDocumentId(text);
}

const refusals: Record<Refusal["refused"], { readonly code: CloseCode; readonly reason: string }> = {
  unauthenticated: { code: CloseCode.unauthenticated, reason: "this server does not know who you are" },
  forbidden: { code: CloseCode.forbidden, reason: "you may not open this document" },
  "not-found": { code: CloseCode.notFound, reason: "there is no such document" },
};
