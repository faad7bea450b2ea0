import { type DeviceConnection, hashOf, type KeptFile, KeptFiles } from "@quire/client";
import type { FilesLeft } from "../files-left.ts";
import { ownFetch } from "../own-fetch.ts";
import type { BroughtFile } from "./device.ts";
import { fileAddress, parseFileAddress } from "./file-address.ts";
import { sendKeptFile } from "./send-kept-file.ts";

/** How long the server may take for a file: those of 25 MiB come with 256 kbit a second, or not at all. */
const answerMs = 900_000;

interface Options {
  readonly connection: DeviceConnection;
  /** `wss://host/sync` */
  readonly url: string;
  readonly filesLeft: FilesLeft;
  /** Whether the server has the document. */
  readonly canSend: (documentId: string) => boolean;
  readonly onRefused: (file: KeptFile, why: string) => void;
}

/** Files that were put into documents here and are not at the server yet: kept, shown from here, sent. */
export class FilesOnDevice {
  readonly #options: Options;
  readonly #files: KeptFiles;
  /** Addresses by which this page shows files of its own, as long as it is there. */
  readonly #shown = new Map<string, string>();

  constructor(options: Options) {
    this.#options = options;
    const { connection, filesLeft, canSend, onRefused } = options;
    this.#files = new KeptFiles({
      connection,
      canSend,
      onRefused,
      send: (file) =>
        sendKeptFile(
          (path, init) => ownFetch(path, { ...init, signal: AbortSignal.timeout(answerMs) }),
          file,
        ),
      onChange: () => filesLeft.become((id) => this.#files.waitingOf(id)),
    });
  }

  /** Looks what an earlier page left, and begins to send it. */
  open(): Promise<void> {
    return this.#files.open();
  }

  wake(): void {
    this.#files.wake();
  }

  /** Undefined where this device does not take it, or does not say what its address will be. */
  async keep({ documentId, name, bytes }: BroughtFile): Promise<KeptFile | undefined> {
    try {
      const hash = await hashOf(bytes);
      if (hash === undefined) return undefined;
      const at = Date.now();
      const file = await this.#files.add({
        name: this.#nameOf(documentId),
        documentId,
        hash,
        fileName: name,
        bytes,
        at,
      });
      this.#show(file);
      return file;
    } catch {
      // A private window, or a full disk: the file waits in the page, as where nothing can be kept.
      return undefined;
    }
  }

  of(documentId: string): Promise<readonly KeptFile[]> {
    return this.#files.of(this.#nameOf(documentId)).catch(() => []);
  }

  isKept(address: string): boolean {
    const parsed = parseFileAddress(address);
    return parsed !== undefined && this.#files.isKept(parsed.documentId, parsed.hash);
  }

  /** Where a file can be shown from that is not at its address yet. */
  async urlOf(address: string): Promise<string | undefined> {
    const shown = this.#shown.get(address);
    if (shown !== undefined) return shown;
    const parsed = parseFileAddress(address);
    if (parsed === undefined) return undefined;
    for (const file of await this.of(parsed.documentId)) this.#show(file);
    return this.#shown.get(address);
  }

  #show({ documentId, hash, bytes }: KeptFile): void {
    const address = fileAddress(documentId, hash);
    if (!this.#shown.has(address)) this.#shown.set(address, URL.createObjectURL(bytes));
  }

  #nameOf(documentId: string): string {
    return `${this.#options.url}/${documentId}`;
  }
}
