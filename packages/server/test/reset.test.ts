import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DocumentFile, DocumentSummary, ErrorBody } from "@quire/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createRandom } from "../../../trouble/random.ts";
import { printedSeed, runs } from "../../../trouble/runs.ts";
import { ServerProcess } from "../../../trouble/server-process.ts";
import { HocuspocusPeer } from "./hocuspocus-peer.ts";
import { Peer } from "./peer.ts";
import { startServer } from "./server.ts";

let server: Awaited<ReturnType<typeof startServer>>;
beforeEach(async () => {
  server = await startServer({ roomGraceMs: 30 });
});
afterEach(() => server.remove());

const ask = async (method: string, path: string, body?: object) => {
  const response = await server.request(method, `/api/documents/${path}`, body);
  return { status: response.status, body: (await response.json()) as DocumentSummary & ErrorBody };
};
const reset = (id: string, body: object = {}, query = "") => ask("POST", `${id}/reset${query}`, body);
const join_ = (id: string) => Peer.join(`${server.syncUrl}/${id}?saved=1`);

const png = Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), Buffer.alloc(100, "image")]);

async function upload(id: string): Promise<DocumentFile> {
  const response = await fetch(`http://127.0.0.1:${server.port}/api/documents/${id}/files?name=a.png`, {
    method: "POST",
    headers: { "content-type": "application/octet-stream", connection: "close" },
    body: png,
  });
  return (await response.json()) as DocumentFile;
}

describe("S19 a document that is reset", () => {
  it("S19 begins anew under a new id with its title and text, and without its history", async () => {
    const markdown =
      "# Plan\n\nSome *words*, and **more**.\n\n- [x] done\n\n| a | b |\n| - | - |\n| 1 | 2 |\n";
    const id = await server.create({ markdown, title: "Plan" });
    const ann = await join_(id);
    for (let at = 0; at < 50; at++) ann.write(`line ${at}`);
    await ann.allSaved();
    const before = await (await server.request("GET", `/api/documents/${id}/content`)).text();
    const { status, body } = await reset(id);
    expect(status).toBe(201);
    expect(body).toMatchObject({ title: "Plan", parentId: null, people: [] });
    expect(body.id).not.toBe(id);
    const after = await server.request("GET", `/api/documents/${body.id}/content`);
    expect(await after.text()).toBe(before);
    const bob = await join_(body.id);
    expect(bob.blocks.replace(/ id="[^"]*"/g, "")).toContain("line 49");
    expect(bob.ydoc.store.clients.size, "one who wrote all of it").toBe(1);
    await bob.close();
    await server.restart();
    expect(await (await server.request("GET", `/api/documents/${body.id}/content`)).text()).toBe(before);
    const { documents } = (await (await server.request("GET", "/api/documents")).json()) as {
      documents: DocumentSummary[];
    };
    expect(documents.map((each) => each.id)).toEqual([body.id]);
  });

  it("S19 or with the text that is given, its title kept", async () => {
    const id = await server.create({ markdown: "Old words.", title: "Plan" });
    const { body } = await reset(id, { markdown: "New words." });
    expect(body).toMatchObject({ title: "Plan", excerpt: "New words." });
    expect(await server.text(body.id)).toBe("New words.");
  });

  it("S19 tells whoever has it open, or comes to it, by 4410 and 410 with the new id", async () => {
    const id = await server.create({ markdown: "Words." });
    const [ann, stock] = [await join_(id), await HocuspocusPeer.connect(server.port)];
    await stock.join(id);
    stock.forget();
    const { body } = await reset(id);
    const reason = `this document was replaced by ${body.id}`;
    await expect.poll(() => ann.closed).toEqual({ code: 4410, reason });
    await stock.until(() => stock.words(id).length > 0);
    expect(stock.words(id)).toEqual([`closed: ${reason}`]);
    for (let round = 0; round < 2; round++) {
      const late = new Peer(`${server.syncUrl}/${id}?saved=1`);
      await expect.poll(() => late.closed).toEqual({ code: 4410, reason });
      for (const [method, path] of [
        ["GET", id],
        ["GET", `${id}/content`],
        ["POST", `${id}/reset`],
      ] as const) {
        const refused = await ask(method, path, method === "POST" ? {} : undefined);
        expect(refused).toMatchObject({ status: 410, body: { code: "QUIRE_ERR_DOCUMENT_REPLACED" } });
        expect(refused.body.message).toContain(`"${body.id}"`);
      }
      await server.restart();
    }
    const denied = await HocuspocusPeer.connect(server.port);
    denied.token(id);
    await denied.until(() => denied.words(id).length > 0);
    expect(denied.words(id)).toEqual([`denied: ${reason}`]);
    denied.close();
    stock.close();
  });

  it("S19 has every word that was called saved while people went on typing", async () => {
    const id = await server.create();
    const people = await Promise.all([join_(id), join_(id), join_(id)]);
    const said: string[] = [];
    const typing = people.map(async (peer, who) => {
      for (let at = 0; peer.closed === undefined; at++) {
        peer.write(`<${who}.${at}>`);
        await peer.allSaved().catch(() => undefined);
        if (peer.closed === undefined || peer.saved === peer.sent) said.push(`<${who}.${at}>`);
      }
    });
    await expect.poll(() => said.length).toBeGreaterThan(20);
    const { body } = await reset(id);
    await Promise.all(typing);
    const text = await server.text(body.id);
    expect(said.filter((word) => !text.includes(word))).toEqual([]);
  });

  it("S19 has its files, at the new document's address", async () => {
    const id = await server.create();
    const { url, hash } = await upload(id);
    const { body: first } = await reset(id, { markdown: `![a picture](${url})` });
    const { body: second } = await reset(first.id);
    const markdown = await (await server.request("GET", `/api/documents/${second.id}/content`)).text();
    expect(markdown).toContain(`/api/documents/${second.id}/files/${hash}`);
    expect(markdown).not.toContain(id);
    const file = await server.request("GET", `/api/documents/${second.id}/files/${hash}`);
    expect(Buffer.from(await file.arrayBuffer())).toEqual(png);
    expect((await ask("GET", `${second.id}/files`)).body).toMatchObject({ usedBytes: 4096 });
  });

  it("S19 needs its owner, is reset once by two at the same moment, and comes back beside the new one", async () => {
    const id = await server.create({ markdown: "Words." });
    expect(await reset(id, {}, "?role=edit")).toMatchObject({ status: 403 });
    expect(await reset("there-is-no-such-document")).toMatchObject({ status: 404 });
    expect(await reset(id, { text: "x" })).toMatchObject({ status: 400 });
    const both = await Promise.all([reset(id), reset(id)]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 410]);
    expect(await ask("POST", `${id}/restore`)).toMatchObject({ status: 200 });
    expect(await server.text(id)).toBe("Words.");
    const deleted = await server.create();
    await server.request("DELETE", `/api/documents/${deleted}`);
    expect(await reset(deleted)).toMatchObject({ status: 410, body: { code: "QUIRE_ERR_DOCUMENT_DELETED" } });
  });

  const kills = runs(4, 100);
  it(
    `S19 is the old one or the new one, and whole, when the process is killed at any moment, ${kills} times`,
    async () => {
      const random = createRandom(printedSeed("resets"));
      const directory = mkdtempSync(join(tmpdir(), "quire-resets-"));
      const process = new ServerProcess(directory);
      await process.start();
      let id = await process.create();
      const write = await Peer.join(process.syncUrl(id));
      write.write("all of the words");
      await write.allSaved();
      await write.close();
      for (let kill = 0; kill < kills; kill++) {
        const asking = fetch(process.url(`/api/documents/${id}/reset`), {
          method: "POST",
          headers: { "content-type": "application/json", connection: "close" },
          body: "{}",
        }).catch(() => undefined);
        // From a moment before the worker has read it to one after all is on disk.
        await new Promise((resolve) => setTimeout(resolve, random.below(400)));
        await process.end();
        const answer = await asking;
        await process.start();
        const found = await fetch(process.url(`/api/documents/${id}`), { headers: { connection: "close" } });
        if (found.status === 410)
          id = /by "([^"]+)"/.exec(((await found.json()) as ErrorBody).message)?.[1] ?? "";
        else
          expect({ found: found.status, answered: answer?.status }).toEqual({
            found: 200,
            answered: undefined,
          });
        const reader = await Peer.join(process.syncUrl(id));
        expect(reader.blocks).toContain("all of the words");
        await reader.close();
      }
      await process.end();
      rmSync(directory, { recursive: true });
    },
    runs(120_000, 3_600_000),
  );
});

describe("S20 a server that was restored from a backup", () => {
  it("S20 takes back what clients still have, once, and calls it saved when it is on disk again", async () => {
    const id = await server.create();
    const [ann, bob] = await Promise.all([join_(id), join_(id)]);
    ann.write("before the backup");
    await ann.allSaved();
    await server.stop();
    const backup = mkdtempSync(join(tmpdir(), "quire-backup-"));
    cpSync(server.dataDir, backup, { recursive: true });
    await server.restart();
    const later = await Peer.join(`${server.syncUrl}/${id}?saved=1`, ann.ydoc);
    await later.until(() => later.saved === later.sent);
    later.write("after it");
    await later.allSaved();
    const others = await Peer.join(`${server.syncUrl}/${id}?saved=1`, bob.ydoc);
    others.write("and of another");
    await others.allSaved();
    await later.until(() => later.blocks.includes("and of another"));
    await server.stop();
    for (const peer of [later, others]) await peer.close();
    rmSync(server.dataDir, { recursive: true });
    cpSync(backup, server.dataDir, { recursive: true });
    await server.restart();
    expect(await server.text(id)).toBe("\nbefore the backup");

    const back = await Promise.all(
      [later, others].map(({ ydoc }) => Peer.join(`${server.syncUrl}/${id}?saved=1`, ydoc)),
    );
    for (const peer of back) await peer.until(() => peer.sent > 0 && peer.saved === peer.sent);
    const whole = "\nbefore the backup\nafter it\nand of another";
    expect(await server.text(id)).toBe(whole);
    for (const peer of back) await peer.close();
    await server.restart();
    expect(await server.text(id)).toBe(whole);
    rmSync(backup, { recursive: true });
  });
});
