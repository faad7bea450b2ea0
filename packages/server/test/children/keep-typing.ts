// Pairs of people, one of whom types a letter every 10 ms. Told how many letters at least, it says as JSON how long those took
// from one to the other that have been read since it was asked last.
import { createInterface } from "node:readline";
import { Peer } from "../peer.ts";

const everyMs = 10;
const [, , ...urls] = process.argv;

let latencies: number[] = [];
let heard = Promise.withResolvers<void>();

async function openPair(url: string): Promise<() => void> {
  const [writer, reader] = await Promise.all([Peer.join(url), Peer.join(url)]);
  const typedAt: number[] = [];
  let read = 0;
  reader.ydoc.on("update", () => {
    const now = performance.now();
    for (; read < reader.title.length; read++) latencies.push(now - (typedAt[read] ?? now));
    heard.resolve();
  });
  return () => {
    typedAt.push(performance.now());
    writer.typeTitle("x");
  };
}

const pairs = await Promise.all(urls.map(openPair));
setInterval(() => {
  for (const type of pairs) type();
}, everyMs);
console.log("ready");

for await (const line of createInterface(process.stdin)) {
  while (latencies.length < Number(line)) {
    heard = Promise.withResolvers();
    await heard.promise;
  }
  const sorted = latencies.sort((one, other) => one - other);
  latencies = [];
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? 0;
  console.log(
    JSON.stringify({ letters: sorted.length, p50: at(0.5), p99: at(0.99), most: sorted.at(-1) ?? 0 }),
  );
}
process.exit();
