import { CloseCode } from "@quire/protocol";
import type { FastifyRequest } from "fastify";
import type { Refused } from "../access.ts";
import { lastingRequest } from "../lasting-request.ts";
import { PolledLines } from "../lines/polled-lines.ts";
import { PolledSocket } from "../lines/polled-socket.ts";
import type { Connection } from "../sync/connection.ts";
import { type Admission, admit, countAddress } from "./admission.ts";
import { type OpeningContext, openConnection, type SyncQuery } from "./opening.ts";

/** The lines over HTTP, for those who get no WebSocket through. */
export interface Lines {
  /** How many are open. */
  readonly size: number;
  /** Opens one into a document for whoever asks: its id, or why they may not come in. */
  open(request: FastifyRequest, name: string): Promise<string | Refused>;
  /** The line of that id. Throws QUIRE_ERR_LINE_NOT_FOUND where it is not there, or not theirs who ask. */
  find(id: string, request: FastifyRequest): Promise<PolledSocket>;
  /** Asks every client to come back to the next process. */
  closeAll(): void;
}

/** Lines over HTTP are connections like all others, but for the socket. */
export function createLines(context: OpeningContext): Lines {
  const { documents, options, onError } = context;
  const lines = new PolledLines({ authorize: options.authorize, patienceMs: options.pongTimeoutMs });
  documents.heart.add(lines);

  const enter = (socket: PolledSocket, connection: Connection, admission: Admission): string | Refused => {
    if ("code" in admission) return turnAway(socket, connection, admission);
    const { room, person, role, canWrite, stay } = admission;
    const id = lines.add({ socket, connection, documentId: room.id, role, stay });
    connection.admit(room, person, canWrite, stay);
    return id;
  };

  return {
    get size() {
      return lines.size;
    },
    async open(request, name) {
      const socket = new PolledSocket();
      const query = request.query as SyncQuery;
      const connection = openConnection({ socket, wire: socket.wire }, query, context);
      const refused = countAddress(socket, request, context);
      if (refused !== undefined) return turnAway(socket, connection, refused);
      const entered = Promise.withResolvers<string | Refused>();
      const answer = (admission: Admission): void => entered.resolve(enter(socket, connection, admission));
      try {
        await admit(lastingRequest(request), { name, answer }, context);
        return await entered.promise;
      } catch (error) {
        onError(error);
        return turnAway(socket, connection, cannotOpen);
      }
    },
    find: (id, request) => lines.find(id, request),
    closeAll: () => lines.closeAll(CloseCode.restarting, "the server is restarting"),
  };
}

const cannotOpen = { code: CloseCode.storeFailed, reason: "this document cannot be opened now" };

/** Lets a connection go that nobody has the id of. */
function turnAway(socket: PolledSocket, connection: Connection, { code, reason }: Refused): Refused {
  connection.close(code, reason);
  socket.terminate();
  return { code, reason };
}
