import { Client } from "../client.ts";
import { closeAll, connectAll } from "../crowd.ts";
import { mib, percentile } from "../figures.ts";
import type { RunningServer } from "../running-server.ts";
import { defineScenario } from "../scenario.ts";
import { beginStretch } from "../stretch.ts";
import { clientIdOf } from "../typist.ts";
import { pause, startPace } from "../wait.ts";
import type { ByteReader } from "../wire/byte-reader.ts";

interface Size {
  readonly clients: number;
  /** Moves a second, of each cursor. */
  readonly rate: number;
  readonly warmMs: number;
  readonly measuredMs: number;
}

/** One client's cursor: when it took each of its clocks. */
interface OwnCursor {
  readonly id: number;
  readonly movedAt: number[];
}

/** One client in so many looks at how old what it hears is; all of them count. */
const sampled = 20;
const firstClient = 20_000;

export const awareness = defineScenario<Size>({
  name: "awareness",
  about: "many people in one document, each of them moving a cursor",
  metrics: {
    "server CPU": { unit: "%", better: "less" },
    "cursor age p50": { unit: "ms", better: "less" },
    "cursor age p99": { unit: "ms", better: "less", isHeadline: true },
    "cursors delivered": { unit: "/s", better: "more" },
    "cursors offered": { unit: "/s", better: "neither" },
    messages: { unit: "/s", better: "neither" },
    "server memory": { unit: "MiB", better: "less" },
    "load CPU": { unit: "%", better: "neither" },
  },
  ratios: [
    { metric: "server CPU", to: "limit-batched" },
    { metric: "server CPU", to: "best peer" },
    { metric: "cursor age p99", to: "best peer" },
  ],
  sizes: {
    full: { clients: 200, rate: 5, warmMs: 1_500, measuredMs: 4_000 },
    quick: { clients: 8, rate: 10, warmMs: 100, measuredMs: 300 },
  },
  async run(trial, { clients, rate, warmMs, measuredMs }) {
    const server = await trial.launch();
    const stage = new Stage();
    await stage.open(server, await trial.document(server), clients);
    const pace = startPace(clients * rate, (index) => stage.move(index));
    await pause(warmMs);
    stage.isTimed = true;
    const end = beginStretch(server);
    await pause(measuredMs);
    const usage = end();
    stage.isTimed = false;
    pace.stop();
    const values = {
      "server CPU": (usage.server / usage.seconds) * 100,
      "cursor age p50": percentile(stage.ages, 0.5),
      "cursor age p99": percentile(stage.ages, 0.99),
      "cursors delivered": stage.delivered / usage.seconds,
      "cursors offered": clients * (clients - 1) * rate,
      messages: stage.messages / usage.seconds,
      "server memory": server.meter.rssBytes / mib,
      "load CPU": (usage.load / usage.seconds) * 100,
    };
    trial.record(`${clients} cursors, ${rate}/s each`, values, usage.noise);
    await stage.close();
  },
});

/** All the cursors, and how old each was when it came. */
class Stage {
  readonly ages: number[] = [];
  isTimed = false;
  delivered = 0;
  messages = 0;
  readonly #cursors: OwnCursor[] = [];
  readonly #byId = new Map<number, OwnCursor>();
  #clients: readonly Client[] = [];

  async open(server: RunningServer, document: string, count: number): Promise<void> {
    this.#clients = await connectAll(count, (index) => {
      const cursor = { id: clientIdOf(firstClient + index), movedAt: [] };
      this.#cursors.push(cursor);
      this.#byId.set(cursor.id, cursor);
      const isSampled = index % sampled === 0;
      return new Client(server, document, {
        onAwareness: (reader) => this.#hear(reader, cursor.id, isSampled),
      });
    });
  }

  move(index: number): void {
    const place = index % this.#clients.length;
    const cursor = this.#cursors[place];
    if (cursor === undefined) throw new Error("there is no cursor to move");
    const clock = cursor.movedAt.push(performance.now());
    this.#clients[place]?.sendCursor(cursor.id, clock, stateOf(cursor.id, place, clock));
  }

  close(): Promise<void> {
    return closeAll(this.#clients);
  }

  #hear(reader: ByteReader, own: number, isSampled: boolean): void {
    if (!this.isTimed) return;
    const now = performance.now();
    this.messages += 1;
    for (let entries = reader.varUint(); entries > 0; entries--) {
      const id = reader.varUint();
      const clock = reader.varUint();
      reader.skipBlock();
      if (id === own) continue;
      this.delivered += 1;
      const movedAt = isSampled ? this.#byId.get(id)?.movedAt[clock - 1] : undefined;
      if (movedAt !== undefined) this.ages.push(now - movedAt);
    }
  }
}

/** A state as y-prosemirror's cursor plugin sends it. */
function stateOf(client: number, index: number, clock: number): string {
  const position = {
    type: { client, clock: 12 },
    tname: null,
    item: { client, clock: 1_000 + clock },
    assoc: 0,
  };
  return JSON.stringify({
    user: { name: `User ${index}`, color: "#30bced", colorLight: "#30bced33" },
    cursor: { anchor: position, head: position },
  });
}
