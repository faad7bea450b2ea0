import { Client } from "../client.ts";
import { ClosedLoop } from "../closed-loop.ts";
import { closeAll, connectAll } from "../crowd.ts";
import type { RunningServer } from "../running-server.ts";
import { defineScenario } from "../scenario.ts";
import { beginStretch } from "../stretch.ts";
import type { Trial } from "../trial.ts";
import { pause, waitUntil } from "../wait.ts";
import { Writer } from "../writer.ts";

interface Case {
  readonly clients: number;
  readonly inFlight: number;
}

interface Size {
  readonly cases: readonly Case[];
  readonly warmMs: number;
  readonly measuredMs: number;
  readonly typed: number;
}

const drainMs = 5_000;
const warmUp: Case = { clients: 20, inFlight: 16 };

export const fanout = defineScenario<Size>({
  name: "fanout",
  about: "one document, one writer, everybody else reads; so many characters on their way at once",
  metrics: {
    "deliveries a server CPU second": { unit: "", better: "more" },
    deliveries: { unit: "/s", better: "more" },
    "server CPU": { unit: "%", better: "neither" },
    "load CPU": { unit: "%", better: "neither" },
    "characters a message": { unit: "", better: "neither" },
    undelivered: { unit: "", better: "less" },
    "delivered in all": { unit: "", better: "neither", isHidden: true },
    "expected in all": { unit: "", better: "neither", isHidden: true },
  },
  ratios: [
    { metric: "deliveries a server CPU second", to: "limit-framed" },
    { metric: "deliveries a server CPU second", to: "limit-batched" },
    { metric: "deliveries a server CPU second", to: "hocuspocus" },
    { metric: "deliveries a server CPU second", to: "best peer" },
  ],
  sizes: {
    full: {
      cases: [128, 1].flatMap((inFlight) => [10, 50, 200].map((clients) => ({ clients, inFlight }))),
      warmMs: 400,
      measuredMs: 1_500,
      typed: 120_000,
    },
    quick: {
      cases: [
        { clients: 4, inFlight: 8 },
        { clients: 4, inFlight: 1 },
      ],
      warmMs: 20,
      measuredMs: 80,
      typed: 1_000,
    },
  },
  async run(trial, size) {
    trial.typists.get(0).prepare(size.typed);
    const server = await trial.launch();
    await measure(trial, server, warmUp, size);
    for (const one of size.cases) {
      const { values, noise } = await measure(trial, server, one, size);
      trial.record(`${one.clients} clients, ${one.inFlight} in flight`, values, noise);
    }
  },
});

async function measure(trial: Trial, server: RunningServer, { clients, inFlight }: Case, size: Size) {
  const document = await trial.document(server);
  const typist = trial.typists.get(0);
  const loop = new ClosedLoop(clients - 1, inFlight);
  const readers = await connectAll(
    clients - 1,
    () => new Client(server, document, loop.listener(typist.clientId)),
  );
  const writer = new Writer(server, document, typist);
  await writer.client.ready;
  loop.start(writer);
  await pause(size.warmMs);
  const before = { delivered: loop.delivered, frames: loop.frames };
  const end = beginStretch(server);
  await pause(size.measuredMs);
  const usage = end();
  const delivered = loop.delivered - before.delivered;
  const frames = loop.frames - before.frames;
  loop.stop();
  await waitUntil(() => loop.isComplete, drainMs);
  const values = {
    "deliveries a server CPU second": delivered / usage.server,
    deliveries: delivered / usage.seconds,
    "server CPU": (usage.server / usage.seconds) * 100,
    "load CPU": (usage.load / usage.seconds) * 100,
    "characters a message": delivered / frames,
    undelivered: loop.expected - loop.delivered,
    "delivered in all": loop.delivered,
    "expected in all": loop.expected,
  };
  await closeAll([...readers, writer.client]);
  return { values, noise: usage.noise };
}
