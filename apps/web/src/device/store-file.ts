import type { Session } from "@quire/client";
import type { StoredFile, UploadWatch } from "@quire/editor";
import { type Line, sendAgain, Unanswered } from "../send-again.ts";
import type { Device, FileOnItsWay } from "./device.ts";
import { fileAddress } from "./file-address.ts";

/** How a file gets to the server, and what keeps it until then. */
export interface Ways {
  readonly line: Line & { readonly session: Pick<Session, "id"> };
  readonly device: Pick<Device, "isMaking">;
  /** What keeps it here meanwhile. */
  readonly onItsWay: Pick<FileOnItsWay, "kept">;
  readonly sendOnce: (path: string, body: Blob, watch: Watch) => Promise<StoredFile>;
}

/** A file that is stored, and where. */
export interface Stored {
  readonly file: StoredFile;
  readonly isAtServer: boolean;
}

type Watch = Pick<UploadWatch, "signal" | "onProgress" | "onWaiting">;

/**
 * Stores a file at the server; where nobody answers, it is had on this device, under the address that it will have there: it is
 * shown at once, and sent later. Where the device does not take it, it waits in the page for the line.
 */
export async function storeFile(file: File, watch: Watch, ways: Ways): Promise<Stored> {
  const { id } = ways.line.session;
  const path = `/api/documents/${id}/files?${new URLSearchParams({ name: file.name })}`;
  // The server asks nobody what a file is: it looks at the bytes.
  const bytes = file.slice(0, file.size, "application/octet-stream");
  try {
    if (!isLineUp(ways)) throw new Unanswered();
    const sent = await whileLineIsUp(ways.line, watch, (cut) => ways.sendOnce(path, bytes, cut));
    return { file: sent, isAtServer: true };
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    watch.signal.throwIfAborted();
    const kept = await ways.onItsWay.kept;
    watch.signal.throwIfAborted();
    if (kept === undefined) {
      const sent = await sendAgain(() => ways.sendOnce(path, bytes, watch), watch, ways.line);
      return { file: sent, isAtServer: true };
    }
    return { file: await storedHere(id, kept.hash, file), isAtServer: false };
  }
}

/** What the server will say of a file once it has it. */
export async function storedHere(documentId: string, hash: string, file: File): Promise<StoredFile> {
  const { name, size } = file;
  return { url: fileAddress(documentId, hash), name, type: await typeOf(file), size };
}

function isLineUp({ line: { session }, device }: Ways): boolean {
  return session.status.state !== "offline" && !device.isMaking(session.id);
}

/** Sends, and gives up as soon as the document's own line is known to be dead: a request hears of it much later. */
async function whileLineIsUp(
  { session }: Line,
  watch: Watch,
  send: (watch: Watch) => Promise<StoredFile>,
): Promise<StoredFile> {
  const cut = new AbortController();
  const end = session.subscribe(() => {
    if (session.status.state === "offline") cut.abort();
  });
  try {
    return await send({ ...watch, signal: AbortSignal.any([watch.signal, cut.signal]) });
  } catch (error) {
    if (cut.signal.aborted && !watch.signal.aborted) throw new Unanswered();
    throw error;
  } finally {
    end();
  }
}

/** Pictures that every browser draws, and that the server takes for some. */
const pictures: ReadonlySet<string> = new Set([
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
  "image/avif",
]);

/** What the server will say that it is: a picture if it can be drawn. */
async function typeOf(file: File): Promise<string> {
  const isPicture = pictures.has(file.type) && (await canBeDrawn(file));
  return isPicture ? file.type : "application/octet-stream";
}

async function canBeDrawn(file: File): Promise<boolean> {
  try {
    (await createImageBitmap(file)).close();
    return true;
  } catch {
    return false;
  }
}
