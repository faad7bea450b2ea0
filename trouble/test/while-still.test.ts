import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { whileStill } from "../while-still.ts";

/** Four threads that write the time into a file each, as often as they can. */
const busy = `
const { isMainThread, Worker, workerData } = require("node:worker_threads");
if (isMainThread) for (let thread = 0; thread < 4; thread++)
  new Worker(__filename, { workerData: process.argv[2] + "/" + thread }).once("message", () => console.log("writes"));
else {
  const { writeFileSync } = require("node:fs");
  for (let first = true; ; first = false) {
    writeFileSync(workerData, String(process.hrtime.bigint()));
    if (first) require("node:worker_threads").parentPort.postMessage("");
  }
}`;

test("all threads of a process stand still, and go on afterwards", async () => {
  const directory = mkdtempSync(join(tmpdir(), "quire-still-"));
  const script = join(directory, "busy.cjs");
  writeFileSync(script, busy);
  const child = spawn(process.execPath, [script, directory], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => {
    child.kill("SIGKILL");
    rmSync(directory, { recursive: true, force: true });
  });
  let said = "";
  while (said.split("writes").length <= 4) said += String((await once(child.stdout, "data"))[0]);
  const read = () => [0, 1, 2, 3].map((thread) => readFileSync(join(directory, String(thread)), "utf8"));
  for (let time = 0; time < 50; time++) {
    const [first, second] = whileStill(child.pid ?? 0, () => {
      const before = read();
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      return [before, read()];
    });
    expect(second).toEqual(first);
  }
  const last = read();
  await expect.poll(read).not.toEqual(last);
});
