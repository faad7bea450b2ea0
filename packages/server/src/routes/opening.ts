import { Connection } from "../sync/connection.ts";
import { readHave } from "../sync/have.ts";
import type { LineSocket, LineWire } from "../sync/line.ts";
import { type AdmissionContext, lineOptions, schemaOf } from "./admission.ts";

/** What a page says in the address of its line. */
export interface SyncQuery {
  readonly saved?: string | string[];
  readonly remover?: string | string[];
  readonly parts?: string | string[];
  readonly have?: string | string[];
}

/** A socket and what lies under it. */
interface Ends {
  readonly socket: LineSocket;
  readonly wire: LineWire;
}

export interface OpeningContext extends AdmissionContext {
  /** Told of what went wrong on our side. */
  readonly onError: (error: unknown) => void;
}

/** A connection that listens from now on, and that a person's new name reaches as long as it is open. */
export function openConnection(
  { socket, wire }: Ends,
  query: SyncQuery,
  context: OpeningContext,
): Connection {
  const { connections } = context.documents;
  const connection = new Connection({
    ...lineOptions(socket, wire, context),
    wantsSaved: query.saved === "1",
    wantsRemover: query.remover === "1",
    wantsParts: query.parts === "1",
    have: readHave(query.have),
    schema: schemaOf(query),
    onError: context.onError,
  });
  connections.add(connection);
  socket.once("close", () => connections.delete(connection));
  return connection;
}
