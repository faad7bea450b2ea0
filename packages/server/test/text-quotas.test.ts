import { rmSync } from "node:fs";
import { join } from "node:path";
import { CloseCode, noRoomForText } from "@quire/protocol";
import { open } from "lmdb";
import { afterEach, expect, it } from "vitest";
import type { QuireOptions } from "../src/index.ts";
import { Peer } from "./peer.ts";
import { startServer, type TestServer } from "./server.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function start(options: Partial<QuireOptions>): Promise<TestServer> {
  const server = await startServer(options);
  undo.push(() => server.remove());
  return server;
}

async function joins(server: TestServer, id: string, as = "ann"): Promise<Peer> {
  const peer = await Peer.join(`${server.syncUrl}/${id}?saved=1&as=${as}`);
  undo.push(() => peer.close());
  return peer;
}

/** Words that make a paragraph of some 600 bytes. */
const words = "x".repeat(580);

const refused = `${CloseCode.tooLarge}: ${noRoomForText}`;

/** What a directory that nobody has open says that people wrote. */
async function counted(dataDir: string): Promise<Record<string, number>> {
  const root = open({ path: join(dataDir, "quire.mdb"), noSubdir: true, maxDbs: 16, encoding: "json" });
  const text = root.openDB<number, string>({ name: "text", encoding: "json" });
  const counts = Object.fromEntries([...text.getRange()].map(({ key, value }) => [key, value]));
  await root.close();
  return counts;
}

it("B152 a person writes up to their quota, in all documents and at once; what is refused is nowhere, and others go on", async () => {
  const server = await start({ quotas: { textBytesPerPerson: 1_000 } });
  const [one, two] = [await server.create(), await server.create()];
  const [here, there] = [await joins(server, one), await joins(server, two)];
  for (const peer of [here, there]) peer.write(words);
  const saved = await Promise.allSettled([here.allSaved(), there.allSaved()]);
  expect(saved.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  const reasons = saved.flatMap((each) => (each.status === "rejected" ? [String(each.reason)] : []));
  expect(reasons).toEqual([expect.stringContaining(refused)]);
  const texts = await Promise.all([server.text(one), server.text(two)]);
  expect(texts.map((text) => text.trim()).toSorted()).toEqual(["", words]);
  const ben = await joins(server, two, "ben");
  ben.write(words);
  await ben.allSaved();
  const metrics = await (await server.request("GET", "/metrics")).text();
  expect(metrics).toMatch(/^quire_quota_refusals_total 1$/m);
});

it("B152 who has no room left reads, deletes, and writes no more, over a restart as well", async () => {
  const server = await start({ quotas: { textBytesPerPerson: 700 } });
  const id = await server.create();
  const ann = await joins(server, id);
  ann.write(words);
  await ann.allSaved();
  await server.restart();
  const back = await joins(server, id);
  expect(back.blocks).toContain(words);
  back.ydoc.getXmlFragment("document").delete(0, back.ydoc.getXmlFragment("document").length);
  await back.allSaved();
  expect(await server.text(id)).toBe("");
  back.write(words);
  await expect(back.allSaved()).rejects.toThrow(refused);
});

it("B152 a server's quota counts everybody, and holds over HTTP: for new documents, titles and resets", async () => {
  const server = await start({ quotas: { textBytes: 1_400 } });
  const id = await server.create({ markdown: words });
  const ben = await joins(server, id, "ben");
  ben.write(words);
  await ben.allSaved();
  for (const [method, path, body] of [
    ["POST", "/api/documents", { markdown: words }],
    ["POST", `/api/documents/${id}/reset`, {}],
    ["PATCH", `/api/documents/${id}`, { title: "t".repeat(190) }],
  ] as const) {
    const answer = await server.request(method, path, body);
    expect([answer.status, await answer.json()], path).toEqual([
      413,
      {
        code: "QUIRE_ERR_QUOTA_FULL",
        message:
          "This server may hold 1400 bytes of text, and there is no room for more. Ask who runs this server.",
      },
    ]);
  }
  expect(await server.text(id)).toBe(`${words}\n${words}`);
  expect(await server.title(id)).toBe("");
});

it("B152 what was written before, in logs and in archives, counts as what is counted with each update", async () => {
  const quotas = { textBytesPerPerson: 100_000 };
  const server = await startServer({ quotas, roomGraceMs: 20 });
  const { dataDir } = server;
  undo.push(() => rmSync(dataDir, { recursive: true, force: true }));
  const [folded, open] = [await server.create({ markdown: "first" }), await server.create()];
  const [ann, ben] = [await joins(server, folded), await joins(server, folded, "ben")];
  for (let n = 0; n < 20; n++) for (const peer of [ann, ben]) peer.typeTitle(String(n % 10));
  await Promise.all([ann.allSaved(), ben.allSaved()]);
  const again = new Peer(`${server.syncUrl}/${folded}?saved=1&as=cleo`, ben.ydoc);
  undo.push(() => again.close());
  await again.until(() => again.isSynced);
  for (const peer of [ann, ben, again]) await peer.close();
  // The last one has left: its log is folded away.
  await expect
    .poll(async () =>
      /^quire_folds_total [1-9]/m.test(await (await server.request("GET", "/metrics")).text()),
    )
    .toBe(true);
  const last = await joins(server, open, "ben");
  last.write("in the log");
  await last.allSaved();
  await last.close();
  await server.stop();
  const live = await counted(dataDir);
  expect(Object.keys(live).length).toBeGreaterThan(2);

  // Nobody counts what is written now.
  const without = await startServer({ dataDir });
  const dora = await joins(without, open, "dora");
  dora.write(words);
  await dora.allSaved();
  await dora.close();
  await without.stop();
  expect(await counted(dataDir)).toEqual(live);

  const recounting = await startServer({ dataDir, quotas });
  await recounting.stop();
  const all = await counted(dataDir);
  const hers = all["person dora"] ?? 0;
  expect(hers).toBeGreaterThan(words.length);
  expect(all).toEqual({ ...live, "person dora": hers, all: (live.all ?? 0) + hers });
});
