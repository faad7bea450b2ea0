import type { DocumentId, Person } from "@quire/protocol";
import type { FastifyRequest } from "fastify";

/** What people do with a document as a whole. What they write in it is in its history. */
export type ActionKind = "create" | "move" | "delete" | "restore" | "reset" | "export";

/** Something that was done with a document. */
export interface Action {
  readonly kind: ActionKind;
  readonly documentId: DocumentId;
  readonly person: Person;
  /** More of it in a word: the document that came of a reset, or that it was moved below, the format of an export. */
  readonly subject?: string;
}

/**
 * Told what was done, before whoever did it is answered; where this rejects, so is what they are told. What could not be written
 * at once (they were answered 503) is told when it is, though whoever asked may have gone. A move where this rejected is told again
 * before its document is moved on, or said to be there.
 */
export type OnAction = (request: FastifyRequest, action: Action) => void | Promise<void>;

/** A document that is about to stand below another one, or below none (null), and who moves it. */
export interface Move {
  readonly documentId: DocumentId;
  readonly parentId: DocumentId | null;
  readonly person: Person;
}

/** Asked before a document is moved by who may: what rights hang on its place can be put in order. Where it rejects, nothing is moved. */
export type BeforeMove = (request: FastifyRequest, move: Move) => void | Promise<void>;

/** Told when what was asked for has happened, with the document that came of it: another one than was named where that was reset. */
export type Done = (id: DocumentId) => void | Promise<void>;

/** What is done around something: before it, once it is known to be possible, and when it is on disk. */
export interface Around {
  /** Where this rejects, nothing is done. */
  readonly before?: () => unknown;
  readonly done?: Done;
}

/** What tells the host of an action once it is done. It knows the asker's address also when they have gone. */
export function teller(
  onAction: OnAction | undefined,
  request: FastifyRequest,
  action: (id: DocumentId) => Action,
): Done {
  const asker: FastifyRequest = Object.create(request, { ip: { value: request.ip } });
  return (id) => onAction?.(asker, action(id));
}
