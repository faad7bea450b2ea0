import type { DocumentId } from "@quire/protocol";
import type { DocumentRecord } from "./store/document-record.ts";

/** What a host may ask of the plugin, and tell it, while that runs. */
export interface Quire {
  /** What is kept of a document beside its text; also of a deleted one. */
  document(id: DocumentId): DocumentRecord | undefined;
  /** What people may do has changed: asks the host once more about everybody who is connected. */
  recheck(): void;
}
