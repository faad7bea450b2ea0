import { type Delivery, type KeptFile, openSession, type Session } from "@quire/client";
import { CloseCode } from "@quire/protocol";
import { schemaVersion } from "@quire/schema";
import { readAnswer } from "../api.ts";
import type { AppContext } from "../app-context.ts";
import { refusalText } from "../refusal-words.ts";
import { settled } from "../settled.ts";
import { deliveryAfter } from "./deliver.ts";
import { sendKeptFile } from "./send-kept-file.ts";
import { storedHere } from "./store-file.ts";

/** What left files are sent with. */
interface Ways extends Pick<AppContext, "loadDocumentPage" | "words"> {
  readonly fetch: typeof globalThis.fetch;
  readonly open: (documentId: string) => Session;
}

/** Opens documents of a server; `url` as `wss://host/sync`. */
export function openAt(url: string): (documentId: string) => Session {
  return (id) => openSession({ url, id, schemaVersion });
}

/**
 * Sends files that an earlier page was sending: opens their document first, since there is nothing to send to one that is refused,
 * and puts them into it then, so that it names them.
 */
export class LeftFileSender {
  readonly #ways: Ways;
  /** How far files came that are still here: what was done is not done again. */
  readonly #progress = new Map<string, "stored" | "placed">();
  /** Documents that are newer than this page. The next one opens them. */
  readonly #newer = new Set<string>();

  constructor(ways: Ways) {
    this.#ways = ways;
  }

  async send(file: KeptFile): Promise<Delivery> {
    const { fetch, open } = this.#ways;
    if (this.#newer.has(file.documentId)) return later;
    try {
      // Offline a long document would be read from the device for nothing, again and again.
      await readAnswer("GET /api/me", () => fetch("/api/me"));
    } catch (error) {
      return deliveryAfter(error);
    }
    const session = open(file.documentId);
    try {
      return await this.#sendTo(session, file);
    } finally {
      await session.close();
    }
  }

  async #sendTo(session: Session, file: KeptFile): Promise<Delivery> {
    if ((await settled(session)) !== "saved") return this.#notSaved(session);
    if (!this.#progress.has(file.id)) {
      const delivery = await sendKeptFile(this.#ways.fetch, file);
      if (delivery.type !== "done") return delivery;
      this.#progress.set(file.id, "stored");
    }
    if (this.#progress.get(file.id) === "stored") await this.#put(session, file);
    // It may stand there already.
    const isSaved = session.status.state === "saved" || (await settled(session)) === "saved";
    if (isSaved) this.#progress.delete(file.id);
    // What is kept of it is saved when the document is opened again.
    else if (session.isKept) this.#progress.set(file.id, "placed");
    return isSaved ? { type: "done" } : this.#notSaved(session);
  }

  async #put(session: Session, file: KeptFile): Promise<void> {
    const { documentId, hash, fileName, type = "", bytes, place } = file;
    const { loadPutFile } = await this.#ways.loadDocumentPage();
    const stored = await storedHere(documentId, hash, new File([bytes], fileName, { type }));
    (await loadPutFile())(session.ydoc, place, stored);
  }

  async #notSaved({ id, status }: Session): Promise<Delivery> {
    if (status.state !== "refused") return { type: "later", isUnreachable: true };
    const { code, reason } = status;
    if (code === CloseCode.pageTooOld) this.#newer.add(id);
    // Whom the server does not know now it may know when they have signed in again.
    if (code === CloseCode.pageTooOld || code === CloseCode.unauthenticated) return later;
    const { title } = refusalText(await this.#ways.words.loadTools(), code, reason);
    return { type: "refused", why: `${title}.` };
  }
}

const later: Delivery = { type: "later", isUnreachable: false };
