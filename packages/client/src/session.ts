import { isFinal } from "@quire/protocol";
import { Awareness } from "y-protocols/awareness";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { type CleanUpWatch, watchCleanUps } from "./clean-up.ts";
import { type CountingSocket, createSocketClass } from "./counting-socket.ts";
import { DeviceCopy, type LoadedCopy } from "./device-copy.ts";
import type { ProbeTimes } from "./line-probe.ts";
import { deriveStatus, isAcknowledged, isSameStatus, type SessionStatus } from "./status.ts";
import { keepWireDeletes } from "./wire-deletes.ts";

/** What a session is opened with. */
export interface SessionOptions {
  /** Where the server's documents are: `wss://host/sync`. */
  readonly url: string;
  /** The document's id, or an open room's name. */
  readonly id: string;
  /** The newest schema that this page can show. Left out, the server lets the page in as it is. */
  readonly schemaVersion?: number;
  /** Whether to keep a copy on this device. Default: where the platform has IndexedDB. */
  readonly deviceCopy?: boolean;
  /** Default: the platform's. */
  readonly indexedDB?: IDBFactory;
  /** Default: the platform's. */
  readonly WebSocket?: typeof WebSocket;
  /** Calls a task back once what changed is painted. Given twice before that, it may run once. Default: at once. */
  readonly afterPaint?: (task: () => void) => void;
  /** When a silent line is asked for a sign of life, and how long that may take. Default: 10 s and 5 s. */
  readonly probe?: ProbeTimes;
}

/** One document, open: its text, who is here, and how it stands with the server. */
export interface Session {
  readonly id: string;
  readonly ydoc: Y.Doc;
  readonly awareness: Awareness;
  /** Replaced when it changes, never mutated. */
  readonly status: SessionStatus;
  /** The text is here: from the server or from this device's copy. */
  readonly isLoaded: boolean;
  /** All of the document, as it is here, is durably in this device's copy. */
  readonly isKept: boolean;
  /** Calls back when `status` or `isLoaded` changed. Returns what ends that. */
  subscribe(listener: () => void): () => void;
  /** Ends the connection, writes what the device's copy lacks, and lets everything go. The ydoc can still be read. */
  close(): Promise<void>;
}

const defaultProbe: ProbeTimes = { quietMs: 10_000, answerMs: 5_000 };
const maxRecords = 500;
const retryMs = 10_000;
const forgetMs = 1_000;
/** How long a database that does not answer may hold up the line. Some browsers' never does (WebKit bug 226547). */
const copyPatienceMs = 3_000;
/** The platform's own code for a message over the server's `maxPayload`: it would be as large the next time. */
const messageTooBig = 1009;

/** Opens a document. The text comes from this device's copy, if there is one, then from the server. */
export function openSession(options: SessionOptions): Session {
  return new OpenSession(options);
}

class OpenSession implements Session {
  readonly id: string;
  readonly ydoc = new Y.Doc();
  readonly awareness = new Awareness(this.ydoc);
  readonly #provider: WebsocketProvider;
  readonly #copy: DeviceCopy | undefined;
  readonly #cleanUps: CleanUpWatch;
  readonly #listeners = new Set<() => void>();
  #status: SessionStatus = { state: "connecting" };
  #isLoaded = false;
  #line: CountingSocket | null = null;
  #hasLostLine = false;
  #hasUnsent = false;
  /** The update that is being emitted is Yjs' own tidying. */
  #isCleanUp = false;
  #refusal: { readonly code: number; readonly reason: string } | null = null;
  #closing: Promise<void> | undefined;

  constructor(options: SessionOptions) {
    this.id = options.id;
    const server = parseServerUrl(options.url);
    this.#cleanUps = watchCleanUps(this.ydoc);
    // Before the provider's own listener: an edit is unsent before its frame leaves.
    this.ydoc.on("update", this.#updated);
    this.#copy = this.#createCopy(options, server);
    this.#provider = new WebsocketProvider(server, roomPath(options.id), this.ydoc, {
      connect: false,
      disableBc: true,
      awareness: this.awareness,
      params: serverParams(options.schemaVersion),
      shouldReconnect: ({ code }) => !isFinal(code) && code !== messageTooBig,
      WebSocketPolyfill: this.#createSocketClass(options),
    });
    keepWireDeletes(this.#provider);
    // The socket tells its end after the provider has dealt with it, so no status follows here. What listens to a
    // status may close the session, and a provider that is destroyed while it emits `connection-close` never returns.
    this.#provider.on("closed", ({ code, reason }) => {
      this.#refusal = { code, reason };
    });
    void this.#open();
  }

  get status(): SessionStatus {
    return this.#status;
  }

  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  get isKept(): boolean {
    return this.#copy?.isKept ?? false;
  }

  subscribe(listener: () => void): () => void {
    // Wrapped, so that the same function given twice is called twice and ends twice.
    const own = () => listener();
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** Connects when the device's copy is read, so that the server is asked for what is not here, or when it takes too long. */
  async #open(): Promise<void> {
    const reading = this.#copy?.load().then((kept) => this.#read(kept));
    await within(reading, copyPatienceMs);
    if (this.#closing === undefined) this.#provider.connect();
  }

  /** The device's copy is here. What it brings when the line is open already leaves as any edit does. */
  #read({ isEmpty, hasUnsent }: LoadedCopy): void {
    if (this.#closing !== undefined) return;
    if (hasUnsent) this.#hasUnsent = true;
    this.#refresh(!isEmpty);
  }

  async #close(): Promise<void> {
    this.#listeners.clear();
    this.#provider.destroy();
    this.#cleanUps.stop();
    // Ends the awareness and its timer too.
    this.ydoc.destroy();
    await this.#copy?.close();
  }

  #createCopy(options: SessionOptions, server: string): DeviceCopy | undefined {
    const indexedDB = options.indexedDB ?? platformIndexedDB();
    if (options.deviceCopy === false || indexedDB === undefined) return undefined;
    // With the server's address: open rooms of two servers may share a name, and are not the same document.
    const name = `${server}/${options.id}`;
    const onChange = () => this.#refresh();
    const { afterPaint = atOnce } = options;
    return new DeviceCopy({
      name,
      ydoc: this.ydoc,
      indexedDB,
      maxRecords,
      retryMs,
      forgetMs,
      onChange,
      afterPaint,
    });
  }

  #createSocketClass(options: SessionOptions): typeof WebSocket {
    return createSocketClass({
      WebSocket: options.WebSocket ?? WebSocket,
      clientId: this.awareness.clientID,
      probe: options.probe ?? defaultProbe,
      isCleanUp: () => this.#isCleanUp,
      onLine: (line) => {
        this.#line = line;
      },
      onSaved: (line) => this.#savedOn(line),
      onChange: (line) => this.#changedOn(line),
    });
  }

  readonly #updated = (update: Uint8Array, origin: unknown, _: Y.Doc, transaction: Y.Transaction): void => {
    this.#isCleanUp = this.#cleanUps.isCleanUp(transaction);
    if (origin === this.#copy && origin !== undefined) return;
    const isMine = origin !== this.#provider && !this.#isCleanUp;
    if (isMine) this.#hasUnsent = true;
    this.#copy?.append(update, isMine);
    this.#refresh();
  };

  #savedOn(line: CountingSocket): void {
    if (line === this.#line && isAcknowledged(line) && this.#hasUnsent) {
      this.#hasUnsent = false;
      this.#copy?.acknowledge();
    }
    this.#refresh();
  }

  #changedOn(line: CountingSocket): void {
    if (line !== this.#line) return;
    if (line.readyState >= line.CLOSING) this.#hasLostLine = true;
    this.#refresh(this.#provider.synced);
  }

  #refresh(isTextHere = false): void {
    if (this.#closing !== undefined) return;
    const status = deriveStatus({
      line: this.#line,
      isSynced: this.#provider.synced,
      hasLostLine: this.#hasLostLine,
      refusal: this.#refusal,
      hasUnsent: this.#hasUnsent,
      isKept: this.isKept,
    });
    const isNews = !isSameStatus(status, this.#status) || (isTextHere && !this.#isLoaded);
    if (isTextHere) this.#isLoaded = true;
    if (!isNews) return;
    // The same status stays the same object.
    if (!isSameStatus(status, this.#status)) this.#status = status;
    for (const listener of this.#listeners) listener();
  }
}

/** Where nothing is painted. */
function atOnce(task: () => void): void {
  task();
}

/** Waits for it, but no longer than this. */
async function within(promise: Promise<void> | undefined, ms: number): Promise<void> {
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(late.resolve, ms);
  await Promise.race([promise, late.promise]);
  clearTimeout(timer);
}

/** Where IndexedDB is forbidden, some browsers throw at the mere name. */
function platformIndexedDB(): IDBFactory | undefined {
  try {
    return typeof indexedDB === "undefined" ? undefined : indexedDB;
  } catch {
    return undefined;
  }
}

function parseServerUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (
    parsed === undefined ||
    !/^wss?:$/.test(parsed.protocol) ||
    parsed.search !== "" ||
    parsed.hash !== ""
  ) {
    throw new Error(`openSession's url must be like "wss://host/sync", got "${url}"`);
  }
  return parsed.href.replace(/\/+$/, "");
}

/** The provider puts the name into the URL as it is. Slashes are part of names: they stay. */
function roomPath(id: string): string {
  return id.split("/").map(encodeURIComponent).join("/");
}

function serverParams(schemaVersion: number | undefined): Record<string, string> {
  const params = { saved: "1" };
  return schemaVersion === undefined ? params : { ...params, schema: String(schemaVersion) };
}
