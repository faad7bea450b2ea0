import { rmSync } from "node:fs";
import { join } from "node:path";
import { CloseCode, noRoomForText } from "@quire/protocol";
import { open } from "lmdb";
import { afterEach, expect, it } from "vitest";
import * as Y from "yjs";
import type { Quire, QuireOptions } from "../src/index.ts";
import { HocuspocusPeer } from "./hocuspocus-peer.ts";
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

it("B152 over hocuspocus' protocol what is beyond is refused whole, and the socket's other documents go on: what only deletes is taken", async () => {
  const server = await start({ quotas: { textBytesPerPerson: 1_000 } });
  const [full, other] = [await server.create(), await server.create()];
  const peer = await HocuspocusPeer.connect(server.port, "?as=ann");
  undo.push(() => peer.close());
  const [ydoc, beside] = [new Y.Doc(), new Y.Doc()];
  for (const [id, doc] of [
    [full, ydoc],
    [other, beside],
  ] as const) {
    await peer.join(id);
    doc.on("update", (update: Uint8Array) => peer.update(id, update));
  }
  peer.forget();
  const answered = async (id: string, what: string): Promise<void> => {
    await peer.until(() => peer.words(id).some((word) => ["taken", "refused"].includes(word)));
    expect(peer.words(id).filter((word) => ["taken", "refused"].includes(word))).toEqual([what]);
    peer.forget();
  };
  const [title, others] = [ydoc.getText("title"), beside.getText("title")];
  others.insert(0, "few words");
  await answered(other, "taken");
  title.insert(0, "a".repeat(700));
  await answered(full, "taken");
  title.insert(700, "b".repeat(700));
  await peer.until(() => peer.words(full).some((word) => word.startsWith("closed")));
  expect(peer.words(full)).toEqual(["refused", `closed: ${noRoomForText}`]);
  expect((await joins(server, full, "ben")).title).toBe("a".repeat(700));
  peer.forget();
  others.delete(3, 6);
  await answered(other, "taken");
  expect((await joins(server, other, "ben")).title).toBe("few");
});

it("B152 what is counted of who is forgotten goes from the disk, and stays in the count of all", async () => {
  let host: Quire | undefined;
  const server = await start({
    quotas: { textBytesPerPerson: 100_000 },
    onOpen: (quire) => {
      host = quire;
    },
  });
  const id = await server.create();
  const [ann, ben] = [await joins(server, id), await joins(server, id, "ben")];
  for (const peer of [ann, ben]) {
    peer.write(words);
    await peer.allSaved();
  }
  host?.forgetPerson("ann");
  // On its way when she was let go.
  ann.write("late");
  await ann.allSaved();
  await Promise.all([ann.close(), ben.close()]);
  await server.stop();
  const { all, ...people } = await counted(server.dataDir);
  expect(Object.keys(people)).not.toContain("person ann");
  expect(all).toBeGreaterThan(2 * words.length);
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
