import { Client } from "../client.ts";
import { closeAll, connectAll } from "../crowd.ts";
import { kib, mib } from "../figures.ts";
import { defineScenario } from "../scenario.ts";
import { beginStretch } from "../stretch.ts";
import { firstUpdate } from "../typist.ts";
import { pause } from "../wait.ts";

interface Size {
  readonly documents: number;
  readonly clients: number;
  readonly restMs: number;
}

const sentence = "The quick brown fox jumps over the lazy dog. ";
const content = sentence.repeat(20);
/** Whose the text is, apart from other loads'. */
const authorId = 77_000_001;

export const connections = defineScenario<Size>({
  name: "connections",
  about: "what a connection costs, and an open document of 900 characters",
  metrics: {
    "server CPU a connection": { unit: "ms", better: "less", isHeadline: true },
    "memory a connection": { unit: "KiB", better: "less", isHeadline: true },
    "memory an open document": { unit: "KiB", better: "less", isHeadline: true },
    "memory with all": { unit: "MiB", better: "less" },
    "time to connect all": { unit: "s", better: "less" },
    lost: { unit: "", better: "less" },
  },
  ratios: [
    { metric: "server CPU a connection", to: "limit" },
    { metric: "server CPU a connection", to: "best peer" },
  ],
  sizes: {
    full: { documents: 1_000, clients: 5_000, restMs: 1_500 },
    quick: { documents: 10, clients: 40, restMs: 50 },
  },
  async run(trial, { documents, clients, restMs }) {
    const server = await trial.launch();
    const more = clients - documents;
    await closeAll(await warmUp());
    const names = await trial.documents(server, documents);
    const join = (index: number): Client => new Client(server, names[index % documents] ?? "");
    await pause(restMs);

    const empty = server.meter.rssBytes;
    const end = beginStretch(server);
    let connecting = -performance.now();
    const first = await connectAll(documents, join, { atOnce: 100 });
    connecting += performance.now();
    for (const client of first)
      client.sendUpdate(firstUpdate(authorId, client.opening, trial.target.textOf, content));
    await pause(restMs);
    const opened = server.meter;
    connecting -= performance.now();
    const rest = await connectAll(more, join, { atOnce: 100 });
    connecting += performance.now();
    const used = server.meter.cpuSeconds - opened.cpuSeconds;
    await pause(restMs);
    const all = server.meter.rssBytes;

    const perConnection = (all - opened.rssBytes) / more;
    const values = {
      "server CPU a connection": (used / more) * 1_000,
      "memory a connection": perConnection / kib,
      "memory an open document": ((opened.rssBytes - empty) / documents - perConnection) / kib,
      "memory with all": all / mib,
      "time to connect all": connecting / 1_000,
      lost: [...first, ...rest].filter(({ socket }) => socket.isClosed).length,
    };
    trial.record(`${clients} clients, ${documents} documents`, values, end().noise);
    await closeAll([...first, ...rest]);

    async function warmUp(): Promise<readonly Client[]> {
      const some = await trial.documents(server, Math.min(100, documents));
      return connectAll(some.length, (index) => new Client(server, some[index] ?? ""));
    }
  },
});
