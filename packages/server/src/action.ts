import type { DocumentId, Person } from "@quire/protocol";
import type { FastifyRequest } from "fastify";

/** What people do with a document as a whole. What they write in it is in its history. */
export type ActionKind = "create" | "delete" | "restore" | "reset" | "export";

/** Something that was done with a document. */
export interface Action {
  readonly kind: ActionKind;
  readonly documentId: DocumentId;
  readonly person: Person;
  /** More of it in a word: the document that came of a reset, the format of an export. */
  readonly subject?: string;
}

/** Told what was done, before whoever did it is answered; where this rejects, so is what they are told. */
export type OnAction = (request: FastifyRequest, action: Action) => void | Promise<void>;
