import { diskBytes } from "../disk.ts";
import { feed } from "../feed.ts";
import { mib } from "../figures.ts";
import { defineScenario } from "../scenario.ts";
import { clientIdOf, Typist } from "../typist.ts";
import { pause } from "../wait.ts";

interface Size {
  readonly updates: number;
  readonly restMs: number;
}

export const growth = defineScenario<Size>({
  name: "growth",
  about:
    "characters typed one by one into one document, as fast as they are taken; then everybody leaves, and a minute goes by",
  metrics: {
    "taken in": { unit: "/s", better: "more" },
    "server CPU in all": { unit: "s", better: "less" },
    "own memory, start": { unit: "MiB", better: "neither" },
    "own memory, end": { unit: "MiB", better: "neither" },
    "own memory, later": { unit: "MiB", better: "less" },
    "own memory, later to start": { unit: "x", better: "less", isHeadline: true },
    "on disk": { unit: "MiB", better: "less" },
    "on disk to state": { unit: "x", better: "less" },
    "snapshot to state": { unit: "x", better: "less", isHeadline: true },
    "history to raw updates": { unit: "x", better: "less", isHeadline: true },
  },
  ratios: [{ metric: "taken in", to: "best peer" }],
  rounds: 1,
  needsPersistence: true,
  sizes: { full: { updates: 200_000, restMs: 60_000 }, quick: { updates: 1_000, restMs: 200 } },
  async run(trial, { updates: count, restMs }) {
    const typist = new Typist(clientIdOf(7_000), { strideLength: 20 });
    typist.prepare(count);
    const updates = Array.from({ length: count }, (_, index) => typist.update(index));
    const raw = updates.reduce((sum, { length }) => sum + length, 0);
    const state = typist.stateBytes();

    const server = await trial.launch();
    const document = await trial.document(server);
    await pause(500);
    const start = server.meter;
    const clocks = updates.map((_, index) => index + 1);
    const seconds = await feed(server, document, {
      clientId: typist.clientId,
      firstText: "a",
      updates,
      clocks,
    });
    const end = server.meter;
    await pause(restMs);
    const later = server.meter;
    await server.stop();
    const onDisk = diskBytes(server.dataDir);
    const kept = trial.target.kept?.(server.dataDir, document);
    trial.record(`${count} updates of ${raw} bytes, ${state} bytes of state`, {
      "taken in": count / seconds,
      "server CPU in all": later.cpuSeconds - start.cpuSeconds,
      "own memory, start": start.anonymousBytes / mib,
      "own memory, end": end.anonymousBytes / mib,
      "own memory, later": later.anonymousBytes / mib,
      "own memory, later to start": later.anonymousBytes / start.anonymousBytes,
      "on disk": onDisk / mib,
      "on disk to state": onDisk / state,
      "snapshot to state": (kept?.snapshotBytes ?? Number.NaN) / state,
      "history to raw updates": kept === undefined ? Number.NaN : (kept.historyBytes + kept.logBytes) / raw,
    });
  },
});
