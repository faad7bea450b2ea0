import { encodeMessage } from "@quire/protocol";
import { fragmentName, titleName } from "@quire/schema";
import * as Y from "yjs";
import { type Random, seededRandom } from "../random.ts";
import type { Client } from "./client.ts";
import type { Sabotage } from "./server.ts";
import { type Counts, World } from "./world.ts";

export interface Scenario {
  readonly seed: number;
  /** The operations that are done, by number; those between them are left out. */
  readonly operations: readonly number[];
  readonly sabotage?: Sabotage;
}

export interface Outcome {
  readonly violation: string | undefined;
  /** The last operation that was done. */
  readonly last: number;
  readonly counts: Counts;
}

/**
 * Plays a scenario: nothing in it depends on anything but the seed and the numbers of the operations. `look` is shown the
 * world before it ends.
 */
export async function play(
  { seed, operations, sabotage }: Scenario,
  look?: (world: World) => void,
): Promise<Outcome> {
  const world = new World({ seed, ...(sabotage && { sabotage }) });
  const restore = world.clock.install();
  let last = 0;
  try {
    await world.begin();
    for (const operation of operations) {
      last = operation;
      const random = seededRandom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(operation + 1, 0x85ebca6b));
      await pickOperation(random)(world, random);
      await world.clock.pass(random.chance(0.97) ? random.below(120) / 10 : random.below(300));
      if (world.judge.violation !== undefined) break;
    }
    if (world.judge.violation === undefined) await world.settle();
    look?.(world);
    return { violation: world.judge.violation, last, counts: world.counts };
  } catch (error) {
    const violation = `the simulation failed: ${error instanceof Error ? error.stack : String(error)}`;
    return { violation: world.judge.violation ?? violation, last, counts: world.counts };
  } finally {
    world.end();
    restore();
  }
}

/** Says that two worlds went the same way. */
export function digestOf(world: World): string {
  const states = world.clients.map(({ ydoc }) => Buffer.from(Y.encodeStateAsUpdate(ydoc)).toString("base64"));
  return [world.clock.now, world.clock.events, JSON.stringify(world.counts), ...states].join(" ");
}

type Operation = (world: World, random: Random) => Promise<void> | void;

const operations: readonly (readonly [weight: number, Operation])[] = [
  [720, edit],
  [70, movePointer],
  [14, breakLine],
  [30, goOrComeBack],
  [12, readSlowly],
  [15, sayTwice],
  [6, callAgain],
  [8, paste],
  [3, (world, random) => crash(world, random, false)],
  [3, (world, random) => crash(world, random, true)],
  [2, restart],
  [2, fillDisk],
  [4, failCommit],
  [3, failFlush],
  [4, slowDisk],
  [12, (world) => world.serve((server) => server.fold())],
  [2, leaveTogether],
  [8, editOverHttp],
  [5, changeRole],
  [6, writeAsReader],
  [8, changeDevice],
  [2, deleteAndRestore],
  [4, (world) => world.settle()],
];

const totalWeight = operations.reduce((sum, [weight]) => sum + weight, 0);

function pickOperation(random: Random): Operation {
  let at = random.below(totalWeight);
  for (const [weight, operation] of operations) {
    if (at < weight) return operation;
    at -= weight;
  }
  return edit;
}

function edit(world: World, random: Random): void {
  const writer = pickWriter(world, random);
  if (writer === undefined) return;
  world.counts.edits++;
  writer.edit();
}

function pickWriter(world: World, random: Random): Client | undefined {
  const writers = world.clients.filter(({ canWrite }) => canWrite);
  return writers.length === 0 ? undefined : random.pick(writers);
}

function movePointer(world: World, random: Random): void {
  random.pick(world.clients).point(random.below(1_000));
}

function breakLine(world: World, random: Random): void {
  world.lineOf(random.pick(world.clients))?.break();
}

function goOrComeBack(world: World, random: Random): void {
  const client = random.pick(world.clients);
  world.setOffline(client, !world.isOffline(client));
}

function readSlowly(world: World, random: Random): void {
  const ms = random.chance(0.05) ? 60_000 : random.below(3_000);
  world.lineOf(random.pick(world.clients))?.stall(ms);
}

/** A message is sent twice, as by two tabs that share a document. */
function sayTwice(world: World, random: Random): void {
  random.pick(world.clients).repeat();
}

/** The line breaks without the server's knowing, and the client is back on a second one. */
function callAgain(world: World, random: Random): void {
  const client = random.pick(world.clients);
  if (world.isOffline(client)) return;
  world.lineOf(client)?.break();
  client.disconnect();
  client.connect();
}

function paste(world: World, random: Random): void {
  const length = random.chance(0.97) ? random.below(2_000) : random.below(100_000);
  pickWriter(world, random)?.paste(length);
}

async function crash(world: World, random: Random, isPowerCut: boolean): Promise<void> {
  world.crash(isPowerCut);
  await world.clock.pass(random.below(1_500));
  await world.startServer();
}

async function restart(world: World): Promise<void> {
  await world.stopServer();
  await world.startServer();
}

function fillDisk({ disk, clock }: World, random: Random): void {
  disk.fullUntil = clock.now + random.below(4_000);
}

function failCommit({ disk }: World, random: Random): void {
  disk.failingCommit = 1 + random.below(5);
}

function failFlush({ disk }: World, random: Random): void {
  disk.failingFlush = 1 + random.below(5);
}

function slowDisk({ disk, clock }: World, random: Random): void {
  disk.slowUntil = clock.now + random.below(3_000);
}

/** Nobody is there for so long that the room is folded and let go. */
async function leaveTogether(world: World, random: Random): Promise<void> {
  for (const client of world.clients) world.setOffline(client, true);
  await world.clock.pass(2_000 + random.below(8_000));
  for (const client of world.clients) if (random.chance(0.8)) world.setOffline(client, false);
}

async function editOverHttp(world: World, random: Random): Promise<void> {
  const person = { id: "somebody", name: "somebody", hue: 2 };
  const yjsClient = world.nextYjsClient();
  const write = (ydoc: Y.Doc): void => {
    ydoc.clientID = yjsClient;
    const title = ydoc.getText(titleName);
    if (random.chance(0.5) && title.length > 0) title.delete(0, 1 + random.below(title.length));
    title.insert(0, "By HTTP");
  };
  await world.serve((server) => server.edit(write, person));
}

/** A writer becomes a reader, or a reader a writer. What only a reader's page knows, nobody will. */
async function changeRole(world: World, random: Random): Promise<void> {
  const client = random.pick(world.clients);
  if (client.canWrite && client.hasUnsent) return;
  client.canWrite = !client.canWrite;
  const line = world.lineOf(client);
  if (line !== undefined) await world.serve((server) => server.changeRole(line.server));
}

/** A reader's page that was tampered with sends an edit. */
function writeAsReader(world: World, random: Random): void {
  const readers = world.clients.filter(({ canWrite }) => !canWrite);
  if (readers.length === 0) return;
  const { ydoc, socket } = random.pick(readers);
  const copy = new Y.Doc();
  copy.clientID = world.nextYjsClient();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(ydoc));
  const before = Y.encodeStateVector(copy);
  copy.getXmlFragment(fragmentName).insert(0, [new Y.XmlElement("paragraph")]);
  const update = Y.encodeStateAsUpdate(copy, before);
  copy.destroy();
  socket?.sendAnything(encodeMessage({ type: "update", update }));
}

/** Somebody comes back on another device: with an older copy of the document, or with none. */
function changeDevice(world: World, random: Random): void {
  const client = random.pick(world.clients);
  if (client.kept === undefined || random.chance(0.3)) {
    client.kept = Y.encodeStateAsUpdate(client.ydoc);
    return;
  }
  const { kept, canWrite, options } = client;
  // Most devices do not say goodbye.
  if (random.chance(0.7)) world.lineOf(client)?.break();
  world.removeClient(client);
  const next = world.addClient(options.person, random.chance(0.7) ? kept : undefined);
  next.canWrite = canWrite;
}

async function deleteAndRestore(world: World, random: Random): Promise<void> {
  await world.serve((server) => server.setDeleted(true));
  await world.clock.pass(random.below(1_000));
  await world.serve((server) => server.setDeleted(false));
  await world.clock.pass(50);
}
