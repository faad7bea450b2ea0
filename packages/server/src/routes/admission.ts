import {
  allows,
  CloseCode,
  type DocumentId,
  type Person,
  parseDocumentId,
  parseRoomName,
  type Role,
} from "@quire/protocol";
import type { FastifyRequest } from "fastify";
import { type Refused, refusalCodes } from "../access.ts";
import type { Documents } from "../documents.ts";
import type { CheckedOptions } from "../options.ts";
import type { LineOptions, LineSocket, LineWire } from "../sync/line.ts";
import type { Room } from "../sync/room.ts";
import type { Visit, Visits } from "../visits.ts";

/** The room that somebody may come into, or why they may not. */
export type Admission = Admitted | Refused;

/** When they have gone, their stay ends: that is for whoever lets them in to say. */
interface Admitted {
  readonly room: Room;
  readonly person: Person;
  readonly role: Role;
  readonly canWrite: boolean;
  readonly stay: Visit;
}

export interface AdmissionContext {
  readonly documents: Documents;
  readonly visits: Visits;
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

/** Asks the host whether the request may open a document, and answers. Rejects where it cannot be opened. */
export async function admit(
  request: FastifyRequest,
  { name, token, answer }: Admitting,
  context: AdmissionContext,
): Promise<void> {
  const id = context.options.openRooms ? parseRoomName(name) : parseDocumentId(name);
  if (id === undefined) return answer(refusalCodes["not-found"]);
  const visit = context.visits.open({ request, documentId: id, token });
  const enter = (): void => {
    const admission = find(id, visit, context);
    if ("code" in admission) visit.end();
    answer(admission);
  };
  try {
    const said = await visit.answer();
    if ("code" in said) return enter();
    await inTurn(context.documents, enter);
  } catch (error) {
    visit.end();
    throw error;
  }
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

/** What comes of it now: while they waited for their turn, what they may do may have changed. */
function find(id: DocumentId, visit: Visit, { documents, options }: AdmissionContext): Admission {
  const said = visit.current;
  if ("code" in said) return said;
  const { person, role } = said;
  const room = documents.openRoom(id);
  if (room === undefined) return refusalCodes["not-found"];
  if ("code" in room) return room;
  const { limits } = options;
  if (limits !== undefined) {
    if (room.size >= limits.connectionsPerDocument) return tooMany("in this document");
    if (room.countOf(person.id) >= limits.connectionsPerPersonAndDocument)
      return tooMany("of yours in this document");
    if (documents.connectionsOf.of(person.id) >= limits.connectionsPerPerson) return tooMany("of yours");
  }
  return { room, person, role, canWrite: allows(role, "edit"), stay: visit };
}

interface CountingContext {
  readonly documents: Pick<Documents, "socketsFrom">;
  readonly options: CheckedOptions;
}

/** Counts a socket by its address, as long as it is open; says whether there are too many from there. */
export function countAddress(
  socket: Pick<LineSocket, "once">,
  { ip }: FastifyRequest,
  { documents, options }: CountingContext,
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
