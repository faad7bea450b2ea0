import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fillUp } from "../../../trouble/fill-up.ts";
import { Judge } from "../../../trouble/judge.ts";
import { ServerProcess } from "../../../trouble/server-process.ts";
import { onSmallDisk, seenBy } from "../../../trouble/small-disk.ts";
import { faultsOf } from "../../../trouble/words.ts";
import { Author, type Desk } from "./author.ts";

const isProof = process.env.QUIRE_PROVE === "1";
const fullMs = isProof ? 60_000 : 2_000;
const megabytes = 48;
/** So much beside each word that the free pages of the database do not last long. */
const largeLetters = 20_000;

let directory: string;
let dataDir: string;
let server: ServerProcess;
let judge: Judge;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "quire-full-"));
  dataDir = join(directory, "data");
  mkdirSync(dataDir);
  server = new ServerProcess(dataDir, onSmallDisk(dataDir, megabytes));
  judge = new Judge();
});
afterEach(async () => {
  judge.close();
  await server.end();
  rmSync(directory, { recursive: true });
});

test(
  "SV-9 the disk is full while three people type: their pages say so, nothing is called saved, and all arrives when there is space, without a reload",
  async () => {
    await server.start();
    const documentId = await server.create({ markdown: "One.\n\nTwo.\n\nThree." });
    const files = { directory: seenBy(server.pid, dataDir), pid: server.pid };
    const desk: Desk = { url: server.url(""), files, judge, documentId, history: 1 };
    const authors = await Promise.all([0, 1, 2].map((who) => Author.come(desk, who)));
    await Promise.all(authors.map((author) => author.arrive()));
    const filler = seenBy(server.pid, join(dataDir, "filler"));
    fillUp(filler);
    const fullAt = performance.now();
    const toldMs = await Promise.all(authors.map(async (author) => (await writeUntilTold(author)) - fullAt));
    const failing = authors.map(() => ({ state: "failing", kept: true }));
    await expect.poll(() => authors.map(({ status }) => status)).toEqual(failing);
    console.info(`told after ${toldMs.map((ms) => Math.round(ms)).join(", ")} ms of a full disk`);

    const before = authors.map(({ said }) => said.length);
    const untilMs = performance.now() + fullMs;
    while (performance.now() < untilMs) {
      for (const author of authors) author.write();
      await delay(100);
    }
    const meanwhile = authors.flatMap(({ said }, who) => said.slice(before[who]));
    expect(meanwhile.filter((said) => said.includes('"saved"'))).toEqual([]);

    rmSync(filler);
    const expected = { there: authors.flatMap(({ words }) => [...words.there]), gone: [] };
    await Promise.all(authors.map((author) => author.settle(expected)));
    const texts = [await judge.textOf(files, documentId), ...authors.map(({ text }) => text)];
    for (const text of texts) expect(faultsOf(text, expected)).toEqual([]);
    await Promise.all(authors.map((author) => author.leave()));
    expect(authors.flatMap(({ faults }) => faults)).toEqual([]);
  },
  fullMs + 120_000,
);

/** Resolves with when the page first said so. */
async function writeUntilTold(author: Author): Promise<number> {
  while (author.status.state !== "failing") {
    author.write(largeLetters);
    await delay(20);
  }
  return performance.now();
}
