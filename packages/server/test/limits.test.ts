import { afterEach, expect, it } from "vitest";
import type { Limits } from "../src/index.ts";
import { Peer } from "./peer.ts";
import { startServer } from "./server.ts";

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function start(limits: Partial<Limits>) {
  const server = await startServer({ limits });
  undo.push(() => server.remove());
  const join = (id: string, as = "ann"): Peer => {
    const peer = new Peer(`${server.syncUrl}/${id}?saved=1&as=${as}`);
    undo.push(() => peer.close());
    return peer;
  };
  return { server, join };
}

async function isIn(peer: Peer): Promise<void> {
  await peer.until(() => peer.isSynced);
}

async function isTurnedAway(peer: Peer): Promise<void> {
  await expect(peer.until(() => false)).rejects.toThrow("4529: there are too many connections");
}

/** The server may hear of who left after who comes. */
async function comesIn(join: () => Peer): Promise<void> {
  for (;;) {
    try {
      return await isIn(join());
    } catch (error) {
      if (!String(error).includes("4529")) throw error;
    }
  }
}

it("F1 who sends too fast is read more slowly, and everything it sent is saved", async () => {
  const { server, join } = await start({ messagesPerSecond: 200 });
  const id = await server.create();
  const [ann, ben] = [join(id), join(id, "ben")];
  await Promise.all([isIn(ann), isIn(ben)]);
  // So many that a busy machine, too, takes them in faster than they may come.
  const length = 1_000;
  for (let at = 0; at < length; at++) ann.typeTitle("x");
  ben.typeTitle("y");
  await ben.allSaved();
  await ann.allSaved();
  await ben.until(() => ben.ydoc.getText("title").length === length + 1);
  expect(ann.closed).toBeUndefined();
  const metrics = await (await server.request("GET", "/metrics")).text();
  expect(Number(/^quire_pauses_total (\d+)$/m.exec(metrics)?.[1])).toBeGreaterThan(0);
});

it("F2 threat B2 a connection too many in a document is told to come back, and may when one has left", async () => {
  const { server, join } = await start({ connectionsPerDocument: 2 });
  const [id, other] = [await server.create(), await server.create()];
  const first = join(id, "a");
  await isIn(first);
  await isIn(join(id, "b"));
  await isTurnedAway(join(id, "c"));
  await isIn(join(other, "c"));
  await first.close();
  await comesIn(() => join(id, "c"));
});

it("F2 threat B2 a connection too many of one person is told to come back, and nobody else's", async () => {
  const { server, join } = await start({ connectionsPerPerson: 2 });
  const [id, other] = [await server.create(), await server.create()];
  const first = join(id);
  await isIn(first);
  await isIn(join(other));
  await isTurnedAway(join(id));
  await isIn(join(id, "ben"));
  await first.close();
  await comesIn(() => join(id));
});

it("F2 threat B2 a connection too many of one person in a document is told to come back, and comes into another", async () => {
  const { server, join } = await start({ connectionsPerPersonAndDocument: 2 });
  const [id, other] = [await server.create(), await server.create()];
  const first = join(id);
  await isIn(first);
  await isIn(join(id));
  await isTurnedAway(join(id));
  await isIn(join(other));
  await isIn(join(id, "ben"));
  await first.close();
  await comesIn(() => join(id));
});

it("F2 threat B2 by themselves, 20 of a person and 200 in all are in a document", async () => {
  const { server, join } = await start({});
  const id = await server.create();
  const people = Array.from({ length: 10 }, (_, n) => `person-${n}`);
  await Promise.all(people.flatMap((as) => Array.from({ length: 20 }, () => isIn(join(id, as)))));
  await expect(join(id, people[0]).until(() => false)).rejects.toThrow(
    "4529: there are too many connections",
  );
  await expect(join(id, "another").until(() => false)).rejects.toThrow(
    "too many connections in this document",
  );
});

it("F2 threat B2 a connection too many from one address is told to come back", async () => {
  const { server, join } = await start({ connectionsPerAddress: 2 });
  const id = await server.create();
  const first = join(id, "a");
  await isIn(first);
  await isIn(join(id, "b"));
  await isTurnedAway(join(id, "c"));
  await first.close();
  await comesIn(() => join(id, "c"));
});
