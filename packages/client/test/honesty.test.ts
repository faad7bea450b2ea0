import { openSession, type Session } from "@quire/client";
import { IDBFactory } from "fake-indexeddb";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { seedChance } from "./chance.ts";
import { FakeServer, type FakeSocket } from "./fake-server.ts";
import { Waking } from "./waking.ts";

beforeEach(() => {
  seedChance();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Someone at a device, who reloads the page now and then. Remembers every edit of theirs, and judges each "saved". */
class Writer {
  readonly #server: FakeServer;
  readonly #device = new IDBFactory();
  /** What of this page's database waits, where that is slow. */
  #slow: (() => void)[] | undefined;
  readonly #typed = new Map<number, number>();
  readonly #deleted: { readonly client: number; readonly clock: number }[] = [];
  readonly sockets: FakeSocket[] = [];
  readonly wake = new Waking();
  #session: Session | undefined;

  constructor(server: FakeServer) {
    this.#server = server;
  }

  get session(): Session {
    if (this.#session === undefined) throw new Error("nobody has opened the page yet");
    return this.#session;
  }

  get text(): Y.Text {
    return this.session.ydoc.getText("t");
  }

  get line() {
    return this.#server.lines.find(({ socket }) => socket === this.sockets.at(-1));
  }

  /** Resolves when the page has begun to connect; where the database is slow, before its copy is read. */
  async open(isSlow = false): Promise<void> {
    const before = this.sockets.length;
    this.#slow = isSlow ? [] : undefined;
    const WebSocket = this.#server.platform(this.sockets);
    const session = openSession({
      url: "ws://fake/sync",
      id: "document-of-a-test",
      indexedDB: isSlow ? this.#slowDevice() : this.#device,
      WebSocket,
      wake: this.wake,
    });
    this.#session = session;
    session.ydoc.on("afterTransaction", (transaction: Y.Transaction) => this.#remember(transaction));
    session.subscribe(() => this.judge());
    while (this.sockets.length === before) {
      if (isSlow) vi.advanceTimersByTime(1_000);
      await new Promise(setImmediate);
    }
  }

  async reload(isSlow: boolean): Promise<void> {
    await this.answer();
    await this.session.close();
    await this.open(isSlow);
  }

  /** Resolves when the page has what its database had. */
  async answer(): Promise<void> {
    const waiting = this.#slow ?? [];
    this.#slow = undefined;
    if (waiting.length === 0) return;
    for (const give of waiting) give();
    // As many as opening and reading it takes.
    for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
  }

  /** The database, which answers when it is told to. */
  #slowDevice(): IDBFactory {
    const open = (name: string, version: number) => {
      const request: Partial<IDBOpenDBRequest> & { result?: IDBDatabase } = {};
      this.#slow?.push(() => {
        const opening = this.#device.open(name, version);
        opening.onsuccess = () => {
          Object.assign(request, { result: opening.result });
          request.onsuccess?.call(opening, new Event("success"));
        };
      });
      return request;
    };
    return { open } as unknown as IDBFactory;
  }

  type(at: number): void {
    this.session.ydoc.transact(() => this.text.insert(at % (this.text.length + 1), "x"), this);
    expect(this.session.status.state).not.toBe("saved");
  }

  delete(at: number): void {
    if (this.text.length === 0) return;
    this.session.ydoc.transact(() => this.text.delete(at % this.text.length, 1), this);
    expect(this.session.status.state).not.toBe("saved");
  }

  /** Where the page says saved, the disk has every word and every deletion of this person's. */
  judge(): void {
    const { status } = this.session;
    if (status.state === "saved") expect(this.missing()).toEqual([]);
    if (status.state === "offline" && !status.unsent) expect(this.missing()).toEqual([]);
  }

  missing(): string[] {
    const { store } = this.#server.disk;
    const deletions = Y.createDeleteSetFromStructStore(store);
    const typed = [...this.#typed].filter(([client, clock]) => Y.getState(store, client) < clock);
    const deleted = this.#deleted.filter(
      ({ client, clock }) => !Y.isDeleted(deletions, Y.createID(client, clock)),
    );
    return [
      ...typed.map(([client, clock]) => `what ${client} typed up to ${clock}`),
      ...deleted.map(({ client, clock }) => `the deletion of ${client}:${clock}`),
    ];
  }

  #remember({ origin, doc, deleteSet }: Y.Transaction): void {
    if (origin !== this) return;
    this.#typed.set(doc.clientID, Y.getState(doc.store, doc.clientID));
    for (const [client, ranges] of deleteSet.clients) {
      for (const { clock, len } of ranges) {
        for (let offset = 0; offset < len; offset++) this.#deleted.push({ client, clock: clock + offset });
      }
    }
  }
}

/** How the server ends a line, and where in the list two of them stand. */
const ends = [1012, 1006, 4500];
const lost = ends.indexOf(1006);
const storeFailed = ends.indexOf(4500);

interface Step {
  readonly act: string;
  readonly who: 0 | 1;
  readonly at: number;
}

const who = fc.constantFrom(0 as const, 1 as const);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ act: fc.constantFrom("type", "delete"), who, at: fc.nat(50) }) },
  { weight: 8, arbitrary: fc.record({ act: fc.constantFrom("to server", "to client"), who, at: fc.nat(4) }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constantFrom("settle", "flush"), who, at: fc.constant(0) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constantFrom("end", "wait", "wake", "crash", "reload", "reload slowly", "answer"),
      who,
      at: fc.nat(2),
    }),
  },
);

const first = (act: string, at = 0): Step => ({ act, who: 0, at });
/** Chance alone comes by "failing" in nearly each 150 walks, which is not in each. */
const throughEveryState: Step[] = [
  first("settle"),
  first("type"),
  first("settle"),
  first("flush"),
  first("settle"),
  first("type"),
  first("end", storeFailed),
  first("to client"),
  first("wait"),
  first("settle"),
  first("end", lost),
  first("to client"),
];
/** What an earlier page had not sent is on the device, which has not said so. */
const slowDevice: Step[] = [
  first("type"),
  first("reload slowly"),
  first("settle"),
  first("flush"),
  first("settle"),
  first("answer"),
];

async function take(server: FakeServer, writer: Writer, act: string, at: number): Promise<void> {
  const { line } = writer;
  switch (act) {
    case "type":
      return writer.type(at);
    case "delete":
      return writer.delete(at);
    case "to server":
      for (let frames = 0; frames <= at; frames++) if (line !== undefined) server.takeNext(line);
      return;
    case "to client":
      for (let frames = 0; frames <= at; frames++) for (const socket of writer.sockets) socket.takeNext();
      return;
    case "settle":
      return server.settle();
    case "flush":
      return server.flush();
    case "end":
      if (line !== undefined) server.end(line, ends[at] ?? 1012);
      return;
    case "wait":
      return void vi.advanceTimersByTime(3_000);
    case "wake":
      return writer.wake.call();
    case "crash":
      return server.crash();
    case "reload":
      return writer.reload(false);
    case "reload slowly":
      return writer.reload(true);
    case "answer":
      return writer.answer();
    default:
      throw new Error(`no step is called ${act}`);
  }
}

test("SV-1 whatever is typed, lost, cut off, crashed and reloaded, saved and unsent are true; in the end all is saved", async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (steps) => {
      const server = new FakeServer();
      const writers = [new Writer(server), new Writer(server)];
      for (const writer of writers) await writer.open();
      for (const { act, who: index, at } of steps) {
        await take(server, writers[index]!, act, at);
        for (const writer of writers) {
          writer.judge();
          seen.add(writer.session.status.state);
        }
      }
      for (const writer of writers) await writer.answer();
      for (let round = 0; round < 3; round++) {
        for (const { wake } of writers) wake.call();
        server.settle();
        server.flush();
        server.settle();
        vi.advanceTimersByTime(3_000);
      }
      for (const writer of writers) {
        expect(writer.session.status).toEqual({ state: "saved" });
        expect(writer.missing()).toEqual([]);
        expect(writer.text.toJSON()).toBe(server.disk.getText("t").toJSON());
        await writer.session.close();
      }
    }),
    { numRuns: 150, examples: [[throughEveryState], [slowDevice]] },
  );
  expect([...seen].sort()).toEqual(["connecting", "failing", "offline", "saved", "saving"]);
}, 60_000);
