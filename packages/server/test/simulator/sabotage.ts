import { schemaVersion } from "@quire/schema";
import { decodeLogRecord, encodeLogRecord } from "../../src/store/log-record.ts";
import type { UpdateStore } from "../../src/store/store.ts";
import { Bundle } from "../../src/sync/bundle.ts";
import type { Sabotage } from "./server.ts";
import type { WatchedConnection } from "./watched-connection.ts";

/** Ways to break the product, each of which a judge must notice. */
export const sabotages = {
  /** Edits are called saved when the store was given them. */
  savedBeforeFlush: {
    store: (store) =>
      changed(store, {
        append: (...args) => {
          void store.append(...args);
          return Promise.resolve();
        },
      }),
  },
  /** Of what a turn brought, the last update is not logged. */
  lastOfTurnDropped: {
    store: (store) =>
      changed(store, {
        append: (id, seq, bytes, isListed) => {
          const { time, entries } = decodeLogRecord(bytes);
          const kept = entries.length > 1 ? entries.slice(0, -1) : entries;
          return store.append(id, seq, encodeLogRecord({ time, entries: kept }), isListed);
        },
      }),
  },
  /** A document is opened without what came after its snapshot. */
  tailForgotten: {
    store: (store) => changed(store, { load: (id) => ({ ...store.load(id), records: [] }) }),
  },
  /** A fold takes records out of the log that came while it was made. */
  foldTakesMore: {
    store: (store) =>
      changed(store, {
        fold: (id, fold) => {
          const last = fold.folded.at(-1) ?? 0;
          const more = Array.from({ length: 20 }, (_, at) => last + at + 1);
          return store.fold(id, { ...fold, folded: [...fold.folded, ...more] });
        },
      }),
  },
  /** Who sends an update is told it. */
  relayedToSender: {
    connection: (connection) =>
      afterHearing(connection, (message) => {
        if (message[0] === 0 && message[1] === 2) connection.relay(new Bundle([message]));
      }),
  },
  /** What a message brings is relayed twice. */
  relayedTwice: {
    connection: (connection) => {
      const relay = connection.relay.bind(connection);
      connection.relay = (bundle) => {
        relay(bundle);
        relay(bundle);
      };
    },
  },
  /** One message in fifty does not reach one of those who should get it. */
  relayDropped: {
    connection: (connection) => {
      const relay = connection.relay.bind(connection);
      let count = 0;
      connection.relay = (bundle) => {
        if (++count % 50 !== 0) relay(bundle);
      };
    },
  },
  /** Each message counts for two. */
  countedTwice: {
    connection: (connection) => {
      const saved = connection.saved.bind(connection);
      connection.saved = (count) => saved(2 * count);
    },
  },
  /** One update in twenty is refused. */
  honestRefused: {
    connection: (connection) => {
      let count = 0;
      afterHearing(connection, (message) => {
        if (message[0] === 0 && message[1] === 2 && ++count % 20 === 0) connection.close(4422, "refused");
      });
    },
  },
  /** A hocuspocus provider is told `08 01` once more for each update, at once. */
  takenTwice: {
    member: (member) => {
      const receive = member.receive.bind(member);
      member.receive = (message, bytes) => {
        receive(message, bytes);
        if (message.type === "update") member.send(Uint8Array.of(8, 1));
      };
    },
  },
  /** Every page is taken for a new one. */
  oldPagesStay: {
    connection: (connection) => void Object.defineProperty(connection, "schema", { value: schemaVersion }),
  },
  /** Whoever may only read is let in as a writer. */
  readersWrite: { admission: ({ person }) => ({ person, canWrite: true }) },
  /** The room does not notice that somebody left. */
  nobodyLeaves: {
    room: (room) => {
      room.leave = () => undefined;
    },
  },
} as const satisfies Record<string, Sabotage>;

function changed(store: UpdateStore, change: Partial<UpdateStore>): UpdateStore {
  return {
    get failure() {
      return store.failure;
    },
    opened: store.opened,
    subscribe: (listener) => store.subscribe(listener),
    load: (id) => store.load(id),
    append: (...args) => store.append(...args),
    fold: (id, fold) => store.fold(id, fold),
    openSegment: (id) => store.openSegment(id),
    ...change,
  };
}

function afterHearing(connection: WatchedConnection, then: (message: Uint8Array) => void): void {
  const heard = connection.heard.bind(connection);
  connection.heard = (message) => {
    heard(message);
    then(message);
  };
}
