import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Fastify, { type FastifyInstance } from "fastify";
import { open } from "lmdb";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { type Quotas, quire } from "../src/index.ts";
import { HocuspocusPeer } from "./hocuspocus-peer.ts";
import { PolledPeer } from "./polled-peer.ts";

let dataDir: string;
let app: FastifyInstance;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "quire-quotas-"));
});

afterEach(async () => {
  await app.close();
  rmSync(dataDir, { recursive: true });
});

/** A server where everybody is who they say, and owns everything. */
async function start(quotas: Quotas): Promise<void> {
  app = Fastify();
  await app.register(quire, {
    dataDir,
    quotas,
    authorize: ({ headers }) => {
      const id = String(headers["x-person"] ?? "ann");
      return { person: { id, name: id, hue: 1 }, role: "own" };
    },
  });
  await app.ready();
}

async function restart(quotas: Quotas): Promise<void> {
  await app.close();
  await start(quotas);
}

const ask = (method: "POST" | "DELETE", url: string, person = "ann", payload: object = {}) =>
  app.inject({ method, url, headers: { "x-person": person }, payload });

async function make(person = "ann"): Promise<string> {
  const answer = await ask("POST", "/api/documents", person);
  const { id, code } = answer.json<{ id?: string; code?: string }>();
  return id ?? code ?? "";
}

const upload = (id: string, bytes: number, person = "ann", headers: Record<string, string> = {}) =>
  app.inject({
    method: "POST",
    url: `/api/documents/${id}/files`,
    headers: { "x-person": person, "content-type": "application/octet-stream", ...headers },
    payload: Buffer.alloc(bytes, person.charCodeAt(0) + bytes),
  });

const metric = async (name: string) =>
  Number(new RegExp(`^${name} (\\d+)$`, "m").exec((await app.inject("/metrics")).body)?.[1]);

describe("quotas of documents", () => {
  test("B80 are each person's own, and hold when twenty are made at once", async () => {
    await start({ documentsPerPerson: 3 });
    const made = await Promise.all(Array.from({ length: 20 }, () => make()));
    expect(made.filter((answer) => answer === "QUIRE_ERR_QUOTA_FULL")).toHaveLength(17);
    expect(await make("ben")).toHaveLength(22);
    expect(await metric("quire_quota_refusals_total")).toBe(17);
    const answer = await ask("POST", "/api/documents");
    expect([answer.statusCode, answer.json().message]).toEqual([
      413,
      "You may have 3 documents, and there is no room for more. Delete one that you made, or ask who runs this server.",
    ]);
  });

  test("B80 of the server count everybody's", async () => {
    await start({ documents: 2 });
    await make("ann");
    await make("ben");
    expect(await make("cleo")).toBe("QUIRE_ERR_QUOTA_FULL");
  });

  test("B80 are counted over a restart; deleting makes room, restoring takes it, a reset takes none", async () => {
    await start({});
    const [one, two] = [await make(), await make()] as const;
    await restart({ documentsPerPerson: 2 });
    expect(await make()).toBe("QUIRE_ERR_QUOTA_FULL");
    await ask("DELETE", `/api/documents/${one}`);
    const third = await make();
    expect(third).toHaveLength(22);
    expect((await ask("POST", `/api/documents/${one}/restore`)).statusCode).toBe(413);
    expect((await ask("POST", `/api/documents/${two}/reset`)).statusCode).toBe(201);
    await restart({ documentsPerPerson: 2 });
    expect(await make()).toBe("QUIRE_ERR_QUOTA_FULL");
    await ask("DELETE", `/api/documents/${third}`);
    // Twice is once.
    await ask("DELETE", `/api/documents/${third}`);
    expect(await make()).toHaveLength(22);
    expect(await make()).toBe("QUIRE_ERR_QUOTA_FULL");
  });

  test("B80 count what a directory holds that was written before anything was counted", async () => {
    await start({});
    const one = await make();
    await make();
    await make("ben");
    expect((await upload(one, 5_000)).statusCode).toBe(201);
    await ask("DELETE", `/api/documents/${one}`);
    await app.close();
    const root = open({ path: join(dataDir, "quire.mdb"), noSubdir: true, maxDbs: 16, encoding: "json" });
    root.removeSync("counted");
    root.openDB({ name: "usage", encoding: "json" }).clearSync();
    await root.close();
    await start({ documents: 3, documentsPerPerson: 2, filesPerPerson: 2, fileBytesPerPerson: 9_100 });
    const two = await make();
    expect(two).toHaveLength(22);
    expect(await make()).toBe("QUIRE_ERR_QUOTA_FULL");
    expect(await make("ben")).toBe("QUIRE_ERR_QUOTA_FULL");
    expect((await upload(two, 4_500)).statusCode).toBe(413);
    expect((await upload(two, 1)).statusCode).toBe(201);
    expect((await upload(two, 2)).json().message).toMatch(/^You may have 2 files,/);
  });

  test("B80 count files of a directory whose bytes alone were counted", async () => {
    await start({});
    const id = await make();
    await upload(id, 1);
    await upload(id, 2, "ben");
    await app.close();
    const root = open({ path: join(dataDir, "quire.mdb"), noSubdir: true, maxDbs: 16, encoding: "json" });
    const usage = root.openDB<object, string>({ name: "usage", encoding: "json" });
    for (const [key, documents] of [
      ["all", 7],
      ["person ann", 7],
      ["person gone", 6],
    ] as const)
      usage.putSync(key, { documents, fileBytes: 4_096 });
    root.putSync("counted", true);
    await root.close();
    await start({ files: 3, filesPerPerson: 2, documents: 2, fileBytes: 12_288 });
    expect((await upload(id, 3)).statusCode).toBe(201);
    expect((await upload(id, 4)).json().message).toMatch(/^You may have 2 files,/);
    expect((await upload(id, 5, "cleo")).json().message).toMatch(/^This server may hold 3 files,/);
    expect(await make("gone")).toHaveLength(22);
    expect(await make("gone")).toBe("QUIRE_ERR_QUOTA_FULL");
  });

  test("threat B15 somebody makes as many in a minute as is set, and others go on", async () => {
    await start({ documentsPerMinute: 5 });
    const made = await Promise.all(Array.from({ length: 12 }, () => ask("POST", "/api/documents")));
    expect(made.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([
      ...Array.from({ length: 5 }, () => 201),
      ...Array.from({ length: 7 }, () => 429),
    ]);
    expect(made.at(-1)?.json()).toMatchObject({ code: "QUIRE_ERR_TOO_MANY_DOCUMENTS" });
    expect(await make("ben")).toHaveLength(22);
  });

  test("B185 a document that is begun anew counts as one that is made in the minute", async () => {
    await start({ documentsPerMinute: 2 });
    const first = await make();
    const anew = await ask("POST", `/api/documents/${first}/reset`);
    expect(anew.statusCode).toBe(201);
    const refused = await ask("POST", `/api/documents/${anew.json<{ id: string }>().id}/reset`);
    expect([refused.statusCode, refused.json().code]).toEqual([429, "QUIRE_ERR_TOO_MANY_DOCUMENTS"]);
  });
});

describe("quotas of files", () => {
  test("threat E6 bound what one person puts into all documents, also at once and without a length", async () => {
    await start({ fileBytesPerPerson: 10_000 });
    const [one, two] = [await make(), await make("ben")];
    expect((await upload(one, 6_000)).statusCode).toBe(201);
    const refused = await upload(two, 5_000);
    expect([refused.statusCode, refused.json().code]).toEqual([413, "QUIRE_ERR_QUOTA_FULL"]);
    const both = await Promise.all([upload(one, 4_000), upload(two, 3_999)]);
    expect(both.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([413, 413]);
    expect((await upload(two, 9_000, "ben")).statusCode).toBe(201);
    await restart({ fileBytesPerPerson: 10_000 });
    expect((await upload(two, 5_000)).statusCode).toBe(413);
  });

  test("threat E6 bound what the server holds, and small files count as blocks of the disk", async () => {
    await start({ fileBytes: 9_000 });
    const id = await make();
    expect((await upload(id, 1)).statusCode).toBe(201);
    expect((await upload(id, 2, "ben")).statusCode).toBe(201);
    expect((await upload(id, 3, "cleo")).statusCode).toBe(413);
    expect(await metric("quire_quota_refusals_total")).toBe(1);
  });

  test("B80 bound how many files one person puts into all documents, and how many there are, also at once", async () => {
    await start({ filesPerPerson: 3, files: 4 });
    const [one, two] = [await make(), await make("ben")];
    const sizes = Array.from({ length: 6 }, (_, n) => n + 1);
    const answers = await Promise.all(sizes.map((size) => upload(size % 2 === 0 ? one : two, size)));
    const codes = answers.map(({ statusCode }) => statusCode);
    expect(codes.filter((code) => code === 201)).toHaveLength(3);
    const refused = await upload(one, 7);
    expect([refused.statusCode, refused.json().message]).toEqual([
      413,
      "You may have 3 files, and there is no room for more. Ask who runs this server.",
    ]);
    expect((await upload(two, 8, "ben")).statusCode).toBe(201);
    expect((await upload(two, 9, "ben")).json().message).toMatch(/^This server may hold 4 files,/);
    await restart({ filesPerPerson: 3, files: 4 });
    expect((await upload(one, 7)).statusCode).toBe(413);
    expect((await upload(two, 9, "ben")).statusCode).toBe(413);
    await restart({ filesPerPerson: 4 });
    expect((await upload(one, 7)).statusCode).toBe(201);
    expect((await upload(one, 10)).statusCode).toBe(413);
  });

  test("B80 what was refused is free again for what fits, and the same file counts once in its document", async () => {
    await start({ fileBytesPerPerson: 10_000 });
    const id = await make();
    expect((await upload(id, 20_000)).statusCode).toBe(413);
    expect((await upload(id, 5_000)).statusCode).toBe(201);
    expect((await upload(id, 5_000)).statusCode).toBe(201);
    expect((await upload(id, 4_500)).statusCode).toBe(201);
  });
});

describe("names that nobody made", () => {
  /** Ten thousand at full size. */
  const names = process.env.QUIRE_PROVE === "1" ? 10_000 : 1_000;

  test("threat B15 connecting to as many as there are makes no document", { timeout: 120_000 }, async () => {
    await start({});
    await app.listen({ host: "127.0.0.1", port: 0 });
    const { port } = app.server.address() as AddressInfo;
    const closes = new Map<number, number>();
    for (let begun = 0; begun < names; begun += 100) {
      const batch = Array.from({ length: 100 }, (_, n) => {
        const name = `unknown-${begun + n}`.padEnd(22, "x");
        const socket = new WebSocket(`ws://127.0.0.1:${port}/sync/${name}`);
        return new Promise<number>((resolve, reject) => {
          socket.once("close", resolve);
          socket.once("error", reject);
        });
      });
      for (const code of await Promise.all(batch)) closes.set(code, (closes.get(code) ?? 0) + 1);
    }
    expect([...closes]).toEqual([[4404, names]]);
    expect((await app.inject("/api/documents")).json()).toEqual({ documents: [], next: null });
    expect(await metric("quire_rooms")).toBe(0);
  });

  test("threat B15 nor does asking for them by hocuspocus' protocol or over HTTP", async () => {
    await start({});
    await app.listen({ host: "127.0.0.1", port: 0 });
    const { port } = app.server.address() as AddressInfo;
    const unknown = Array.from({ length: names / 10 }, (_, n) => `unknown-${n}`.padEnd(22, "x"));
    // A socket has so many documents, also such as are none.
    for (let begun = 0; begun < unknown.length; begun += 20) {
      const peer = await HocuspocusPeer.connect(port);
      const batch = unknown.slice(begun, begun + 20);
      for (const name of batch) peer.token(name);
      await peer.until(() => batch.every((name) => peer.words(name).length > 0));
      for (const name of batch) expect(peer.words(name)).toEqual(["denied: there is no such document"]);
      peer.close();
    }
    for (const name of unknown) expect(await PolledPeer.open({ port }, name)).toMatchObject({ code: 4404 });
    expect((await app.inject("/api/documents")).json()).toEqual({ documents: [], next: null });
    expect(await metric("quire_rooms")).toBe(0);
  });

  test.each(["a quota that is none", 0, -1, 1.5, Number.NaN])(
    "quotas of %s are refused at the start",
    async (bad) => {
      const quotas = typeof bad === "string" ? { nonsense: 1 } : { documents: bad };
      await start({});
      const other = Fastify();
      const dir = mkdtempSync(join(tmpdir(), "quire-quotas-"));
      await expect(
        other.register(quire, { dataDir: dir, quotas, authorize: () => ({ refused: "forbidden" }) }),
      ).rejects.toThrow(/^quotas\./);
      rmSync(dir, { recursive: true });
    },
  );
});
