import type { DocumentId, Person } from "@quire/protocol";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { FileAt } from "./files/send-file.ts";
import type { PageText } from "./materialise/page.ts";
import type { DocumentRecord } from "./store/document-record.ts";

/** What a host may ask of the plugin, and tell it, while that runs. */
export interface Quire {
  /** What is kept of a document beside its text; also of a deleted one. */
  document(id: DocumentId): DocumentRecord | undefined;
  /**
   * A document's text as a page for readers, its files below the address. Rejects with QUIRE_ERR_DOCUMENT_NOT_FOUND, …_DELETED
   * or …_REPLACED. Whether they may read it, the host knows.
   */
  page(id: DocumentId, filesAt: string): Promise<PageText>;
  /** Whether there is a document that can be read; one that was deleted cannot. */
  has(id: DocumentId): boolean;
  /** Answers with a file of a document, as the API does for who may read that; QUIRE_ERR_FILE_NOT_FOUND where it has none such. */
  sendFile(request: FastifyRequest, reply: FastifyReply, file: FileAt): Promise<FastifyReply>;
  /** What is kept of all documents, the deleted ones too. */
  records(): Iterable<DocumentRecord>;
  /** The documents that somebody has open at this moment. */
  openBy(personId: string): Iterable<DocumentId>;
  /** Who has the document open, each once. */
  present(id: DocumentId): readonly Person[];
  /** Somebody goes by another name, hue or picture: their open sockets show it from now on, and those who are there are told. */
  renamePerson(person: Person): void;
  /** Somebody's account is gone, and with it what is counted of them alone: how much text they wrote, where a quota bounds that. */
  forgetPerson(personId: string): void;
  /**
   * What people may do has changed: asks the host once more about everybody who is connected. What it answers at once counts before
   * this returns, for as many as there is time for in some milliseconds; the others follow.
   */
  recheck(): void;
}
