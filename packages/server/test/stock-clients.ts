import {
  addressed,
  decodeHocuspocus,
  encodeAddress,
  encodeMessage,
  type HocuspocusFrame,
} from "@quire/protocol";
import * as hocuspocus2 from "hocuspocus-provider-2";
import * as hocuspocus3 from "hocuspocus-provider-3";
import * as hocuspocus4 from "hocuspocus-provider-4";
import { WebSocket } from "ws";
import type { Awareness } from "y-protocols/awareness";
import * as yWebsocket3 from "y-websocket";
import * as yWebsocket1 from "y-websocket-1";
import * as yWebsocket2 from "y-websocket-2";
import * as Y from "yjs";

/** A provider as npm has it, seen through what all of them do. */
export interface StockClient {
  readonly ydoc: Y.Doc;
  readonly awareness: Awareness;
  readonly isConnected: boolean;
  readonly isSynced: boolean;
  /** Messages that the server sent on its line. */
  readonly heard: number;
  /** Lines that were lost. */
  readonly lost: number;
  /** How the server said no last: a close code, or a word of hocuspocus' protocol. */
  readonly refusal: string | undefined;
  destroy(): void;
}

/** A kind of provider and how to open a document with it. */
export interface StockKind {
  readonly name: string;
  /** The words in which its protocol refuses a document that does not exist, and the writing of a reader. */
  readonly refusals: { readonly notFound: string; readonly mayOnlyRead: string };
  /** `watchdogMs`: after how long without a message it gives the line up, where it can be told; else 30 s. */
  open(port: number, id: string, params?: Record<string, string>, watchdogMs?: number): StockClient;
}

type YWebsocketProvider = yWebsocket3.WebsocketProvider;
type YWebsocketModule = Pick<typeof yWebsocket3, "WebsocketProvider">;

function yWebsocket(name: string, { WebsocketProvider }: YWebsocketModule): StockKind {
  return {
    name,
    refusals: { notFound: "4404", mayOnlyRead: "4403" },
    open(port, id, params = {}) {
      const provider = new WebsocketProvider(`ws://127.0.0.1:${port}/sync`, id, new Y.Doc(), {
        WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
        disableBc: true,
        params,
      });
      return new YWebsocketClient(provider);
    },
  };
}

class YWebsocketClient implements StockClient {
  readonly provider: YWebsocketProvider;
  lost = 0;
  heard = 0;
  refusal: string | undefined;

  constructor(provider: YWebsocketProvider) {
    this.provider = provider;
    provider.on("connection-close", (event: { code: number } | null) => {
      this.lost++;
      if (event !== null && event.code >= 4400 && event.code < 4500) this.refusal = String(event.code);
    });
    provider.on("status", ({ status }: { status: string }) => {
      if (status === "connected") this.#listen();
    });
  }

  get ydoc(): Y.Doc {
    return this.provider.doc;
  }

  get awareness(): Awareness {
    return this.provider.awareness;
  }

  get isConnected(): boolean {
    return this.provider.wsconnected;
  }

  get isSynced(): boolean {
    return this.provider.synced;
  }

  destroy(): void {
    this.provider.destroy();
  }

  #listen(): void {
    this.provider.ws?.addEventListener("message", () => {
      this.heard++;
    });
  }
}

type HocuspocusModule = Pick<typeof hocuspocus4, "HocuspocusProvider" | "HocuspocusProviderWebsocket">;

/** What each kind of hocuspocus' providers is opened with: come back soon, and without a channel beside the server. */
const impatient = { delay: 20, minDelay: 10, maxDelay: 100, broadcast: false, quiet: true };

/** A kind of hocuspocus provider; several of its documents can share a socket. */
export interface HocuspocusKind extends StockKind {
  open(port: number, id: string, params?: Record<string, string>, watchdogMs?: number): HocuspocusClient;
  /** A socket for many documents. */
  socket(port: number, params?: Record<string, string>, watchdogMs?: number): HocuspocusSocketClient;
}

export interface HocuspocusSocketClient {
  readonly websocket: hocuspocus4.HocuspocusProviderWebsocket;
  open(id: string, further?: object): HocuspocusClient;
  destroy(): void;
}

function hocuspocus(name: string, module: HocuspocusModule): HocuspocusKind {
  const { HocuspocusProvider, HocuspocusProviderWebsocket } = module;
  const at = (port: number, params: Record<string, string> = {}) =>
    `ws://127.0.0.1:${port}/hocuspocus?${new URLSearchParams(params)}`;
  return {
    name,
    refusals: { notFound: "there is no such document", mayOnlyRead: "08 00" },
    open(port, id, params, watchdogMs) {
      const socket = this.socket(port, params, watchdogMs);
      const client = socket.open(id);
      const leave = client.destroy.bind(client);
      client.destroy = () => {
        leave();
        socket.destroy();
      };
      return client;
    },
    socket(port, params, watchdogMs = 30_000) {
      const url = at(port, params);
      const websocketProvider = new HocuspocusProviderWebsocket({
        ...impatient,
        messageReconnectTimeout: watchdogMs,
        url,
        WebSocketPolyfill: WebSocket,
      });
      return {
        websocket: websocketProvider,
        open(id, further = {}) {
          const options = { ...impatient, name: id, document: new Y.Doc(), token: "a token", ...further };
          const provider = new HocuspocusProvider({ ...options, websocketProvider });
          // From 3 on a provider on a shared socket is attached by hand.
          if ("attach" in provider) provider.attach();
          return new HocuspocusClient(provider);
        },
        destroy: () => websocketProvider.destroy(),
      };
    },
  };
}

/** A hocuspocus provider and what the server said to it. */
export class HocuspocusClient implements StockClient {
  readonly provider: hocuspocus4.HocuspocusProvider;
  readonly frames: HocuspocusFrame[] = [];
  lost = 0;
  heard = 0;
  refusal: string | undefined;

  constructor(provider: hocuspocus4.HocuspocusProvider) {
    this.provider = provider;
    provider.on("message", ({ event }: { event: { data: ArrayBuffer } }) => this.#hear(event.data));
    provider.on("authenticationFailed", ({ reason }: { reason: string }) => {
      this.refusal = reason;
    });
    provider.on("disconnect", () => this.lost++);
    provider.configuration.websocketProvider.on("message", () => this.heard++);
  }

  get ydoc(): Y.Doc {
    return this.provider.document;
  }

  get awareness(): Awareness {
    const { awareness } = this.provider;
    if (awareness === null) throw new Error("this provider was given no awareness");
    return awareness;
  }

  get isConnected(): boolean {
    return this.provider.configuration.websocketProvider.status === "connected";
  }

  get isSynced(): boolean {
    return this.provider.isSynced;
  }

  get unsynced(): number {
    return this.provider.unsyncedChanges;
  }

  destroy(): void {
    this.provider.destroy();
  }

  /** Resolves when the server has answered what is asked now: what it said before has come. */
  async probe(): Promise<void> {
    const answer = new Promise<void>((done) => {
      const hear = ({ event }: { event: { data: ArrayBuffer } }): void => {
        const frame = decodeHocuspocus(new Uint8Array(event.data));
        if (frame.type !== "message" || frame.message.type !== "awareness") return;
        this.provider.off("message", hear);
        done();
      };
      this.provider.on("message", hear);
    });
    const { websocketProvider, name } = this.provider.configuration;
    websocketProvider.send(addressed(encodeAddress(name), encodeMessage({ type: "query-awareness" })));
    await answer;
  }

  #hear(data: ArrayBuffer): void {
    const frame = decodeHocuspocus(new Uint8Array(data));
    this.frames.push(frame);
    if (frame.type === "sync-status" && !frame.isTaken) this.refusal = "08 00";
  }
}

export const yWebsocketKinds: readonly StockKind[] = [
  yWebsocket("y-websocket 1.5", yWebsocket1 as unknown as YWebsocketModule),
  yWebsocket("y-websocket 2.1", yWebsocket2 as unknown as YWebsocketModule),
  yWebsocket("y-websocket 3.1", yWebsocket3),
];

export const hocuspocusKinds: readonly HocuspocusKind[] = [
  hocuspocus("hocuspocus 2.15", hocuspocus2 as unknown as HocuspocusModule),
  hocuspocus("hocuspocus 3.4", hocuspocus3 as unknown as HocuspocusModule),
  hocuspocus("hocuspocus 4.8", hocuspocus4),
];

/** Every provider that the server promises to serve. */
export const stockKinds: readonly StockKind[] = [...yWebsocketKinds, ...hocuspocusKinds];
