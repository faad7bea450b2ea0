import { encodeMessage } from "@quire/protocol";
import { fragmentName, schemaVersion, titleName } from "@quire/schema";
import * as Y from "yjs";
import type { Random } from "../../../../trouble/random.ts";
import { longUpdateBytes } from "../../src/sync/long-updates.ts";
import type { Client } from "./client.ts";
import type { World } from "./world.ts";

/** Something that happens in a world. */
export type Operation = (world: World, random: Random) => Promise<void> | void;

type Weighted = readonly (readonly [weight: number, Operation])[];

/** What happens while everything works. */
const calm: Weighted = [
  [720, edit],
  [70, movePointer],
  [12, readSlowly],
  [15, sayTwice],
  [8, paste],
  [4, slowDisk],
  [12, (world) => world.serve((server) => server.fold())],
  [8, editOverHttp],
  [5, changeRole],
  [12, writeAsReader],
  [6, loadNewPage],
  [4, (world) => world.settle()],
];

/** What breaks, or sends people away: whoever comes back is told all, so that what others forgot to tell is not noticed. */
const rough: Weighted = [
  [14, breakLine],
  [30, goOrComeBack],
  [6, callAgain],
  [3, (world, random) => crash(world, random, false)],
  [3, (world, random) => crash(world, random, true)],
  [2, restart],
  [2, fillDisk],
  [4, failCommit],
  [3, failFlush],
  [2, leaveTogether],
  [8, changeDevice],
  [2, deleteAndRestore],
];

const all: Weighted = [...calm, ...rough];

/** Something, the usual more often than the rare; in a calm world nothing that breaks. */
export function pickOperation({ isCalm }: World, random: Random): Operation {
  const operations = isCalm ? calm : all;
  let at = random.below(operations.reduce((sum, [weight]) => sum + weight, 0));
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
  const away = world.clients.filter((client) => world.isOffline(client));
  // Most are there most of the time.
  const client = random.pick(away.length > 0 && random.chance(0.7) ? away : world.clients);
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
  pickWriter(world, random)?.paste(pickLength(random));
}

/** Few are so long that a reader cannot take them at once, and of those few are judged in the worker. */
function pickLength(random: Random): number {
  if (random.chance(0.97)) return random.below(2_000);
  return random.chance(0.6) ? random.below(60_000) : longUpdateBytes + random.below(60_000);
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
  const candidates = world.clients.filter(({ canWrite, hasUnsent }) => !canWrite || !hasUnsent);
  if (candidates.length === 0) return;
  const client = random.pick(candidates);
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

/** Who still has an old page loads it anew. */
function loadNewPage(world: World, random: Random): void {
  const old = world.clients.filter(({ options }) => options.page.schema < schemaVersion);
  if (old.length > 0) world.reload(random.pick(old));
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
  const next = world.addClient(options.person, options.page.schema, random.chance(0.7) ? kept : undefined);
  next.canWrite = canWrite;
}

async function deleteAndRestore(world: World, random: Random): Promise<void> {
  await world.serve((server) => server.setDeleted(true));
  await world.clock.pass(random.below(1_000));
  await world.serve((server) => server.setDeleted(false));
  await world.clock.pass(50);
}
