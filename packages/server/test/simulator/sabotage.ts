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
        append: (id, seq, record) => {
          void store.append(id, seq, record);
          return Promise.resolve();
        },
      }),
  },
  /** Of what a turn brought, the last update is not logged. */
  lastOfTurnDropped: {
    store: (store) =>
      changed(store, {
        append: (id, seq, record) => {
          const { entries } = record;
          return store.append(id, seq, {
            ...record,
            entries: entries.length > 1 ? entries.slice(0, -1) : entries,
          });
        },
      }),
  },
  /** A document is opened without what came after its snapshot. */
  tailForgotten: {
    store: (store) => changed(store, { load: (id) => ({ ...store.load(id), tail: [] }) }),
  },
  /** A fold takes records out of the log that came while it was made. */
  foldTakesMore: {
    store: (store) =>
      changed(store, { fold: (id, snapshot) => store.fold(id, { ...snapshot, seq: snapshot.seq + 1_000 }) }),
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
    append: (id, seq, record) => store.append(id, seq, record),
    fold: (id, snapshot) => store.fold(id, snapshot),
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
