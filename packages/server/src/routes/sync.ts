import { CloseCode, renewingProtocol } from "@quire/protocol";
import type { FastifyInstance } from "fastify";
import type { WebSocket } from "ws";
import { lastingRequest } from "../lasting-request.ts";
import { tooManyRenewals } from "../renewal-pace.ts";
import type { Connection } from "../sync/connection.ts";
import type { Visit } from "../visits.ts";
import { type Admission, admit, countAddress } from "./admission.ts";
import { type OpeningContext, openConnection, type SyncQuery } from "./opening.ts";
import { RenewingSocket } from "./renewing-socket.ts";
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
      const renewal = new Renewal();
      const isRenewing = socket.protocol === renewingProtocol;
      const onTooMany = (): void => connection.close(tooManyRenewals.code, tooManyRenewals.reason);
      const onToken = (token: string): void => renewal.bring(token);
      const heard = isRenewing ? new RenewingSocket(socket, { onToken, onTooMany }) : socket;
      const ends = { socket: heard, wire: request.raw.socket };
      const connection: Connection = openConnection(ends, request.query, context);
      const refused = countAddress(socket, request, context);
      if (refused !== undefined) return connection.close(refused.code, refused.reason);
      admit(
        lastingRequest(request),
        {
          name: request.params["*"],
          answer(admission) {
            enter(connection, admission);
            if ("stay" in admission) renewal.begin(admission.stay);
          },
        },
        context,
      ).catch((error: unknown) => {
        request.log.error({ err: error }, "a document could not be opened");
        connection.close(CloseCode.storeFailed, "this document cannot be opened now");
      });
    },
  });
}

/** Whose tokens are brought. The last of those that come before anybody is in waits: it can be of another role, and then ends the line. */
class Renewal {
  #stay: Visit | undefined;
  #early: string | undefined;

  bring(token: string): void {
    if (this.#stay === undefined) this.#early = token;
    else this.#stay.renew({ token });
  }

  begin(stay: Visit): void {
    this.#stay = stay;
    if (this.#early !== undefined) stay.renew({ token: this.#early });
    this.#early = undefined;
  }
}

function enter(connection: Connection, admission: Admission): void {
  if ("code" in admission) return connection.close(admission.code, admission.reason);
  connection.admit(admission.room, admission.person, admission.canWrite, admission.stay);
}
