import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { DocumentId } from "@quire/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openStore } from "../src/store/store.ts";
import { payload } from "./payload.ts";
import { seededRandom } from "./random.ts";
import { printedSeed, runs } from "./runs.ts";

const child = (name: string) => fileURLToPath(new URL(`children/${name}.ts`, import.meta.url));

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "quire-durability-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe("what was called saved", () => {
  it(
    "S13 is there after a kill at any moment",
    async () => {
      const random = seededRandom(printedSeed("kills"));
      const saved = new Map<string, number>();
      for (let kill = 0; kill < runs(20, 200); kill++) {
        const writer = spawn(process.execPath, [child("write-for-ever"), directory], {
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
          const { tail, seq: last } = store.load(id as DocumentId);
          expect(last).toBeGreaterThanOrEqual(seq);
          expect(tail.every((update, at) => Buffer.compare(update, payload(id, at + 1)) === 0)).toBe(true);
        }
        await store.close();
      }
      const total = [...saved.values()].reduce((sum, seq) => sum + seq, 0);
      console.info(`kills: ${runs(20, 200)}, records called saved: ${total}, lost: 0`);
      expect(total).toBeGreaterThan(runs(20, 200));
    },
    runs(180_000, 3_600_000),
  );
});

describe("a full disk", () => {
  it("S14 saves nothing while it is full, ends nothing, and writes the same in order when there is space", async () => {
    // A file system of its own, so that nobody else's gets full.
    const mount = `mount -t tmpfs -o size=6m tmpfs ${directory} && exec ${process.execPath} ${child("fill-disk")} ${directory}`;
    const { stdout } = await promisify(execFile)("unshare", ["-rm", "sh", "-c", mount]);
    expect(JSON.parse(stdout)).toEqual({
      cycles: Array.from({ length: 3 }, () => ({ whileFull: 0, failure: true })),
      reports: ["fails", "writes again", "fails", "writes again", "fails", "writes again"],
      unhandled: [],
      isReadyAgain: true,
      last: 620,
      kept: 620,
      isEqual: true,
      isInOrder: true,
    });
  }, 60_000);
});
