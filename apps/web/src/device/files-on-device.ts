import { type DeviceConnection, hashOf, type KeptFile, KeptFiles, LeftFiles } from "@quire/client";
import type { AppContext } from "../app-context.ts";
import type { FilesLeft } from "../files-left.ts";
import { ownFetch } from "../own-fetch.ts";
import { filesLeftText } from "../words/en-files-left.ts";
import type { BroughtFile, ComingFile, FileOnItsWay } from "./device.ts";
import { fileAddress, parseFileAddress } from "./file-address.ts";
import { FilesOnTheirWay } from "./files-on-their-way.ts";
import { sendKeptFile } from "./send-kept-file.ts";
import type { LeftFileSender } from "./send-left-file.ts";
import { ShownFiles } from "./shown-files.ts";

/** How long the server may take for a file: those of 25 MiB come with 256 kbit a second, or not at all. */
const answerMs = 900_000;

/** How long what a silent database may have is waited for after it was given up: as long as words wait for it in all (C31). */
const stillMs = 20_000;

interface Options extends Pick<AppContext, "loadDocumentPage" | "words"> {
  readonly connection: DeviceConnection;
  /** `wss://host/sync` */
  readonly url: string;
  readonly filesLeft: FilesLeft;
  /** Whether the server has the document. */
  readonly canSend: (documentId: string) => boolean;
  readonly onRefused: (file: KeptFile, why: string) => void;
}

const patientFetch: typeof fetch = (path, init) =>
  ownFetch(path, { ...init, signal: AbortSignal.timeout(answerMs) });

/** Files that were put into documents here and are not at the server yet: kept, shown from here, sent. */
export class FilesOnDevice {
  readonly #options: Options;
  readonly #files: KeptFiles;
  readonly #onTheirWay: FilesOnTheirWay;
  readonly #left: LeftFiles;
  #sender: LeftFileSender | undefined;
  readonly #shown = new ShownFiles();
  /** Files that an earlier page left are counted, as far as that can be. */
  #isLooked = false;

  constructor(options: Options) {
    this.#options = options;
    const { connection, canSend, onRefused } = options;
    this.#files = new KeptFiles({
      connection,
      canSend,
      onRefused,
      send: (file) => sendKeptFile(patientFetch, file),
      onChange: () => this.#tell(),
      onCleared: () => this.#shown.clear(),
    });
    this.#onTheirWay = new FilesOnTheirWay({
      files: this.#files,
      nameOf: (documentId) => this.#nameOf(documentId),
      onChange: () => this.#tell(),
      onLeft: () => this.#left.wake(),
    });
    this.#left = new LeftFiles({
      connection,
      files: this.#files,
      canSend,
      onRefused,
      send: async (file) => (await this.#loadSender()).send(file),
    });
  }

  /** Looks what an earlier page left, and begins to send it. A device that keeps nothing has nothing to send. */
  async open(): Promise<void> {
    const isFailed = await this.#files.open().then(
      () => false,
      () => true,
    );
    if (isFailed && this.#options.connection.isSilent) setTimeout(() => this.#looked(), stillMs);
    else this.#looked();
    this.#left.wake();
  }

  #looked(): void {
    this.#isLooked = true;
    this.#tell();
  }

  wake(): void {
    this.#files.wake();
    this.#left.wake();
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

  bring(file: ComingFile): FileOnItsWay {
    return this.#onTheirWay.bring(file);
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
    const shown = this.#shown.urlOf(address);
    if (shown !== undefined) return shown;
    const parsed = parseFileAddress(address);
    if (parsed === undefined) return undefined;
    for (const file of await this.of(parsed.documentId)) this.#show(file);
    return this.#shown.urlOf(address);
  }

  #tell(): void {
    const { filesLeft, words } = this.#options;
    filesLeft.become((id, status, coming) => {
      const alone = this.#onTheirWay.countOf(id) + coming;
      const left = this.#files.waitingOf(id) + alone;
      if (left === 0 && !this.#isLooked) return undefined;
      return filesLeftText(words.format, { left, alone }, status);
    });
  }

  async #loadSender(): Promise<LeftFileSender> {
    const { LeftFileSender, openAt } = await import("./send-left-file.ts");
    const { url, loadDocumentPage, words } = this.#options;
    this.#sender ??= new LeftFileSender({ fetch: patientFetch, open: openAt(url), loadDocumentPage, words });
    return this.#sender;
  }

  #show({ documentId, hash, bytes }: KeptFile): void {
    this.#shown.show(fileAddress(documentId, hash), bytes);
  }

  #nameOf(documentId: string): string {
    return `${this.#options.url}/${documentId}`;
  }
}
