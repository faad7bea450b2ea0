import { Client } from "./client.ts";
import { closeAll } from "./crowd.ts";
import type { RunningServer } from "./running-server.ts";
import { firstUpdate } from "./typist.ts";
import { countCharacters } from "./wire/characters.ts";

/** Updates by one hand that belong behind each other. */
export interface Fodder {
  readonly clientId: number;
  readonly firstText: string;
  readonly updates: readonly Uint8Array[];
  /** How many characters have ever been inserted after each of them. */
  readonly clocks: readonly number[];
}

/** Characters that may be on their way. */
const inFlight = 256;
const limitMs = 180_000;

/**
 * Sends all of them into a document, as fast as a second client there receives them; then both leave. Answers with the
 * seconds from the first to the last.
 */
export async function feed(server: RunningServer, document: string, fodder: Fodder): Promise<number> {
  const { clientId, firstText, updates, clocks } = fodder;
  let seen = 0;
  let more = (): void => undefined;
  const reader = new Client(server, document, {
    onUpdate: (bytes) => {
      countCharacters(bytes, (client, characters, clock) => {
        if (client === clientId) seen = Math.max(seen, clock + characters);
      });
      more();
    },
  });
  const writer = await new Client(server, document).ready;
  (await reader.ready).stayAwake();
  const startedAt = performance.now();
  let sent = 0;
  const first = firstUpdate(clientId, writer.opening, server.target.textOf, firstText);
  const fed = new Promise<void>((resolve) => {
    more = () => {
      // Deletions have no characters to wait for: so many at a time.
      for (let burst = 0; sent < updates.length && burst < 4 * inFlight; burst++) {
        if ((clocks[sent - 1] ?? 0) - seen >= inFlight) break;
        writer.sendUpdate(sent === 0 ? first : (updates[sent] ?? first));
        sent += 1;
      }
      if (sent === updates.length && seen >= (clocks.at(-1) ?? 0)) resolve();
    };
  });
  more();
  await within(limitMs, fed, () => `of ${updates.length} updates, ${sent} were sent in ${limitMs} ms`);
  const seconds = (performance.now() - startedAt) / 1_000;
  more = () => undefined;
  await closeAll([reader, writer]);
  return seconds;
}

/** Rejects, with words that are found then, when it takes longer. */
async function within(ms: number, work: Promise<void>, words: () => string): Promise<void> {
  let limit: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    limit = setTimeout(() => reject(new Error(words())), ms);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(limit);
  }
}
