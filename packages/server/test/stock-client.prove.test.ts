import { setTimeout as delay } from "node:timers/promises";
import { expect, it } from "vitest";
import { startServer } from "./server.ts";
import { stockKinds } from "./stock-clients.ts";

it("K6 every stock provider stays connected for two minutes in which nobody does anything", async () => {
  const server = await startServer();
  const id = await server.create();
  const clients = stockKinds.map((kind) => kind.open(server.port, id));
  try {
    await expect.poll(() => clients.every(({ isSynced }) => isSynced), { timeout: 20_000 }).toBe(true);
    // Half of them have no state that they would say again every 15 s.
    for (const [at, { awareness }] of clients.entries()) if (at % 2 === 0) awareness.setLocalState(null);
    await delay(120_000);
    expect(clients.map(({ lost }) => lost)).toEqual(clients.map(() => 0));
    for (const [at, { ydoc }] of clients.entries()) {
      ydoc.getText("title").insert(at, "+");
      const titles = () => clients.map((each) => each.ydoc.getText("title").toString());
      await expect.poll(titles, { timeout: 20_000 }).toEqual(clients.map(() => "+".repeat(at + 1)));
    }
  } finally {
    for (const client of clients) client.destroy();
    await server.remove();
  }
}, 180_000);
