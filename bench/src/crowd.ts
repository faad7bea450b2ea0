import type { Client } from "./client.ts";
import { waitUntil } from "./wait.ts";

export interface CrowdOptions {
  /** How many connect at the same time. */
  readonly atOnce?: number;
  /** How long all of them together may take. */
  readonly limitMs?: number;
}

/** Makes so many clients and waits until each has been answered. Throws, with none left, when one is not. */
export async function connectAll(
  count: number,
  make: (index: number) => Client,
  { atOnce = 50, limitMs = 60_000 }: CrowdOptions = {},
): Promise<readonly Client[]> {
  const clients: Client[] = [];
  const late = new AbortController();
  const limit = setTimeout(() => late.abort(), limitMs);
  const gaveUp = new Promise<never>((_, reject) => {
    late.signal.addEventListener("abort", () =>
      reject(new Error(`of ${count} clients, ${clients.length} came this far in ${limitMs} ms`)),
    );
  });
  let next = 0;
  const connect = async (): Promise<void> => {
    while (next < count && !late.signal.aborted) {
      const client = make(next++);
      clients.push(client);
      await Promise.race([client.ready, gaveUp]);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(atOnce, count) }, connect));
  } catch (error) {
    for (const client of clients) client.socket.destroy();
    throw error;
  } finally {
    clearTimeout(limit);
  }
  return clients;
}

/** Says goodbye for all of them and waits until they are gone. */
export async function closeAll(clients: readonly Client[]): Promise<void> {
  for (const client of clients) client.socket.close();
  await waitUntil(() => clients.every(({ socket }) => socket.isClosed), 3_000);
}
