import type { DocumentId, Person } from "@quire/protocol";
import { schemaVersion } from "@quire/schema";
import * as Y from "yjs";
import { createRandom, type Random } from "../../../../trouble/random.ts";
import type { Rates } from "../../src/sync/pace.ts";
import { Client, type ClientListener } from "./client.ts";
import type { ClientSocket } from "./client-socket.ts";
import { Clock, outside } from "./clock.ts";
import { type Counts, countMet, newCounts } from "./counts.ts";
import { Disk } from "./disk.ts";
import { firstUpdate } from "./first-update.ts";
import { Judge } from "./judge.ts";
import { Line } from "./line.ts";
import type { Admission, Page } from "./reception.ts";
import { type Sabotage, Server } from "./server.ts";

export interface WorldOptions {
  readonly seed: number;
  /** How many people there are. */
  readonly people: number;
  readonly sabotage?: Sabotage;
}

const id = "a-simulated-document" as DocumentId;

/**
 * How long all may take to come to rest once everything works again, how much longer since the server reads nobody faster
 * than may be sent, and how often that is looked at.
 */
const restMs = 120_000;
const heldBackMs = 1_200_000;
const glanceMs = 40;

/** How long people look at a page that is too old before they load it anew. */
const reloadMs = 2_000;

/** How fast somebody may send; low ones are met by people who only type. */
const usualRates: Rates = { messagesPerSecond: 100, bytesPerSecond: 256 * 1024 };
const lowRates: Rates = { messagesPerSecond: 4, bytesPerSecond: 8 * 1024 };

/** In what time everybody knows where everybody is. */
const presenceMs = 300;

/** One document, its server, disk and network, and the people who write in it: all from one seed. */
export class World implements ClientListener {
  readonly clock = new Clock();
  readonly disk: Disk;
  readonly judge: Judge;
  readonly isOpen: boolean;
  /** Whether it begins as a document of an earlier version, with people who have that version's pages. */
  readonly isOld: boolean;
  /** Whether nothing breaks in it. */
  readonly isCalm: boolean;
  readonly counts: Counts = newCounts();
  clients: Client[] = [];
  server: Server | undefined;
  readonly #people: number;
  readonly #rates: Rates;
  readonly #random: Random;
  readonly #sabotage: Sabotage;
  readonly #offline = new Set<Client>();
  #process: { isAlive: boolean; readonly usesPromises: true } = { isAlive: false, usesPromises: true };
  #lines: Line[] = [];
  readonly #ids: Random;
  readonly #usedIds = new Set<number>();

  constructor({ seed, people, sabotage = {} }: WorldOptions) {
    this.#random = createRandom(seed);
    this.#ids = createRandom(seed + 2);
    this.#people = people;
    this.#sabotage = sabotage;
    this.isOpen = this.#random.chance(0.25);
    this.isOld = !this.isOpen && this.#random.chance(0.2);
    this.isCalm = this.#random.chance(0.3);
    this.#rates = this.#random.chance(0.15) ? lowRates : usualRates;
    this.judge = new Judge(id, (person) => this.#isReader(person));
    this.disk = new Disk(this.clock, createRandom(seed + 1), (puts) => this.judge.flushed(puts));
  }

  /** Starts the server, makes the document and lets the first people in. The clock must be installed. */
  async begin(): Promise<void> {
    await this.startServer();
    const schema = this.isOld ? 0 : schemaVersion;
    if (!this.isOpen) await this.serve((server) => void server.create(firstUpdate(this.isOld), schema));
    await this.clock.pass(100);
    for (let at = 0; at < this.#people; at++) {
      const client = this.addClient({ id: `person-${at}`, name: `person ${at}`, hue: 1 }, schema);
      client.canWrite = at === 0 || this.#random.chance(0.9);
    }
  }

  /** An id for a Yjs client that nobody had before: of all sizes, and in no order, for Yjs puts the lower one first. */
  nextYjsClient(): number {
    const id = this.#ids.below(2 ** 32);
    if (id < 2 || this.#usedIds.has(id)) return this.nextYjsClient();
    this.#usedIds.add(id);
    return id;
  }

  /** Somebody opens the document, with a page of that version, on a device that has perhaps kept a copy. */
  addClient(person: Person, schema: number, kept?: Uint8Array): Client {
    const yjsClient = this.nextYjsClient();
    const random = createRandom(this.#random.below(2 ** 31));
    const page: Page = { speech: this.#random.chance(0.2) ? "hocuspocus" : "y-websocket", schema };
    const { clock, isOpen } = this;
    const client = new Client({ person, yjsClient, id, isOpen, random, listener: this, kept, clock, page });
    this.clients.push(client);
    return client;
  }

  /** The device is gone. */
  removeClient(client: Client): void {
    this.judge.look(client);
    this.clients = this.clients.filter((each) => each !== client);
    this.#offline.delete(client);
    client.destroy();
  }

  /** Somebody loads the newest page; the device has kept what the one before it held. */
  reload(client: Client): void {
    if (!this.clients.includes(client)) return;
    const { canWrite, options, ydoc } = client;
    const isOffline = this.#offline.has(client);
    const kept = Y.encodeStateAsUpdate(ydoc);
    this.removeClient(client);
    const next = this.addClient(options.person, schemaVersion, kept);
    next.canWrite = canWrite;
    this.setOffline(next, isOffline);
  }

  setOffline(client: Client, isOffline: boolean): void {
    if (isOffline) {
      this.#offline.add(client);
      client.disconnect();
    } else if (this.#offline.delete(client)) client.connect();
  }

  isOffline(client: Client): boolean {
    return this.#offline.has(client);
  }

  /** The client's line, from the moment on at which the server may know of it. */
  lineOf({ socket }: Client): Line | undefined {
    return this.#lines.find(({ client }) => client === socket);
  }

  /** Does work in the server's process, if there is one. */
  async serve(work: (server: Server) => void): Promise<void> {
    const { server } = this;
    if (server !== undefined) await this.clock.as(this.#process, () => work(server));
  }

  async startServer(): Promise<void> {
    if (this.server !== undefined) return;
    const process = { isAlive: true, usesPromises: true } as const;
    this.#process = process;
    const { clock, disk, isOpen, judge: watcher } = this;
    const random = createRandom(this.#random.below(2 ** 31));
    const [rates, sabotage] = [this.#rates, this.#sabotage];
    const options = { clock, disk, random, id, isOpen, watcher, rates, sabotage };
    this.server = await clock.as(process, () => new Server({ process, ...options }));
  }

  /** The process ends at once: killed, or with the machine. */
  crash(isPowerCut: boolean): void {
    if (this.server === undefined) return;
    this.counts.crashes++;
    this.judge.met(this.server.met);
    countMet(this.counts, this.server.met);
    this.server = undefined;
    this.#process.isAlive = false;
    this.disk.processEnded();
    if (isPowerCut) this.disk.powerLost();
    this.judge.serverEnded(this.disk);
    for (const line of this.#lines.splice(0)) line.break();
  }

  /** The process is asked to stop and has some time for it. */
  async stopServer(): Promise<void> {
    let isStopped = false;
    await this.serve((server) => {
      void server.stop().then(() => {
        isStopped = true;
      });
    });
    for (let waited = 0; waited < 1_000 && !isStopped; waited += glanceMs) await this.clock.pass(glanceMs);
    this.crash(false);
  }

  /** Everything works again, everybody comes, nobody writes: all must have the same before long. */
  async settle(): Promise<void> {
    this.disk.mend();
    await this.startServer();
    await this.serve((server) => server.setDeleted(false));
    for (const client of this.clients) {
      this.lineOf(client)?.stall(0);
      this.setOffline(client, false);
    }
    if (!(await this.#rest())) return this.judge.fail(`no rest came: ${this.#unrest()}`);
    for (const client of this.clients) client.point(this.#random.below(1_000));
    await this.clock.pass(presenceMs);
    if (!(await this.#rest())) return this.judge.fail(`no rest came after carets moved: ${this.#unrest()}`);
    await this.clock.pass(presenceMs);
    this.judge.comparePresence(this.clients);
    await this.serve((server) => this.judge.compare(server, this.disk, this.clients));
    await this.serve((server) => this.judge.met(server.met));
    this.counts.settled++;
    this.counts.tooOld = this.judge.tooOld;
  }

  end(): void {
    if (this.server !== undefined) countMet(this.counts, this.server.met);
    for (const client of this.clients) client.destroy();
  }

  dialled(client: Client, socket: ClientSocket): void {
    const ms = 1 + this.#random.below(20);
    this.clock.after(ms, () => this.#connect(client, socket), client.owner);
  }

  refused(client: Client): void {
    if (client.options.page.schema === schemaVersion) return;
    const reload = (): void => {
      if (client.isRefused) this.reload(client);
    };
    this.clock.after(this.#random.below(reloadMs), reload, outside);
  }

  acknowledged(_client: Client, updates: readonly Uint8Array[]): void {
    this.counts.acknowledged += updates.length;
    this.judge.acknowledged(updates);
  }

  #connect(client: Client, socket: ClientSocket): void {
    if (this.server === undefined || this.#offline.has(client))
      return socket.hear({ end: 1006, reason: "nobody answers" });
    this.counts.connects++;
    const { clock, server } = this;
    const { person, page } = client.options;
    if (page.speech === "hocuspocus") this.counts.hocuspocus++;
    const line = new Line({ clock, random: this.#random, client: socket, process: this.#process });
    this.#lines = this.#lines.filter(({ isDone }) => !isDone);
    this.#lines.push(line);
    const authorize = (): Admission => ({ person, canWrite: client.canWrite });
    const call = { socket: line.server, page, authorizeMs: this.#random.below(15), authorize };
    clock.after(0, () => server.accept(call), this.#process);
    clock.after(1, () => socket.opened(line), client.owner);
  }

  async #rest(): Promise<boolean> {
    for (let waited = 0, heldBack = 0; waited < restMs && heldBack < heldBackMs; ) {
      await this.clock.pass(glanceMs);
      if (this.#lines.some(({ isHeldBack }) => isHeldBack)) heldBack += glanceMs;
      else waited += glanceMs;
      if (this.judge.violation !== undefined) return true;
      if (this.#isAtRest) return true;
      // Whoever was told to stay away for good comes back by hand.
      for (const client of this.clients) if (client.isRefused) this.#comeBack(client);
    }
    return false;
  }

  #comeBack(client: Client): void {
    if (client.options.page.schema < schemaVersion) this.reload(client);
    else client.connect();
  }

  get #isAtRest(): boolean {
    const sockets = new Set<unknown>(this.clients.map(({ socket }) => socket));
    // Also those of which the server does not know yet that nobody is there.
    const isLeft = this.#lines.some(({ client, isDone }) => !isDone && !sockets.has(client));
    const isWritten = this.disk.isIdle && this.server?.failure === undefined;
    return isWritten && !isLeft && this.clients.every((each) => each.isSettled);
  }

  #unrest(): string {
    const restless = this.clients.filter((client) => !client.isSettled).map(({ name }) => name);
    return `${restless.join()}; the disk is ${this.disk.isIdle ? "idle" : "busy"}; ${this.server?.failure?.message ?? "the store works"}`;
  }

  #isReader(person: Person): boolean {
    return this.clients.some(({ options, canWrite }) => options.person.id === person.id && !canWrite);
  }
}
