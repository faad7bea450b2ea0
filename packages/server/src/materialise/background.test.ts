import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";

/** Field 19 of the thread's line, behind the name in brackets; proc(5). */
const nicenessOf = (stat: string) => Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[16]);

test.runIf(process.platform === "linux")("a worker's thread lets the server's go first", async () => {
  const before = nicenessOf(readFileSync("/proc/thread-self/stat", "utf8"));
  const background = new URL("./background.ts", import.meta.url).href;
  const worker = new Worker(
    `import { readFileSync } from "node:fs";
     import { parentPort } from "node:worker_threads";
     import { yieldToOthers } from ${JSON.stringify(background)};
     yieldToOthers();
     parentPort.postMessage(readFileSync("/proc/thread-self/stat", "utf8"));`,
    { eval: true, execArgv: ["--input-type=module"] },
  );
  const [stat] = await once(worker, "message");
  expect(nicenessOf(stat)).toBe(before + 5);
  expect(nicenessOf(readFileSync("/proc/thread-self/stat", "utf8"))).toBe(before);
  await worker.terminate();
});
