import { type CloseCode, hocuspocusKeepalive, isFinal, type Person } from "@quire/protocol";
import type { Heart } from "../../src/sync/heart.ts";
import { HocuspocusEnvelopes } from "../../src/sync/hocuspocus-envelopes.ts";
import type { HocuspocusMember } from "../../src/sync/hocuspocus-member.ts";
import { HocuspocusSocket } from "../../src/sync/hocuspocus-socket.ts";
import type { Rates } from "../../src/sync/pace.ts";
import type { Room } from "../../src/sync/room.ts";
import type { Turns } from "../../src/sync/turns.ts";
import type { Clock } from "./clock.ts";
import type { Speech } from "./dialect.ts";
import type { ServerSocket } from "./server-socket.ts";
import { WatchedConnection } from "./watched-connection.ts";
import { WatchedMember } from "./watched-member.ts";
import type { MemberWatcher } from "./watcher.ts";

/** Somebody's page, as the server is told of it. */
export interface Page {
  readonly speech: Speech;
  /** The newest schema version that it can show. */
  readonly schema: number;
}

/** Who is at a client, and what they may do. */
export interface Admission {
  readonly person: Person;
  readonly canWrite: boolean;
}

/** Somebody who calls; who they are is known so much later. They may speak before that. */
export interface Call {
  readonly socket: ServerSocket;
  readonly page: Page;
  readonly authorizeMs: number;
  readonly authorize: () => Admission;
}

export interface ReceptionOptions {
  readonly clock: Clock;
  readonly turns: Turns;
  readonly heart: Heart;
  readonly watcher: MemberWatcher;
  readonly rates: Rates;
  /** The room, or the reason why nobody may come in. */
  readonly open: () => Room | { readonly code: CloseCode; readonly reason: string };
  readonly onConnection: (connection: WatchedConnection) => void;
  readonly onMember: (member: HocuspocusMember) => void;
  readonly onError: (error: unknown) => void;
}

const timings = { keepaliveMs: 20_000, pingMs: 10_000, pongTimeoutMs: 25_000, stallMs: 30_000 };

/** Where calls come in: what the routes do with a socket, for both worlds' clients, without the HTTP before it. */
export class Reception {
  readonly #options: ReceptionOptions;
  readonly #envelopes = new HocuspocusEnvelopes();
  readonly #ends = new WeakMap<ServerSocket, (code: CloseCode, reason: string) => void>();

  constructor(options: ReceptionOptions) {
    this.#options = options;
  }

  accept(call: Call): void {
    if (call.page.speech === "hocuspocus") this.#acceptHocuspocus(call);
    else this.#acceptConnection(call);
  }

  /** Ends what somebody is in. */
  end(socket: ServerSocket, code: CloseCode, reason: string): void {
    this.#ends.get(socket)?.(code, reason);
  }

  #acceptConnection({ socket, page, authorizeMs, authorize }: Call): void {
    const { watcher, clock, open, onConnection, onError } = this.#options;
    const options = {
      ...this.#lineOptions(socket),
      wantsSaved: true,
      wantsRemover: false,
      wantsParts: false,
      schema: page.schema,
      onError,
    };
    const connection = new WatchedConnection(options, watcher);
    onConnection(connection);
    this.#ends.set(socket, (code, reason) => connection.close(code, reason));
    clock.after(authorizeMs, () => {
      if (connection.isClosed) return;
      const room = open();
      if ("code" in room) return connection.close(room.code, room.reason);
      const { person, canWrite } = authorize();
      connection.admit(room, person, canWrite);
    });
  }

  #acceptHocuspocus({ socket, page, authorizeMs, authorize }: Call): void {
    const { clock, open, onError, onMember, watcher } = this.#options;
    const watched = new Map<HocuspocusMember, WatchedMember>();
    const members = {
      add: (member: HocuspocusMember) => {
        watched.set(member, new WatchedMember(member, watcher));
        onMember(member);
      },
      delete: (member: HocuspocusMember) => {
        watched.get(member)?.left();
        watched.delete(member);
      },
    };
    const speaker = new HocuspocusSocket({
      ...this.#lineOptions(socket),
      keepalive: hocuspocusKeepalive,
      maxDocuments: 100,
      schema: page.schema,
      envelopes: this.#envelopes,
      ask: async ({ answer }) =>
        clock.after(authorizeMs, () => {
          const room = open();
          // A server that stops closes its sockets.
          if ("code" in room && !isFinal(room.code)) speaker.close(room.code, room.reason);
          else answer("code" in room ? room : { room, ...authorize() });
        }),
      members,
      onError,
    });
    this.#ends.set(socket, (code, reason) => {
      for (const member of watched.values()) member.close(code, reason);
      if (watched.size === 0) speaker.close(code, reason);
    });
  }

  #lineOptions({ webSocket, wire }: ServerSocket) {
    const { turns, heart, rates } = this.#options;
    return { socket: webSocket, wire, turns, heart, timings, rates };
  }
}
