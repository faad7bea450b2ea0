import type { BroughtFile, Device } from "../device/device.ts";
import { fileAddress } from "../device/file-address.ts";
import { sendKeptFile } from "../device/send-kept-file.ts";

/** From which document to which one. */
interface Move {
  readonly from: string;
  readonly to: string;
}

/** Where files are had from, and brought to. */
interface Hands {
  readonly device: Pick<Device, "filesOf" | "keepFile">;
  readonly fetch: typeof globalThis.fetch;
}

/** A text, and its files on their way to another document. */
export interface TakenFiles {
  /** The text, which names those that were had as the other document's. */
  readonly markdown: string;
  readonly files: readonly BroughtFile[];
  /** How many could not be had: they are named as before. */
  readonly missing: number;
}

/** Gets the files that a text names as a document's, from this device or from whoever still gives them. */
export async function takeFiles(markdown: string, { from, to }: Move, hands: Hands): Promise<TakenFiles> {
  const named = markdown.matchAll(new RegExp(`${fileAddress(from, "")}([0-9a-f]{64})`, "g"));
  const hashes = new Set([...named].flatMap(([, hash]) => hash ?? []));
  const kept = hashes.size > 0 ? await hands.device.filesOf(from) : [];
  const files: BroughtFile[] = [];
  let text = markdown;
  for (const hash of hashes) {
    const here = kept.find((file) => file.hash === hash);
    const had = here
      ? { name: here.fileName, bytes: here.bytes }
      : await fetched(hands, fileAddress(from, hash));
    if (had === undefined) continue;
    files.push({ documentId: to, ...had });
    text = text.replaceAll(fileAddress(from, hash), fileAddress(to, hash));
  }
  return { markdown: text, files, missing: hashes.size - files.length };
}

/** Brings files into a document that is at the server: by the device, which sends them until they are there. How many it could not. */
export async function bringFiles(files: readonly BroughtFile[], { device, fetch }: Hands): Promise<number> {
  let lost = 0;
  for (const file of files) {
    if ((await device.keepFile(file)) !== undefined) continue;
    const { documentId, name: fileName, bytes } = file;
    const delivery = await sendKeptFile(fetch, { documentId, fileName, bytes });
    if (delivery.type !== "done") lost++;
  }
  return lost;
}

/** What this page has seen the browser may still have, whoever else gives it no more. */
async function fetched(
  { fetch }: Hands,
  address: string,
): Promise<Pick<BroughtFile, "name" | "bytes"> | undefined> {
  try {
    const answer = await fetch(address, { cache: "force-cache" });
    if (!answer.ok) return undefined;
    return { name: nameIn(answer.headers.get("content-disposition") ?? ""), bytes: await answer.blob() };
  } catch {
    return undefined;
  }
}

/** The file's name as the server says it. */
function nameIn(disposition: string): string {
  const [, encoded] = /filename\*=UTF-8''([^;]+)/i.exec(disposition) ?? [];
  const [, plain] = /filename="([^"]+)"/.exec(disposition) ?? [];
  return encoded === undefined ? (plain ?? "file") : decodeURIComponent(encoded);
}
