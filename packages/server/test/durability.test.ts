import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createRandom } from "../../../trouble/random.ts";
import { printedSeed, runs } from "../../../trouble/runs.ts";
import { openStore } from "../src/store/store.ts";
import { payload } from "./payload.ts";
import { heldBy } from "./stored-updates.ts";

const script = fileURLToPath(new URL("children/write-for-ever.ts", import.meta.url));

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "quire-durability-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

it(
  "S13 what the store called saved is there after its writer was killed at any moment",
  async () => {
    const random = createRandom(printedSeed("kills"));
    const saved = new Map<string, number>();
    for (let kill = 0; kill < runs(10, 200); kill++) {
      const writer = spawn(process.execPath, [script, directory], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const killAfter = 1 + random.below(60);
      let text = "";
      let lines = 0;
      writer.stdout.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
        lines += chunk.split("\n").length - 1;
        if (lines >= killAfter) writer.kill("SIGKILL");
      });
      await once(writer, "close");
      for (const line of text.split("\n").slice(0, -1)) {
        const [id = "", seq] = line.split(" ");
        saved.set(id, Number(seq));
      }
      const store = await openStore(directory, 1);
      for (const [id, seq] of saved) {
        const { tail } = heldBy(store, id);
        expect(tail.length).toBeGreaterThanOrEqual(seq);
        expect(tail.every((update, at) => Buffer.compare(update, payload(id, at + 1)) === 0)).toBe(true);
      }
      await store.close();
    }
    const total = [...saved.values()].reduce((sum, seq) => sum + seq, 0);
    console.info(`kills: ${runs(10, 200)}, records called saved: ${total}, lost: 0`);
    expect(total).toBeGreaterThan(runs(10, 200));
  },
  runs(180_000, 24 * 3_600_000),
);
