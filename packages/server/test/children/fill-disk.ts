// Writes to a store on a file system that gets full and has space again later; says what came of it as JSON.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { DocumentId } from "@quire/protocol";
import { fillUp } from "../../../../trouble/fill-up.ts";
import { decodeLogRecord, encodeLogRecord } from "../../src/store/log-record.ts";
import { openStore } from "../../src/store/store.ts";
import { payload } from "../payload.ts";

const [, , directory = "", times = ""] = process.argv;
const filler = join(directory, "filler");
const id = "a-document-for-tests" as DocumentId;

const unhandled: string[] = [];
process.on("unhandledRejection", (reason) => unhandled.push(String(reason)));

const store = await openStore(directory, 1);
const order: string[] = [];
const reports: string[] = [];
store.subscribe((failure) => {
  reports.push(failure === undefined ? "writes again" : "fails");
  order.push(reports.at(-1) ?? "");
});

let seq = 0;
function append(): Promise<void> {
  const number = ++seq;
  const entries = [{ personId: "ann", clientId: 1, update: payload(id, number) }];
  return store.append(id, number, encodeLogRecord({ time: 1, entries }), true).then(() => {
    order.push(`flushed ${number}`);
  });
}

for (let count = 0; count < 20; count++) await append();
const cycles: { whileFull: number; failure: boolean }[] = [];
for (let cycle = 0; cycle < Number(times); cycle++) {
  fillUp(filler);
  // More than the pages that LMDB has free.
  const written = Array.from({ length: 200 }, append);
  while (store.failure === undefined) await delay(5);
  const before = order.length;
  // A few more tries fail too.
  await delay(400);
  cycles.push({ whileFull: order.length - before, failure: store.failure !== undefined });
  rmSync(filler);
  await Promise.all(written);
}
const isReadyAgain = store.failure === undefined;
await store.close();

const reopened = await openStore(directory, 1);
const { records, seq: last } = reopened.load(id);
const tail = records.flatMap(({ bytes }) => decodeLogRecord(bytes).entries.map(({ update }) => update));
const isEqual = tail.every((update, at) => Buffer.compare(update, payload(id, at + 1)) === 0);
await reopened.close();
const flushed = order.filter((line) => line.startsWith("flushed"));
const isInOrder = flushed.every((line, at) => line === `flushed ${at + 1}`);
console.log(
  JSON.stringify({ cycles, reports, unhandled, isReadyAgain, last, kept: tail.length, isEqual, isInOrder }),
);
