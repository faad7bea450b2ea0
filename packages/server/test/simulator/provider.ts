import { HocuspocusProvider } from "hocuspocus-provider-4";
import type { Awareness } from "y-protocols/awareness";
import { WebsocketProvider } from "y-websocket";
import type * as Y from "yjs";
import type { ClientSocket } from "./client-socket.ts";
import type { Clock, Owner } from "./clock.ts";
import type { Speech } from "./dialect.ts";

/** What connects a Y.Doc with a server: a stock provider on simulated sockets. It does not call before it is told to. */
export interface Provider {
  readonly awareness: Awareness;
  readonly isSynced: boolean;
  /** Whether the server said: do not come back. */
  readonly isRefused: boolean;
  connect(): void;
  disconnect(): void;
  destroy(): void;
}

export interface ProviderOptions {
  readonly name: string;
  readonly ydoc: Y.Doc;
  readonly clock: Clock;
  /** Whose work is what the provider does. */
  readonly owner: Owner;
  readonly openSocket: () => ClientSocket;
  /** The server said: do not come back. */
  readonly onRefused: () => void;
}

export function providerOf(speech: Speech, options: ProviderOptions): Provider {
  return speech === "hocuspocus" ? new Hocuspocus(options) : yWebsocket(options);
}

const url = "ws://simulated";

/** Providers call a socket's class with `new`; a constructor that returns an object gives that. */
function socketClass({ openSocket }: ProviderOptions): typeof WebSocket {
  const Socket = function Socket() {
    return openSocket();
  };
  return Socket as unknown as typeof WebSocket;
}

function yWebsocket(options: ProviderOptions): Provider {
  const { name, ydoc, onRefused } = options;
  const WebSocketPolyfill = socketClass(options);
  const provider = new WebsocketProvider(url, name, ydoc, {
    WebSocketPolyfill,
    disableBc: true,
    connect: false,
  });
  // It is told how much is saved, and that is counted below it.
  provider.messageHandlers[100] = () => undefined;
  provider.on("closed", onRefused);
  return {
    get isRefused() {
      return !provider.shouldConnect;
    },
    awareness: provider.awareness,
    get isSynced() {
      return provider.synced;
    },
    connect: () => provider.connect(),
    disconnect: () => provider.disconnect(),
    destroy: () => provider.destroy(),
  };
}

/** Told of a close frame with this code, the provider was sent the word `07` for its document; the line goes on. */
const wordOfClose = 1000;

class Hocuspocus implements Provider {
  readonly #options: ProviderOptions;
  readonly #provider: HocuspocusProvider;
  isRefused = false;
  #isDestroyed = false;

  constructor(options: ProviderOptions) {
    this.#options = options;
    const refused = (): void => {
      this.isRefused = true;
      options.onRefused();
    };
    const all = {
      url,
      name: options.name,
      document: options.ydoc,
      token: "",
      WebSocketPolyfill: socketClass(options),
      autoConnect: false,
      delay: 200,
      minDelay: 0,
      maxDelay: 2_500,
      jitter: false,
      onAuthenticationFailed: refused,
      // Its socket was closed too, so that it came back by itself.
      onAuthenticated: () => {
        this.isRefused = false;
      },
      onClose: ({ event }: { event: { code: number } }) => {
        if (event.code === wordOfClose) refused();
      },
    };
    this.#provider = new HocuspocusProvider(all);
  }

  get awareness(): Awareness {
    const { awareness } = this.#provider;
    if (awareness === null) throw new Error("the provider has no awareness");
    return awareness;
  }

  get isSynced(): boolean {
    return this.#provider.isAuthenticated && this.#provider.synced;
  }

  connect(): void {
    this.#do(() => {
      const { websocketProvider } = this.#provider.configuration;
      // Its line is open, and the document closed: all of it comes back.
      if (this.isRefused) websocketProvider.disconnect();
      this.isRefused = false;
      void websocketProvider.connect();
    });
  }

  disconnect(): void {
    this.#do(() => this.#provider.configuration.websocketProvider.disconnect());
  }

  destroy(): void {
    this.#isDestroyed = true;
    this.#provider.destroy();
  }

  /** The provider goes on in promises: those belong to its page. */
  #do(work: () => void): void {
    const { clock, owner } = this.#options;
    clock.after(0, () => void (this.#isDestroyed || work()), owner);
  }
}
