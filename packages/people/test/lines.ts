import {
  addressed,
  decodeAwareness,
  decodeHocuspocus,
  decodeMessage,
  encodeAddress,
  encodeAwareness,
  encodeFrames,
  encodeHocuspocus,
  encodeMessage,
  type Message,
  opcodes,
  readClose,
  readFrames,
} from "@quire/protocol";
import * as Y from "yjs";

/** What somebody says of themselves with each request: their cookies and Origin, or their token. */
export type Headers = Readonly<Record<string, string>>;

/** Where a line leads, and as whom. */
interface Way {
  readonly port: number;
  readonly documentId: string;
  readonly headers: Headers;
}

/** What carries messages both ways, and what it tells. */
interface Wire {
  send(message: Message): void;
  close(): void;
}
interface Listener {
  hear(message: Message): void;
  /** With the code of docs/spec.md, also where the transport has none. */
  end(code: number): void;
}

/** Every way in which a document is open to somebody. */
export const transports = {
  "a WebSocket": overWebSocket,
  HTTP: overHttp,
  "hocuspocus' protocol": overHocuspocus,
} as const;
export type Transport = keyof typeof transports;

/** Somebody at a document: writes words, sees who else is there, and knows how it ended. */
export class Line {
  readonly ydoc = new Y.Doc();
  /** Who is seen there: the state of each client. */
  readonly seen = new Map<number, string>();
  /** Sync messages that were sent, and how many of them were called saved. */
  sent = 0;
  saved = 0;
  /** The code that it was ended with; undefined while it is open. */
  code: number | undefined;
  readonly #wire: Wire;
  readonly #waiting = new Set<() => void>();
  #answers = 0;
  #hasAll = false;

  private constructor(transport: Transport, way: Way) {
    this.#wire = transports[transport](way, {
      hear: (message) => this.#hear(message),
      end: (code) => {
        this.code ??= code;
        this.#wake();
      },
    });
    this.ydoc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== this) this.#sync({ type: "update", update });
    });
    this.#wire.send({ type: "sync-step-1", stateVector: Uint8Array.of(0) });
  }

  /** One that has all that the server had. */
  static async open(transport: Transport, way: Way): Promise<Line> {
    const line = new Line(transport, way);
    await line.until(() => line.#hasAll);
    return line;
  }

  get text(): string {
    return this.ydoc
      .getXmlFragment("document")
      .toString()
      .replaceAll(/<[^>]*>/g, "");
  }

  /** Writes at the end, whatever may come of it. */
  write(words: string): void {
    const fragment = this.ydoc.getXmlFragment("document");
    const last = fragment.length === 0 ? undefined : (fragment.get(fragment.length - 1) as Y.XmlElement);
    if (last === undefined) {
      const block = new Y.XmlElement("paragraph");
      block.insert(0, [new Y.XmlText(words)]);
      fragment.insert(0, [block]);
    } else {
      const text = last.get(0) as Y.XmlText;
      text.insert(text.length, words);
    }
  }

  /** Shows others that one is there. */
  announce(): void {
    const entry = { clientId: this.ydoc.clientID, clock: 1, state: '{"cursor":null}' };
    this.#wire.send({ type: "awareness", update: encodeAwareness([entry]) });
  }

  /** Resolves when the server has answered what is asked now: what it said before has come. */
  async probe(): Promise<void> {
    const before = this.#answers;
    this.#wire.send({ type: "query-awareness" });
    await this.until(() => this.#answers > before);
  }

  /** Resolves when it holds; rejects when the line ends before. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      if (this.code !== undefined) throw new Error(`the line ended with ${this.code}`);
      await this.#next();
    }
  }

  /** Resolves with the code that it ends with. */
  async ended(): Promise<number> {
    while (this.code === undefined) await this.#next();
    return this.code;
  }

  close(): void {
    this.#wire.close();
  }

  async #next(): Promise<void> {
    const heard = Promise.withResolvers<void>();
    this.#waiting.add(heard.resolve);
    await heard.promise;
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  #sync(message: Message): void {
    this.sent++;
    this.#wire.send(message);
  }

  #hear(message: Message): void {
    if (message.type === "sync-step-1")
      this.#sync({ type: "sync-step-2", update: Y.encodeStateAsUpdate(this.ydoc, message.stateVector) });
    else if (message.type === "sync-step-2" || message.type === "update") {
      Y.applyUpdate(this.ydoc, message.update, this);
      this.#hasAll ||= message.type === "sync-step-2";
    } else if (message.type === "awareness") {
      this.#answers++;
      for (const { clientId, state } of decodeAwareness(message.update))
        if (state === "null") this.seen.delete(clientId);
        else this.seen.set(clientId, state);
    } else if (message.type === "saved") this.saved = message.count;
    this.#wake();
  }
}

/** A socket whose messages wait until it is open, and are nothing once it is not. */
function socketAt(
  address: string,
  headers: Headers,
  hear: (bytes: Uint8Array) => void,
  end: Listener["end"],
) {
  // Node's own takes headers, which the types of browsers do not know.
  const socket = new WebSocket(address, { headers } as unknown as string[]);
  socket.binaryType = "arraybuffer";
  const waiting: Uint8Array<ArrayBuffer>[] = [];
  socket.addEventListener("open", () => {
    for (const bytes of waiting.splice(0)) socket.send(bytes);
  });
  socket.addEventListener("message", ({ data }) => hear(new Uint8Array(data as ArrayBuffer)));
  socket.addEventListener("close", ({ code }) => end(code));
  return {
    send(bytes: Uint8Array): void {
      if (socket.readyState === WebSocket.CONNECTING) waiting.push(Uint8Array.from(bytes));
      else socket.send(Uint8Array.from(bytes));
    },
    close: () => socket.close(),
  };
}

function overWebSocket({ port, documentId, headers }: Way, { hear, end }: Listener): Wire {
  const address = `ws://127.0.0.1:${port}/sync/${documentId}?saved=1`;
  const socket = socketAt(address, headers, (bytes) => hear(decodeMessage(bytes)), end);
  return { send: (message) => socket.send(encodeMessage(message)), close: () => socket.close() };
}

/** hocuspocus ends a document with a sentence and no code. */
const sentences: Readonly<Record<string, number>> = {
  "this server does not know who you are": 4401,
  "you may not open this document": 4403,
  "there is no such document": 4404,
  "this document was deleted": 4410,
};

function overHocuspocus({ port, documentId, headers }: Way, { hear, end }: Listener): Wire {
  let taken = 0;
  const take = (bytes: Uint8Array): void => {
    const frame = decodeHocuspocus(bytes);
    if (frame.type === "message") hear(frame.message);
    // It calls each message saved by itself.
    else if (frame.type === "sync-status" && frame.isTaken) hear({ type: "saved", count: ++taken });
    else if (frame.type === "close" || frame.type === "denied") {
      const reason = frame.reason ?? "";
      end(reason.startsWith("this document was replaced by ") ? 4410 : (sentences[reason] ?? 0));
    }
  };
  const socket = socketAt(`ws://127.0.0.1:${port}/hocuspocus`, headers, take, end);
  socket.send(encodeHocuspocus({ type: "token", address: documentId, token: "", version: "4.8.0" }));
  const address = encodeAddress(documentId);
  return {
    send: (message) => socket.send(addressed(address, encodeMessage(message))),
    close: () => socket.close(),
  };
}

/** What is said while a request is on its way goes with the next. */
function overHttp({ port, documentId, headers }: Way, listener: Listener): Wire {
  const base = `http://127.0.0.1:${port}/api/lines`;
  const leaving = new AbortController();
  const open = async (): Promise<{ line: string } | { code: number }> => {
    const answer = await fetch(`${base}?saved=1`, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json", connection: "close" },
      body: JSON.stringify({ document: documentId }),
    });
    return (await answer.json()) as { line: string } | { code: number };
  };
  const waiting: Message[] = [];
  const line = open().then((opened) => {
    if ("line" in opened) return opened.line;
    listener.end(opened.code);
    return undefined;
  });
  const isOver = listenOn(base, line, { headers, signal: leaving.signal, listener }).then(async (isTold) => {
    if (isTold || leaving.signal.aborted) return;
    // Who may not read any more is given nothing that waits on the line (L4): they hear why when they come back.
    const again = await open();
    listener.end("code" in again ? again.code : 0);
  });
  void isOver.catch(() => listener.end(0));
  let bodies = 0;
  let isSaying = false;
  const say = async (): Promise<void> => {
    const id = await line;
    while (waiting.length > 0 && id !== undefined) {
      const frames = waiting.splice(0).flatMap((message) => encodeFrames(encodeMessage(message)));
      await fetch(`${base}/${id}/${++bodies}`, {
        method: "POST",
        headers: { ...headers, "content-type": "application/octet-stream" },
        body: Buffer.concat(frames),
      });
    }
    isSaying = false;
  };
  return {
    send(message) {
      waiting.push(message);
      if (isSaying) return;
      isSaying = true;
      // What a line does not hear any more is refused; what ended it comes with the answers.
      void say().catch(() => undefined);
    },
    close: () => leaving.abort(),
  };
}

/** Hears what comes on the line until it ends. Resolves with whether it said why. */
async function listenOn(
  base: string,
  line: Promise<string | undefined>,
  { headers, signal, listener }: { headers: Headers; signal: AbortSignal; listener: Listener },
): Promise<boolean> {
  const id = await line;
  if (id === undefined) return true;
  let parts: Uint8Array[] = [];
  for (let answers = 1; !signal.aborted; answers++) {
    const answer = await fetch(`${base}/${id}/${answers}`, { headers, signal }).catch(() => undefined);
    if (answer?.status !== 200) return false;
    for (const { opcode, isLast, payload } of readFrames(new Uint8Array(await answer.arrayBuffer()))) {
      if (opcode === opcodes.close) {
        listener.end(readClose(payload).code);
        return true;
      }
      if (opcode === opcodes.ping) continue;
      parts.push(payload);
      if (!isLast) continue;
      listener.hear(decodeMessage(Buffer.concat(parts)));
      parts = [];
    }
  }
  return true;
}
