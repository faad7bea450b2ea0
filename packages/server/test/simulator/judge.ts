import { type DocumentId, decodeMessage, type Person } from "@quire/protocol";
import { fragmentName, schemaVersion } from "@quire/schema";
import * as Y from "yjs";
import type { News } from "../../src/gate/doc-index.ts";
import type { Held } from "../../src/materialise/materialise.ts";
import { decodeLogRecord } from "../../src/store/log-record.ts";
import { decodeSnapshot } from "../../src/store/snapshot.ts";
import { longUpdateBytes } from "../../src/sync/long-updates.ts";
import type { Client } from "./client.ts";
import { difference, hasTwistedItem, isSameHeld, shown, stateOf } from "./comparison.ts";
import type { Disk, Put } from "./disk.ts";
import { type Footprint, footprintOf, Ledger } from "./footprint.ts";
import type { Met, Server, ServerWatcher } from "./server.ts";
import type { Watched } from "./watcher.ts";

/** What a connection was told and what was taken from it. */
interface Told {
  /** How far each Yjs client was told to it. */
  readonly clocks: Map<number, number>;
  /** What was taken from it. */
  readonly own: [client: number, from: number, to: number][];
  /** Updates that only delete, as text. */
  readonly deletes: Set<string>;
  /** How much the room had taken in when each message had been heard. */
  readonly positions: number[];
}

/** What somebody sent. */
interface Sent {
  readonly from: Watched;
  readonly said: Footprint;
}

const emptyUpdate = Uint8Array.of(0, 0);

/** Codes that an honest client may be closed with, at any moment. */
const honestCodes = new Set([1012, 1013, 4500, 4510, 4410]);

/** Watches a server and its clients from all sides, and says what is wrong. */
export class Judge implements ServerWatcher {
  /** The first thing that went wrong. */
  violation: string | undefined;
  /** How often somebody was told that their page is too old. */
  tooOld = 0;
  readonly #id: DocumentId;
  readonly #isReader: (person: Person) => boolean;
  #told = new WeakMap<Watched, Told>();
  /** All that any client was told is on disk. */
  readonly #acknowledged = new Ledger();
  /** What is on the disk and would stay. */
  #flushed = new Ledger();
  /** What the room took in since the server started, and how much of it is on disk. */
  #taken: Footprint[] = [];
  #takenFlushed = 0;
  /** How far each Yjs client got in what the room took in since the server started. */
  readonly #reached = new Map<number, number>();
  #heard: Watched | undefined;
  /** Long updates that came since the server started, until they are taken. */
  #long: Sent[] = [];

  constructor(id: DocumentId, isReader: (person: Person) => boolean) {
    this.#id = id;
    this.#isReader = isReader;
  }

  fail(what: string): void {
    this.violation ??= what;
  }

  failed(what: string, error: unknown): void {
    this.fail(`${what} failed: ${error instanceof Error ? error.stack : String(error)}`);
  }

  hears(connection: Watched): void {
    this.#heard = connection;
  }

  heard(connection: Watched): void {
    this.#heard = undefined;
    const { positions } = this.#toldOf(connection);
    const { received } = connection;
    for (const update of received.slice(positions.length)) {
      positions.push(this.#taken.length);
      if (update.length > longUpdateBytes) this.#long.push({ from: connection, said: footprintOf(update) });
    }
  }

  took({ clocks, deletes }: News): void {
    const structs = new Map([...clocks].map(([client, clock]) => [client, [clock, clock] as const]));
    const ranges = [...deletes.runs()].map(
      ({ client, start, length }) => [client, start, start + length] as const,
    );
    this.#taken.push({ structs, deletes: ranges });
    const sender = this.#senderOf(clocks);
    if (sender === undefined) return this.#reach(clocks);
    const { person } = sender.from;
    if (this.#isReader(person)) this.fail(`a viewer changed the document: ${person.name}`);
    const { own } = this.#toldOf(sender.from);
    const said = sender.said.structs;
    for (const [client, clock] of clocks) {
      const from = this.#reached.get(client) ?? said.get(client)?.[0] ?? clock;
      this.#reached.set(client, clock);
      const last = own.at(-1);
      if (last?.[0] === client && last[2] === from) last[2] = clock;
      else own.push([client, from, clock]);
    }
  }

  /** Who brought the news: whoever is heard, or was when a worker was given a long update to judge. Nobody for the server's own. */
  #senderOf(clocks: ReadonlyMap<number, number>): Sent | undefined {
    const from = this.#heard;
    if (from !== undefined) return { from, said: footprintOf(from.received.at(-1) ?? emptyUpdate) };
    const isIts = ({ said }: Sent): boolean =>
      [...clocks].every(([client, clock]) => said.structs.get(client)?.[1] === clock);
    const at = this.#long.findIndex(isIts);
    return at === -1 ? undefined : this.#long.splice(at, 1)[0];
  }

  #reach(clocks: ReadonlyMap<number, number>): void {
    for (const [client, clock] of clocks) this.#reached.set(client, clock);
  }

  relayed(connection: Watched, message: Uint8Array): void {
    // Awareness, which comes often.
    if (message[0] !== 0) return;
    const decoded = decodeMessage(message);
    if (decoded.type !== "update") return;
    const told = this.#toldOf(connection);
    const { structs } = footprintOf(decoded.update);
    const { name } = connection.person;
    for (const [client, [from, to]] of structs) {
      const before = told.clocks.get(client) ?? 0;
      if (from < before) this.fail(`${name} is told ${client}:${from}–${to} after all up to ${before}`);
      if (told.own.some((own) => own[0] === client && own[1] < to && from < own[2]))
        this.fail(`${name} is told ${client}:${from}–${to}, which came from there`);
      told.clocks.set(client, Math.max(before, to));
    }
    if (structs.size > 0) return;
    const text = Buffer.from(decoded.update).toString("latin1");
    if (told.deletes.has(text)) this.fail(`${name} is told the same delete twice`);
    told.deletes.add(text);
  }

  answered(connection: Watched, message: Uint8Array): void {
    // Awareness, which comes often.
    if (message[0] !== 0) return;
    const decoded = decodeMessage(message);
    if (!("update" in decoded) || decoded.type === "awareness") return;
    const { clocks } = this.#toldOf(connection);
    for (const [client, [, to]] of footprintOf(decoded.update).structs)
      clocks.set(client, Math.max(to, clocks.get(client) ?? 0));
  }

  saved(connection: Watched, count: number): void {
    const { received, savedCount, person } = connection;
    if (count <= savedCount) this.fail(`${person.name} is told saved ${count} after saved ${savedCount}`);
    if (count > received.length) this.fail(`${person.name} is told saved ${count} of ${received.length}`);
    for (const update of received.slice(savedCount, count)) {
      const lacking = this.#flushed.lacks(footprintOf(update));
      if (lacking !== undefined) this.fail(`saved ${count} for ${person.name} is not flushed: ${lacking}`);
    }
    const position = this.#toldOf(connection).positions[count - 1] ?? 0;
    for (; this.#takenFlushed < position; this.#takenFlushed++) {
      const lacking = this.#flushed.lacks(this.#taken[this.#takenFlushed]!);
      if (lacking !== undefined)
        return this.fail(`saved ${count} for ${person.name} came before what the room had: ${lacking}`);
    }
  }

  closed({ person, schema }: Watched, code: number, reason: string): void {
    const isRefused = code === 4403 && this.#isReader(person);
    const isOld = code === 4409 && schema < schemaVersion;
    if (isOld) this.tooOld++;
    if (!honestCodes.has(code) && !isRefused && !isOld)
      this.fail(`${person.name} was closed with ${code}: ${reason}`);
  }

  /** The disk has this now. */
  flushed(puts: readonly Put[]): void {
    for (const { table, value } of puts) {
      if (!(value instanceof Uint8Array)) continue;
      if (table === "snapshots") this.#flushed.add(footprintOf(decodeSnapshot(value).state));
      if (table !== "log") continue;
      for (const { update } of decodeLogRecord(value).entries) this.#flushed.add(footprintOf(update));
    }
  }

  /** What a server met with: everybody is honest here, so that its index says what the document says, and all of it opens. */
  met({ indexRebuilds, quarantined }: Met): void {
    if (indexRebuilds > 0) this.fail("a fold found the room's index to differ from the document");
    if (quarantined > 0) this.fail("a fold left an update out that Yjs could not apply");
  }

  /** A client was told that these updates are on disk. */
  acknowledged(updates: readonly Uint8Array[]): void {
    for (const update of updates) this.#acknowledged.add(footprintOf(update));
  }

  /** The server's process ended; this is what the disk has. */
  serverEnded(disk: Disk): void {
    this.#told = new WeakMap();
    this.#reached.clear();
    this.#taken = [];
    this.#long = [];
    this.#takenFlushed = 0;
    this.#flushed = new Ledger();
    this.#flushed.add(footprintOf(this.#read(this.#durable(disk))));
    const lacking = this.#flushed.lacks(this.#acknowledged.footprint);
    if (lacking !== undefined) this.fail(`what was acknowledged is lost: ${lacking}`);
  }

  /** Nothing is under way and everybody is there: all have the same, and it is on disk. */
  compare(server: Server, disk: Disk, clients: readonly Client[]): void {
    const held = stateOf(server.held);
    const onDisk = this.#durable(disk);
    if (!isSameHeld(onDisk, server.held)) this.#expectSame("the disk", this.#read(onDisk), held);
    const lacking = new Ledger();
    lacking.add(footprintOf(held));
    const lost = lacking.lacks(this.#acknowledged.footprint);
    if (lost !== undefined) this.fail(`what was acknowledged is not in the document: ${lost}`);
    const [first, ...others] = clients.filter(({ canWrite }) => canWrite);
    for (const client of clients) {
      this.look(client);
      const { store } = client.ydoc;
      if (store.pendingStructs !== null || store.pendingDs !== null)
        this.fail(`${client.name} waits for something that it was not sent`);
      else if (client.canWrite) this.#expectSame(client.name, Y.encodeStateAsUpdate(client.ydoc), held);
      else this.#expectAll(client, held);
    }
    for (const other of others)
      if (first !== undefined && shown(first.ydoc) !== shown(other.ydoc) && !hasTwistedItem(first.ydoc))
        this.fail(`${first.name} and ${other.name} have the same structs and show something else`);
  }

  /** A page was never sent what it cannot show. */
  look({ name, ydoc, options }: Client): void {
    if (options.page.schema === 0 && ydoc.getXmlFragment(fragmentName).length > 0)
      this.fail(`${name}, an old page, was sent a block`);
  }

  /** Everybody is there and has said where: each knows that of each, and of nobody else. */
  comparePresence(clients: readonly Client[]): void {
    const expected = clients.map(({ ydoc, caret }) => `${ydoc.clientID} at ${caret}`).sort();
    for (const { name, awareness } of clients) {
      const states = [...awareness.getStates()];
      const known = states.map(([client, { caret }]) => `${client} at ${String(caret)}`).sort();
      if (known.join() !== expected.join()) this.fail(`${name} sees ${known.join()}, not ${expected.join()}`);
    }
  }

  /** Who only reads has at least all of it; what it tidied by itself it does not send. */
  #expectAll(reader: Client, held: Uint8Array): void {
    const state = Y.encodeStateAsUpdate(reader.ydoc);
    const both = stateOf({ snapshot: { state }, tail: [held] });
    this.#expectSame(`${reader.name}, who reads,`, state, both);
  }

  #expectSame(name: string, state: Uint8Array, held: Uint8Array): void {
    const found = difference(state, held);
    if (found !== undefined) this.fail(`${name} and the server differ: ${found}`);
  }

  #durable(disk: Disk): Held {
    const rows = disk.durable(this.#id);
    const snapshot = rows.snapshot instanceof Uint8Array ? decodeSnapshot(rows.snapshot) : undefined;
    const records = rows.log.flatMap((row) => (row instanceof Uint8Array ? [decodeLogRecord(row)] : []));
    const tail = records.flatMap(({ entries }) => entries.map(({ update }) => update));
    return { snapshot, tail };
  }

  #read(held: Held): Uint8Array {
    try {
      return stateOf(held);
    } catch (error) {
      this.failed("reading the disk", error);
      return emptyUpdate;
    }
  }

  #toldOf(connection: Watched): Told {
    const known = this.#told.get(connection);
    if (known !== undefined) return known;
    const told: Told = { clocks: new Map(), own: [], deletes: new Set<string>(), positions: [] };
    this.#told.set(connection, told);
    return told;
  }
}
