import { closeAll, connectAll } from "./crowd.ts";
import { percentile } from "./figures.ts";
import type { RunningServer } from "./running-server.ts";
import { beginStretch } from "./stretch.ts";
import type { Trial } from "./trial.ts";
import { pause, startPace, waitUntil } from "./wait.ts";
import { countCharacters } from "./wire/characters.ts";
import { Writer } from "./writer.ts";

/** People who type at a pace of their own, whatever the server does. */
export interface TypingSize {
  readonly documents: number;
  readonly clientsEach: number;
  /** Characters a second, of each client. */
  readonly rate: number;
  readonly warmMs: number;
  readonly measuredMs: number;
}

/** One who types: when each character was sent. */
interface Person {
  readonly writer: Writer;
  readonly sentAt: number[];
}

const drainMs = 3_000;
/** The typists of this load, apart from others'. */
const firstTypist = 100;

/** What the tables say of people who type. */
export const typingMetrics = {
  "latency p50": { unit: "ms", better: "less" },
  "latency p95": { unit: "ms", better: "less" },
  "latency p99": { unit: "ms", better: "less" },
  "server CPU": { unit: "%", better: "less" },
  "server memory": { unit: "MiB", better: "less" },
  "load CPU": { unit: "%", better: "neither" },
  undelivered: { unit: "", better: "less" },
  "delivered in all": { unit: "", better: "neither", isHidden: true },
  "expected in all": { unit: "", better: "neither", isHidden: true },
} as const;

/** Has them type, and times each character from its writer to each of the others in the document. */
export async function measureTyping(trial: Trial, server: RunningServer, size: TypingSize) {
  const { documents, clientsEach, rate } = size;
  const hall = new Hall();
  await hall.open(trial, server, size);
  const pace = startPace(documents * clientsEach * rate, (index) => hall.type(index));
  await pause(size.warmMs);
  hall.isTimed = true;
  const end = beginStretch(server);
  await pause(size.measuredMs);
  const usage = end();
  const expected = pace.stop() * (clientsEach - 1);
  const memory = server.meter.rssBytes;
  await waitUntil(() => hall.delivered >= expected, drainMs);
  await hall.close();
  const values = {
    "latency p50": percentile(hall.latencies, 0.5),
    "latency p95": percentile(hall.latencies, 0.95),
    "latency p99": percentile(hall.latencies, 0.99),
    "server CPU": (usage.server / usage.seconds) * 100,
    "server memory": memory / 2 ** 20,
    "load CPU": (usage.load / usage.seconds) * 100,
    undelivered: expected - hall.delivered,
    "delivered in all": hall.delivered,
    "expected in all": expected,
  };
  return { values, noise: usage.noise };
}

/** All who type, and what reached whom when. */
class Hall {
  readonly latencies: number[] = [];
  isTimed = false;
  readonly #people: Person[] = [];
  readonly #byClient = new Map<number, Person>();
  #delivered = 0;

  get delivered(): number {
    return this.#delivered;
  }

  async open(trial: Trial, server: RunningServer, size: TypingSize): Promise<void> {
    const { documents, clientsEach, rate, warmMs, measuredMs } = size;
    const each = Math.ceil((rate * (warmMs + measuredMs)) / 1_000) + rate;
    const names = await trial.documents(server, documents);
    await connectAll(documents * clientsEach, (index) => {
      const typist = trial.typists.get(firstTypist + index);
      typist.prepare(each);
      const name = names[index % documents] ?? "";
      const writer = new Writer(server, name, typist, {
        onUpdate: (reader) => {
          const now = performance.now();
          countCharacters(reader, (client, characters, clock) => {
            if (client !== typist.clientId) this.#arrived(this.#byClient.get(client), characters, clock, now);
          });
        },
      });
      const person = { writer, sentAt: [] };
      this.#people.push(person);
      this.#byClient.set(typist.clientId, person);
      return writer.client;
    });
    await pause(200);
  }

  /** Has the next one type. */
  type(index: number): void {
    const person = this.#people[index % this.#people.length];
    if (person === undefined) throw new Error("nobody is there to type");
    person.sentAt.push(performance.now());
    person.writer.type();
  }

  close(): Promise<void> {
    return closeAll(this.#people.map(({ writer }) => writer.client));
  }

  #arrived(person: Person | undefined, characters: number, clock: number, now: number): void {
    if (person === undefined) return;
    this.#delivered += characters;
    if (!this.isTimed) return;
    for (let at = clock; at < clock + characters; at++) {
      const sentAt = person.sentAt[at];
      if (sentAt !== undefined) this.latencies.push(now - sentAt);
    }
  }
}
