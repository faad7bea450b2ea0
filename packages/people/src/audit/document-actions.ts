import type { AuditAction, DocumentId, Person } from "@quire/protocol";
import type { ActionKind, OnAction } from "@quire/server";
import { addressKey } from "../sign-in/limits.ts";
import type { PeopleStore } from "../store/store.ts";
import type { Audit } from "./audit.ts";
import { Repeats } from "./repeats.ts";

/** A program that reads a document each second says nothing new by that: so often it is put down. */
const exportEveryMs = 60 * 60_000;

const words: Record<ActionKind, AuditAction> = {
  create: "document-create",
  move: "document-move",
  delete: "document-delete",
  restore: "document-restore",
  reset: "document-reset",
  export: "export",
};

interface Acting {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** What a move has done to rights is written with its entry. */
  readonly moved: () => void;
  /** Likewise what there is to do about who made a document, if they are gone. */
  readonly made: (what: {
    readonly documentId: DocumentId;
    readonly person: Person;
    readonly address: string;
  }) => void;
}

/** Puts down what people do with documents. It is on disk before they are answered. */
export function auditActions(store: PeopleStore, audit: Audit, { now, moved, made }: Acting): OnAction {
  const exports = new Repeats(now, exportEveryMs);
  return ({ ip: address }, { kind, documentId, person, subject }) => {
    const { id: personId, name } = person;
    const said = subject !== undefined && { subject };
    const write = (): Promise<void> =>
      store.write(() => {
        if (kind === "move") moved();
        audit.add({ action: words[kind], personId, name, address, documentId, ...said });
        if (kind === "create") made({ documentId, person, address });
      });
    if (kind !== "export") return write();
    return exports.once(JSON.stringify([personId, documentId, subject, addressKey(address)]), write);
  };
}
