import {
  allows,
  CloseCode,
  type DocumentId,
  type Person,
  parseDocumentId,
  parseRoomName,
} from "@quire/protocol";
import type { FastifyRequest } from "fastify";
import { askHost, type Grant, type Refusal } from "../access.ts";
import type { Documents } from "../documents.ts";
import type { CheckedOptions } from "../options.ts";
import type { LineOptions, LineSocket, LineWire } from "../sync/line.ts";
import type { Room } from "../sync/room.ts";

/** The room that somebody may come into, or why they may not. */
export type Admission =
  | { readonly room: Room; readonly person: Person; readonly canWrite: boolean }
  | Refused;

/** Why somebody may not come in, as a close code says it. */
export interface Refused {
  readonly code: CloseCode;
  readonly reason: string;
}

export interface AdmissionContext {
  readonly documents: Documents;
  readonly options: CheckedOptions;
}

export interface Admitting {
  /** What the client calls the document. */
  readonly name: string;
  /** What a hocuspocus provider was given to say. */
  readonly token?: string | undefined;
  /** Told who may come in, and joins the room at once: nobody is counted twice or let go of in between. */
  readonly answer: (admission: Admission) => void;
}

/** Asks the host whether the request may open a document, and answers. Rejects where it cannot be asked or opened. */
export async function admit(
  request: FastifyRequest,
  { name, token, answer }: Admitting,
  context: AdmissionContext,
): Promise<void> {
  const { authorize, openRooms } = context.options;
  const id = openRooms ? parseRoomName(name) : parseDocumentId(name);
  if (id === undefined) return answer(notFound);
  const grant = await askHost(authorize, request, id, token);
  if ("refused" in grant) return answer(refusalCodes[grant.refused]);
  await inTurn(context.documents, () => answer(find(id, grant, context)));
}

/** Does it when those who came before are in. */
function inTurn({ arrivals }: Documents, enter: () => void): Promise<void> {
  return new Promise((resolve, reject) =>
    arrivals.add(() => {
      try {
        enter();
        resolve();
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    }),
  );
}

function find(id: DocumentId, { person, role }: Grant, { documents, options }: AdmissionContext): Admission {
  const room = documents.openRoom(id);
  if (room === undefined) return notFound;
  if ("code" in room) return room;
  const { limits } = options;
  if (limits !== undefined) {
    if (room.size >= limits.connectionsPerDocument) return tooMany("in this document");
    if (documents.connectionsOf.of(person.id) >= limits.connectionsPerPerson) return tooMany("of yours");
  }
  return { room, person, canWrite: allows(role, "edit") };
}

/** Counts a socket by its address, as long as it is open; says whether there are too many from there. */
export function countAddress(
  socket: LineSocket,
  { ip }: FastifyRequest,
  { documents, options }: AdmissionContext,
): Refused | undefined {
  if (options.limits === undefined) return undefined;
  const { socketsFrom } = documents;
  socketsFrom.add(ip);
  socket.once("close", () => socketsFrom.remove(ip));
  return socketsFrom.of(ip) > options.limits.connectionsPerAddress ? tooMany("from this address") : undefined;
}

/** What the line of a socket is made with, whichever protocol is spoken on it. */
export function lineOptions(
  socket: LineSocket,
  wire: LineWire,
  { documents, options }: AdmissionContext,
): LineOptions {
  const { turns, heart } = documents;
  return { socket, wire, turns, heart, timings: options, rates: options.limits };
}

/** The newest schema version that the page can show, as it says in the address; one that says nothing is let in. */
export function schemaOf(query: unknown): number {
  const { schema } = query as { readonly schema?: string | string[] };
  return typeof schema === "string" && /^[1-9]\d{0,8}$/.test(schema)
    ? Number(schema)
    : Number.POSITIVE_INFINITY;
}

function tooMany(where: string): Refused {
  return { code: CloseCode.tooMany, reason: `there are too many connections ${where}` };
}

const notFound = { code: CloseCode.notFound, reason: "there is no such document" };

/** A host's refusal as a close code: a browser shows its page no HTTP status of a refused upgrade. */
export const refusalCodes: Record<Refusal["refused"], Refused> = {
  unauthenticated: { code: CloseCode.unauthenticated, reason: "this server does not know who you are" },
  forbidden: { code: CloseCode.forbidden, reason: "you may not open this document" },
  "not-found": notFound,
};
