import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { constants, setPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import * as Y from "yjs";
import { runs } from "../../../trouble/runs.ts";
import { ServerProcess } from "../../../trouble/server-process.ts";
import { Peer } from "./peer.ts";

const people = runs(500, 5_000);
const perDocument = 50;
const otherDocuments = 10;

let directory: string;
let server: ServerProcess;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "quire-crowd-"));
  server = new ServerProcess(directory);
});
afterEach(async () => {
  await server.end();
  rmSync(directory, { recursive: true });
});

it(
  `OP-4 ${people} who come back at once after a restart have lost nothing, in bounded memory, while others type`,
  async () => {
    await server.start();
    const ids = await create(people / perDocument);
    const others = await create(otherDocuments);
    const crowd = Array.from({ length: people }, (_, person) => ({
      url: server.syncUrl(ids[person % ids.length] ?? ""),
      ydoc: new Y.Doc(),
    }));
    const first = await Promise.all(crowd.map(({ url, ydoc }) => comeIn(url, ydoc)));
    await server.end("SIGTERM");
    for (const peer of first) await peer.close();
    // Each types while the server is away.
    for (const [person, { ydoc }] of crowd.entries()) ydoc.getText("title").insert(0, `<${person}>`);
    await server.start();

    const typists = new Typists(others.map((id) => server.syncUrl(id)));
    // Of the first ones V8 has to compile what it meets.
    await typists.latencies(2_000);
    const calm = await useOf(server);
    const before = await typists.latencies(runs(1_000, 5_000));
    // The crowd stands for other machines: it takes what time the server and the typists leave.
    setPriority(constants.priority.PRIORITY_LOW);
    const start = await useOf(server);
    const back = await Promise.all(crowd.map(({ url, ydoc }) => comeIn(url, ydoc)));
    await Promise.all(back.map((peer) => peer.until(() => peer.saved > 0)));
    const during = await typists.latencies(1);
    const end = await useOf(server);
    typists.end();
    const grown = end.mostBytes - start.bytes;
    const lettersMs = ((start.cpuMs - calm.cpuMs) / before.letters) * during.letters;
    console.info(
      [
        `${people} came back, at ${((end.cpuMs - start.cpuMs - lettersMs) / people).toFixed(2)} ms of the server's CPU`,
        `and ${(grown / people / 1024).toFixed(0)} KiB each; its loop's delay had a p99 of ${end.loopDelayMs} ms`,
        `the others' letters before: ${words(before)}`,
        `meanwhile: ${words(during)}; p99 ${(during.p99 / before.p99).toFixed(1)} times that`,
      ].join("\n"),
    );

    await Promise.all(back.map((peer) => peer.close()));
    const titles = new Map<string, string>();
    for (const url of new Set(crowd.map((each) => each.url))) titles.set(url, await titleAt(url));
    const lost = crowd.filter(({ url }, person) => titles.get(url)?.includes(`<${person}>`) !== true);
    expect(lost).toHaveLength(0);
    // Fifty who have each written, in a room: their sockets, and what is on its way to the others.
    expect(grown).toBeLessThan((64 * 1024 + people * 64) * 1024);
  },
  runs(120_000, 900_000),
);

function create(count: number): Promise<string[]> {
  return Promise.all(Array.from({ length: count }, () => server.create()));
}

/** Comes in, as often as it takes: of thousands at once the system itself turns some away. */
async function comeIn(url: string, ydoc: Y.Doc): Promise<Peer> {
  for (;;) {
    const peer = new Peer(url, ydoc);
    try {
      await peer.until(() => peer.isSynced);
      return peer;
    } catch (error) {
      if (peer.closed?.code !== 1006) throw error;
      await peer.close();
    }
  }
}

/** The whole title, which the API cuts. */
async function titleAt(url: string): Promise<string> {
  const peer = await Peer.join(url);
  await peer.close();
  return peer.title;
}

/** How long letters took from one to another, in milliseconds. */
interface Latencies {
  readonly letters: number;
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
}

/** People who type to each other, in a process of their own: what the crowd here has to do does not hold them up. */
class Typists {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  #isReady = false;

  constructor(urls: readonly string[]) {
    const script = fileURLToPath(new URL("children/keep-typing.ts", import.meta.url));
    this.#child = spawn(process.execPath, [script, ...urls]);
    this.#lines = createInterface(this.#child.stdout)[Symbol.asyncIterator]();
  }

  /** Of the letters since it was asked last, when there are so many. */
  async latencies(letters: number): Promise<Latencies> {
    if (!this.#isReady) await this.#lines.next();
    this.#isReady = true;
    this.#child.stdin.write(`${letters}\n`);
    const { value } = (await this.#lines.next()) as { value: string };
    return JSON.parse(value) as Latencies;
  }

  end(): void {
    this.#child.kill();
  }
}

/** What the server's process has used. */
interface Use {
  readonly bytes: number;
  /** The most that it ever had. */
  readonly mostBytes: number;
  readonly cpuMs: number;
  /** The 99th percentile since it was asked last. */
  readonly loopDelayMs: number;
}

async function useOf(server: ServerProcess): Promise<Use> {
  const status = readFileSync(`/proc/${server.pid}/status`, "utf8");
  const kilobytes = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1]);
  // Ticks of 10 ms in its own code and in the system's: fields 14 and 15, counted behind the name in brackets.
  const ticks = readFileSync(`/proc/${server.pid}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ")
    .slice(11, 13);
  const metrics = await (await fetch(server.url("/metrics"))).text();
  const delay = Number(/^quire_loop_delay_seconds (\S+)$/m.exec(metrics)?.[1]);
  return {
    bytes: kilobytes("VmRSS") * 1024,
    mostBytes: kilobytes("VmHWM") * 1024,
    cpuMs: ticks.reduce((sum, each) => sum + Number(each), 0) * 10,
    loopDelayMs: Math.round(delay * 1_000),
  };
}

function words({ letters, p50, p99, most }: Latencies): string {
  return `p50 ${p50.toFixed(1)}, p99 ${p99.toFixed(1)}, most ${most.toFixed(1)} ms, of ${letters}`;
}
