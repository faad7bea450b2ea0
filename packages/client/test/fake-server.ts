import { decodeMessage, encodeMessage, type Message } from "@quire/protocol";
import * as Y from "yjs";

/** What is on its way to a client: a frame, or the end of the line. */
type Coming = { readonly frame: Uint8Array } | { readonly code: number; readonly reason: string } | "open";

/** A platform's WebSocket whose frames move only when the test says so. */
export class FakeSocket {
  readonly CONNECTING = 0;
  readonly OPEN = 1;
  readonly CLOSING = 2;
  readonly CLOSED = 3;
  readonly url: string;
  readonly protocol = "";
  readonly extensions = "";
  readonly bufferedAmount = 0;
  readyState = 0;
  binaryType = "blob";
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: ArrayBuffer }) => void) | null = null;
  onerror: (() => void) | null = null;
  onclose: ((event: { code: number; reason: string; wasClean: boolean }) => void) | null = null;
  readonly leaving: Uint8Array[] = [];
  readonly coming: Coming[] = [];
  readonly #closed: () => void;

  constructor(url: string | URL, closed: () => void) {
    this.url = String(url);
    this.#closed = closed;
  }

  send(frame: Uint8Array): void {
    if (this.readyState === this.OPEN) this.leaving.push(frame.slice());
  }

  close(): void {
    if (this.readyState >= this.CLOSING) return;
    this.readyState = this.CLOSING;
    this.coming.length = 0;
    this.coming.push({ code: 1005, reason: "" });
    this.#closed();
  }

  /** Takes in what comes next; false if nothing does. */
  takeNext(): boolean {
    const next = this.coming.shift();
    if (next === undefined) return false;
    if (next === "open") {
      this.readyState = this.OPEN;
      this.onopen?.();
    } else if ("frame" in next) {
      this.onmessage?.({ data: next.frame.slice().buffer });
    } else {
      this.readyState = this.CLOSED;
      this.onclose?.({ ...next, wasClean: true });
    }
    return true;
  }
}

/** One client's line, as the server sees it. */
export interface FakeLine {
  readonly socket: FakeSocket;
  readonly heard: Message[];
  /** Sync messages taken in. */
  taken: number;
}

/**
 * A server in memory. What it relays is in `memory`; what it has called saved is in `disk`, which survives a crash.
 * Frames move one at a time, in either direction, when the test says so.
 */
export class FakeServer {
  readonly lines: FakeLine[] = [];
  /** Every socket that was ever made, ended ones too: their close may still be on its way. */
  readonly sockets: FakeSocket[] = [];
  disk = new Y.Doc();
  memory = new Y.Doc();
  /** Readers get no step 1. */
  canWrite = true;
  /** Every connect is closed with this code. */
  refusal: number | undefined;

  /** The WebSocket class of one client's platform. It puts every socket that it makes into the list. */
  platform(sockets: FakeSocket[] = []): typeof WebSocket {
    const connect = (socket: FakeSocket) => {
      sockets.push(socket);
      this.sockets.push(socket);
      this.#connect(socket);
    };
    const closed = (socket: FakeSocket) => this.#drop(socket);
    return class extends FakeSocket {
      constructor(url: string | URL) {
        super(url, () => closed(this));
        connect(this);
      }
    } as unknown as typeof WebSocket;
  }

  /** Takes in the next frame of a line; false if there is none. */
  takeNext(line: FakeLine): boolean {
    const frame = line.socket.leaving.shift();
    if (frame === undefined) return false;
    const message = decodeMessage(frame);
    line.heard.push(message);
    switch (message.type) {
      case "sync-step-1":
        this.#say(line, {
          type: "sync-step-2",
          update: Y.encodeStateAsUpdate(this.memory, message.stateVector),
        });
        break;
      case "sync-step-2":
      case "update":
        line.taken++;
        Y.applyUpdate(this.memory, message.update);
        for (const other of this.lines) if (other !== line) this.#say(other, { ...message, type: "update" });
        break;
      case "awareness":
        for (const other of this.lines) if (other !== line) this.#say(other, message);
        break;
      case "query-awareness":
        this.#say(line, { type: "awareness", update: Uint8Array.of(0) });
        break;
      default:
        throw new Error(`no client sends ${message.type}`);
    }
    return true;
  }

  /** Moves every frame, both ways, until none is on its way. */
  settle(): void {
    let moved = true;
    while (moved) {
      moved = false;
      for (const line of this.lines) moved = this.takeNext(line) || moved;
      for (const socket of this.sockets) moved = socket.takeNext() || moved;
    }
  }

  /** Everything taken in so far reaches the disk, and is called saved. */
  flush(): void {
    Y.applyUpdate(this.disk, Y.encodeStateAsUpdate(this.memory));
    for (const line of this.lines) {
      if (line.taken > 0) this.#say(line, { type: "saved", count: line.taken });
    }
  }

  /** The process dies: what was not flushed is gone, and so is every line. */
  crash(): void {
    this.memory = new Y.Doc();
    Y.applyUpdate(this.memory, Y.encodeStateAsUpdate(this.disk));
    for (const line of this.lines.slice()) this.end(line, 1006);
  }

  /** Closes a line. What was on its way to the client still arrives, or is lost with it. */
  end(line: FakeLine, code: number, reason = ""): void {
    if (code === 1006) line.socket.coming.length = 0;
    line.socket.coming.push({ code, reason });
    this.#drop(line.socket);
  }

  #connect(socket: FakeSocket): void {
    const line: FakeLine = { socket, heard: [], taken: 0 };
    this.lines.push(line);
    socket.coming.push("open");
    if (this.refusal !== undefined) this.end(line, this.refusal, "refused by the test");
    else if (this.canWrite)
      this.#say(line, { type: "sync-step-1", stateVector: Y.encodeStateVector(this.memory) });
  }

  #drop(socket: FakeSocket): void {
    const index = this.lines.findIndex((line) => line.socket === socket);
    if (index >= 0) this.lines.splice(index, 1);
  }

  #say(line: FakeLine, message: Message): void {
    line.socket.coming.push({ frame: encodeMessage(message) });
  }
}
