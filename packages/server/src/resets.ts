import { randomBytes } from "node:crypto";
import { CloseCode, type DocumentId, type Person } from "@quire/protocol";
import type { NameOf } from "./access.ts";
import type { Around } from "./action.ts";
import { type NewDocument, type Renewal, readdressed } from "./materialise/new-document.ts";
import type { Workers } from "./materialise/workers.ts";
import type { QuotaKeeper } from "./quotas.ts";
import type { DocumentRecord } from "./store/document-record.ts";
import type { Store } from "./store/store.ts";
import type { Rooms } from "./sync/rooms.ts";
import { deletedNow } from "./trash.ts";

export interface ResetsOptions {
  readonly store: Store;
  readonly rooms: Rooms;
  readonly workers: Workers;
  /** The record of a document that can be read. Throws where there is none. */
  readonly existing: (id: DocumentId) => DocumentRecord;
  readonly nameOf: NameOf | undefined;
  readonly quotas: Pick<QuotaKeeper, "takeText">;
}

/** An id that nobody has. */
export function newDocumentId(): DocumentId {
  return randomBytes(16).toString("base64url") as DocumentId;
}

/** What is said to whoever has a document open that is gone. */
export function goneReason({ replacedBy }: Pick<DocumentRecord, "replacedBy">): string {
  return replacedBy === undefined
    ? "this document was deleted"
    : `this document was replaced by ${replacedBy}`;
}

type Before = Around["before"];

/** Makes documents anew: the same text, or another, under a new id and without a history. The old id names the new one. */
export class Resets {
  readonly #options: ResetsOptions;
  /** By the old ids. */
  readonly #underWay = new Map<DocumentId, Promise<DocumentRecord>>();
  /** Their new ids: nobody opens such a document before its text can be read. */
  readonly #coming = new Set<DocumentId>();

  constructor(options: ResetsOptions) {
    this.#options = options;
  }

  /** Nobody may open it meanwhile: what would be written in it would be in neither document. */
  isUnderWay(id: DocumentId): boolean {
    return this.#underWay.has(id);
  }

  /** Whether the document is on its way to the disk. */
  isComing(id: DocumentId): boolean {
    return this.#coming.has(id);
  }

  /** Resolves with the new document's record when all of it is on disk. `before` is asked once the text is read: where it rejects, nothing is done. */
  async reset(
    id: DocumentId,
    markdown: string | undefined,
    person: Person,
    before?: Before,
  ): Promise<DocumentRecord> {
    // Whoever asks at the same moment hears that it was replaced, or does what the first could not.
    for (let other = this.#underWay.get(id); other !== undefined; other = this.#underWay.get(id))
      await other.catch(() => undefined);
    const resetting = this.#reset(id, markdown, person, before).finally(() => this.#underWay.delete(id));
    this.#underWay.set(id, resetting);
    return await resetting;
  }

  async #reset(
    id: DocumentId,
    markdown: string | undefined,
    person: Person,
    before: Before,
  ): Promise<DocumentRecord> {
    const { rooms, workers, existing } = this.#options;
    const renewal = { from: id, to: newDocumentId() };
    const { title, schema } = existing(id);
    const given =
      markdown === undefined
        ? undefined
        : await workers.create({ title, markdown: readdressed(markdown, renewal) });
    await before?.();
    // From here on nobody is heard: what is written meanwhile stays with who writes it, unsaved.
    const resume = rooms.open(id, { isGated: true, schema }).pause();
    try {
      return await this.#replace(renewal, given ?? (await this.#renew(renewal)), person);
    } finally {
      resume();
    }
  }

  /** Reads the text when all that was heard is in it. */
  async #renew(renewal: Renewal): Promise<NewDocument> {
    const { rooms, workers, existing } = this.#options;
    for (;;) {
      const room = rooms.open(renewal.from, { isGated: true, schema: existing(renewal.from).schema });
      room.endTurn();
      const { state, log, seq } = room.packed;
      const made = await workers.do("renew", { state, log, ...renewal });
      // A new title may have come, or what was read before nobody was heard any more.
      room.endTurn();
      if (room.packed.seq === seq) return made;
    }
  }

  async #replace({ from, to }: Renewal, made: NewDocument, person: Person): Promise<DocumentRecord> {
    const { store, rooms, existing, nameOf, quotas } = this.#options;
    // Much may have happened meanwhile: it may be deleted.
    const old = existing(from);
    const now = Date.now();
    const next = newRecord(old, to, made, { now, person });
    const gone = { ...old, ...deletedNow(person, nameOf), replacedBy: to };
    const entries = [{ personId: person.id, clientId: 0, update: made.update }];
    quotas.takeText(person.id, made.update.length);
    this.#coming.add(to);
    await store.replace(gone, next, { time: now, entries }).finally(() => this.#coming.delete(to));
    rooms.closeRoom(from, CloseCode.gone, goneReason({ replacedBy: to }));
    return next;
  }
}

/** What is said to whoever comes to a document while it is made anew. They come back. */
export const busyReason = "this document is being reset";

function newRecord(
  old: DocumentRecord,
  id: DocumentId,
  { title, excerpt, schema }: NewDocument,
  { now, person }: { readonly now: number; readonly person: Person },
): DocumentRecord {
  return {
    id,
    title,
    excerpt,
    parentId: old.parentId,
    createdAt: now,
    createdBy: person.id,
    updatedAt: now,
    deletedAt: null,
    // In the record and its write, so that a crash cannot part a document from what people may do with it.
    rightsId: old.rightsId ?? old.id,
    schema,
  };
}
