import type { AuditAction } from "@quire/protocol";
import type { ActionKind, OnAction } from "@quire/server";
import type { PeopleStore } from "../store/store.ts";
import type { Audit } from "./audit.ts";

const words: Record<ActionKind, AuditAction> = {
  create: "document-create",
  delete: "document-delete",
  restore: "document-restore",
  reset: "document-reset",
  export: "export",
};

/** Puts down what people do with documents. It is on disk before they are answered. */
export function auditActions(store: PeopleStore, audit: Audit): OnAction {
  return (request, { kind, documentId, person, subject }) =>
    store.write(() =>
      audit.add({
        action: words[kind],
        personId: person.id,
        name: person.name,
        address: request.ip,
        documentId,
        ...(subject !== undefined && { subject }),
      }),
    );
}
