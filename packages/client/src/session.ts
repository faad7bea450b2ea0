import { CloseCode, isFinal, mayOnlyRead } from "@quire/protocol";
import { Awareness } from "y-protocols/awareness";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { createDeviceCopy } from "./device/create-copy.ts";
import type { DeviceCopy, FoundCopy } from "./device/device-copy.ts";
import { pageOwner } from "./device/keeper.ts";
import { type PlaceOnDevice, placeOnDevice } from "./device/place-on-device.ts";
import { RefusedWords } from "./device/refused-words.ts";
import { type CleanUpWatch, watchCleanUps } from "./line/clean-up.ts";
import { type CountingSocket, createSocketClass } from "./line/counting-socket.ts";
import type { ProbeTimes } from "./line/line-probe.ts";
import { Opening, type Refusal } from "./line/opening.ts";
import type { Progress } from "./line/pieces.ts";
import { Returns } from "./line/returns.ts";
import type { TokenSource, Tokens } from "./line/tokens.ts";
import { updateOfNothing } from "./line/update-of-nothing.ts";
import { platformWake, type Wake } from "./line/wake.ts";
import { waysTo } from "./line/ways.ts";
import { keepWireDeletes } from "./line/wire-deletes.ts";
import { parseServerUrl, roomPath, serverParams } from "./server-address.ts";
import { advance } from "./since.ts";
import { deriveStatus, isAcknowledged, isSameStatus, type SessionStatus } from "./status.ts";

/** What a session is opened with. */
export interface SessionOptions {
  /** Where the server's documents are: `wss://host/sync`. */
  readonly url: string;
  /** The document's id, or an open room's name. */
  readonly id: string;
  /** What says who this is, where cookies do not: a token of your application, or of an account. Asked before each line, and before it ends. */
  readonly token?: TokenSource;
  /** The newest schema that this page can show. Left out, the server lets the page in as it is. */
  readonly schemaVersion?: number;
  /**
   * Whether to keep a copy on this device. Default: where the platform has IndexedDB, and beside a `token` only once `keepFor` has
   * said whose copies this page keeps: the next person in this browser would read, and send, what is there.
   */
  readonly deviceCopy?: boolean;
  /** Default: the platform's. */
  readonly indexedDB?: IDBFactory;
  /** Default: the platform's, and where these are blocked, HTTP in their place. */
  readonly WebSocket?: typeof WebSocket;
  /** Calls a task back once what changed is painted. Given twice before that, it may run once. Default: at once. */
  readonly afterPaint?: (task: () => void) => void;
  /** When a silent line is asked for a sign of life, and how long that may take. Default: 10 s and 4.5 s. */
  readonly probe?: ProbeTimes;
  /** What tells it to come back at once. Default: the page's own, when the network is there again or somebody looks again. */
  readonly wake?: Wake;
  /** Asked where words of mine wait on this device: the line waits for it, as for the document itself to be at the server. */
  readonly beforeLine?: () => Promise<unknown>;
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
  /** How much of a long change is saved, while it leaves in pieces; else undefined. Replaced when it changes. */
  readonly progress: Progress | undefined;
  /** How many percent are here of something long that the server sends; else undefined. */
  readonly coming: number | undefined;
  /** Calls back when `status`, `isLoaded`, `progress` or `coming` changed. Returns what ends that. */
  subscribe(listener: () => void): () => void;
  /** Ends the connection, writes what the device's copy lacks, and lets everything go. The ydoc can still be read. */
  close(): Promise<void>;
}

/** Found in less than the 15 s that people are told. */
const defaultProbe: ProbeTimes = { quietMs: 10_000, answerMs: 4_500 };
const retryMs = 10_000;
/** The platform's own code for a message over the server's `maxPayload`: it would be as large the next time. */
const messageTooBig = 1009;
/** Where nothing is painted. */
const atOnce = (task: () => void): void => task();

/** What the session's lines are made with beside its options. */
interface LineSetting {
  /** Where the documents are, as an address. */
  readonly server: string;
  readonly returns: Returns;
  readonly wake: Wake;
  /** Fetched by who has tokens: a page of Quire's own has none. */
  readonly loadTokens: (() => Promise<Tokens>) | undefined;
}

/** Opens a document. The text comes from this device's copy, if there is one, then from the server. */
export function openSession(options: SessionOptions): Session {
  // What cannot be is refused before anything begins that only a session could end.
  const server = parseServerUrl(options.url, "openSession");
  return new OpenSession(options, server, placeOnDevice(options, server));
}

class OpenSession implements Session {
  readonly id: string;
  readonly ydoc = new Y.Doc();
  readonly awareness = new Awareness(this.ydoc);
  readonly #provider: WebsocketProvider;
  readonly #opening: Opening;
  readonly #copy: DeviceCopy | undefined;
  /** What the server does not take goes there. */
  readonly #drawer: RefusedWords;
  readonly #cleanUps: CleanUpWatch;
  readonly #listeners = new Set<() => void>();
  #status: SessionStatus = { state: "connecting" };
  #isLoaded = false;
  #line: CountingSocket | null = null;
  #progress: Progress | undefined;
  #coming: number | undefined;
  readonly #stopWaking: () => void;
  #hasLostLine = false;
  /** A line has ended because its token has, or because my role is another: the next one is as good as there. */
  #isRenewing = false;
  #hasUnsent = false;
  /** How far the server had the document before what is unsent; undefined where nobody knows. */
  #since: Map<number, number> | undefined;
  #hasStoreFailed = false;
  /** The update that is being emitted is Yjs' own tidying. */
  #isCleanUp = false;
  #refusal: Refusal | null = null;
  #closing: Promise<void> | undefined;

  constructor(options: SessionOptions, server: string, place: PlaceOnDevice | undefined) {
    this.id = options.id;
    const wake = options.wake ?? platformWake();
    const returns = new Returns();
    let tokens: Tokens | undefined;
    const { token } = options;
    const loadTokens =
      token &&
      (async () => {
        const module = await import("./line/tokens.ts");
        tokens ??= new module.Tokens(token);
        return tokens;
      });
    const mayReturn = (code: number): boolean => {
      const hasToken = code === CloseCode.unauthenticated && tokens?.refused() === true;
      if (hasToken) returns.hurry();
      this.#isRenewing = hasToken || code === CloseCode.roleChanged;
      return this.#isRenewing || (!isFinal(code) && code !== messageTooBig);
    };
    this.#stopWaking = wake.subscribe(() => {
      this.#line?.wake();
      returns.hurry();
    });
    this.#cleanUps = watchCleanUps(this.ydoc);
    // Before the provider's own listener: an edit is unsent before its frame leaves.
    this.ydoc.on("update", this.#updated);
    this.#copy = place && this.#createCopy(options, place);
    this.#drawer = this.#createDrawer(place);
    this.#provider = new WebsocketProvider(server, roomPath(options.id), this.ydoc, {
      connect: false,
      disableBc: true,
      awareness: this.awareness,
      params: serverParams(options.schemaVersion, pageOwner()),
      // The line itself waits until it is time.
      maxBackoffTime: 0,
      shouldReconnect: ({ code }) => mayReturn(code),
      WebSocketPolyfill: this.#createSocketClass(options, { server, returns, wake, loadTokens }),
    });
    keepWireDeletes(this.#provider);
    // The socket tells its end after the provider has dealt with it, so no status follows here. What listens to a
    // status may close the session, and a provider that is destroyed while it emits `connection-close` never returns.
    this.#provider.on("closed", (refusal) => this.#opening.refuse(refusal));
    this.#provider.on("connection-close", (event) => {
      this.#hasStoreFailed = event?.code === CloseCode.storeFailed;
    });
    this.#opening = this.#createOpening(options, returns);
    void this.#opening.begin(this.#copy?.load().then(this.#found));
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

  get progress(): Progress | undefined {
    return this.#progress;
  }

  get coming(): number | undefined {
    return this.#coming;
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

  #createOpening({ beforeLine }: SessionOptions, returns: Returns): Opening {
    return new Opening({
      beforeLine,
      hasUnsent: () => this.#hasUnsent,
      isUnknown: () => this.#copy?.isUnread === true && !this.#isLoaded,
      connect: () => {
        returns.hurry();
        if (this.#closing === undefined) this.#provider.connect();
      },
      onLate: () => {
        this.#hasLostLine = true;
        this.#refresh();
      },
      onRefused: (refusal) => this.#refused(refusal),
    });
  }

  /** What is on the device is here. What it brings when the line is open already leaves as any edit does. */
  readonly #found = ({ isEmpty, hasUnsent }: FoundCopy): void => {
    if (this.#closing !== undefined) return;
    if (hasUnsent) {
      // What of it the server has was not written down with it.
      if (!this.#hasUnsent) this.#since = undefined;
      this.#hasUnsent = true;
      // The server brought all of it first, so nothing of it leaves, and nothing would be acknowledged.
      if (this.#line !== null && isAcknowledged(this.#line)) this.#line.send(updateOfNothing());
    }
    // What was found after that goes the same way.
    if (this.#refusal !== null) this.#refused(this.#refusal);
    this.#opening.found();
    this.#refresh(!isEmpty);
  };

  async #close(): Promise<void> {
    this.#listeners.clear();
    this.#stopWaking();
    this.#provider.destroy();
    this.#cleanUps.stop();
    // Ends the awareness and its timer too.
    this.ydoc.destroy();
    await Promise.all([this.#copy?.close(), this.#drawer.close()]);
  }

  #createDrawer(place: PlaceOnDevice | undefined): RefusedWords {
    const entry = (name: string) => ({
      id: name,
      documentId: this.id,
      refusedAt: Date.now(),
      ...(this.#refusal ?? { code: 0, reason: "" }),
      state: Y.encodeStateAsUpdate(this.ydoc),
      since: this.#since && Y.encodeStateVector(this.#since),
      isCopy: !this.#hasUnsent,
    });
    return new RefusedWords({ place, ydoc: this.ydoc, entry, retryMs, onChange: () => this.#refresh() });
  }

  #createCopy({ afterPaint = atOnce }: SessionOptions, place: PlaceOnDevice): DeviceCopy {
    return createDeviceCopy(place, {
      ydoc: this.ydoc,
      onChange: () => this.#refresh(),
      onFound: this.#found,
      hearsServer: () => this.#line?.isOpen === true && this.#provider.synced,
      afterPaint,
    });
  }

  #createSocketClass(options: SessionOptions, { server, ...setting }: LineSetting): typeof WebSocket {
    return createSocketClass({
      WebSocket: options.WebSocket ?? waysTo(server, WebSocket),
      clientId: this.awareness.clientID,
      probe: options.probe ?? defaultProbe,
      ...setting,
      afterPaint: options.afterPaint ?? atOnce,
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
    if (isMine && !this.#hasUnsent) this.#since = transaction.beforeState;
    if (isMine) this.#hasUnsent = true;
    else advance(this.#since, transaction);
    this.#copy?.append(update, isMine);
    if (isMine && this.#refusal !== null) this.#drawer.add();
    this.#refresh();
  };

  #savedOn(line: CountingSocket): void {
    if (line === this.#line && isAcknowledged(line) && this.#hasUnsent) {
      this.#hasUnsent = false;
      this.#since = undefined;
      this.#hasStoreFailed = false;
      this.#copy?.acknowledge();
      // What was kept here and is not read yet may be what was refused.
      if (this.#copy?.isUnread === false) this.#drawer.saved(() => !this.#hasUnsent);
    }
    this.#refresh();
  }

  #changedOn(line: CountingSocket): void {
    if (line !== this.#line) return;
    if (line.readyState >= line.CLOSING) {
      // Nobody is told that they are offline, unless the next one comes to nothing.
      this.#hasLostLine = !this.#isRenewing;
      this.#isRenewing = false;
    }
    if (this.#isReaderWithWords(line)) this.#turnAway();
    this.#refresh(this.#provider.synced);
  }

  #refused({ code, reason }: Refusal): void {
    this.#refusal = { code, reason };
    if (this.#hasUnsent) this.#drawer.add();
    else this.#drawer.look({ code, reason, wasLetIn: this.#line?.hasAnswered ?? false });
  }

  /** Nobody asks a reader for what they have: words of theirs from before would wait for ever, and look saved to nobody else. */
  #isReaderWithWords(line: CountingSocket): boolean {
    const isReader = line.isOpen && this.#provider.synced && !line.hasAnswered;
    return isReader && line.sent === 0 && this.#hasUnsent && this.#refusal === null;
  }

  #turnAway(): void {
    this.#refused({ code: CloseCode.forbidden, reason: mayOnlyRead });
    this.#provider.disconnect();
  }

  #refresh(isTextHere = false): void {
    if (this.#closing !== undefined) return;
    this.#opening.look();
    const status = deriveStatus({
      line: this.#line,
      isSynced: this.#provider.synced,
      hasLostLine: this.#hasLostLine,
      hasStoreFailed: this.#hasStoreFailed,
      refusal: this.#refusal,
      hasUnsent: this.#hasUnsent,
      isHere: isTextHere || this.#isLoaded || this.#hasUnsent,
      isCopyUnread: this.#copy?.isUnread ?? false,
      isKept: this.isKept,
      isInDrawer: this.#drawer.isKept,
      isAlone: this.#drawer.isNeeded,
    });
    const { progress, coming } = this.#line ?? {};
    const isNews =
      !isSameStatus(status, this.#status) ||
      (isTextHere && !this.#isLoaded) ||
      progress !== this.#progress ||
      coming !== this.#coming;
    this.#progress = progress;
    this.#coming = coming;
    if (isTextHere) this.#isLoaded = true;
    if (!isNews) return;
    // The same status stays the same object.
    if (!isSameStatus(status, this.#status)) this.#status = status;
    for (const listener of this.#listeners) listener();
  }
}
