import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { checkOptions } from "../src/options.ts";

const docs = readFileSync(new URL("../../../docs/embedding.md", import.meta.url), "utf8");

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

describe("docs/embedding.md", () => {
  it("lists every option with its default, and no other", () => {
    const rows = docs.split("\n").flatMap((line) => {
      const [, name, value] = /^\| `(\w+)` \| (.*?) \|/.exec(line) ?? [];
      return name === undefined ? [] : [[name, value?.replaceAll("`", "")] as const];
    });
    const options = checkOptions({
      dataDir: "data",
      openRooms: true,
      authorize: () => ({ refused: "forbidden" }),
    });
    expect(rows.map(([name]) => name).toSorted()).toEqual(Object.keys(options).toSorted());
    const numbers = Object.entries(options).filter(([, value]) => typeof value === "number");
    expect(numbers.length).toBeGreaterThan(5);
    const documented = new Map(rows);
    for (const [name, value] of numbers) expect([name, Number(documented.get(name))]).toEqual([name, value]);
  });

  it("has a server that runs as it is written", async () => {
    const base = await start("import { type Authorize");
    expect((await fetch(`${base}/api/documents`)).status).toBe(401);
    const id = await createDocument(base);
    const read = await fetch(`${base}/api/documents/${id}`, { headers: sesame });
    expect(await read.json()).toMatchObject({ title: "Mine", role: "own" });
  });

  it("B32 has a server that believes the application's tokens, as it is written", async () => {
    const base = await start('import { quire } from "@quire/server";\nimport { createTokenAuthorize }');
    const id = await createDocument(base);
    const token = await (await fetch(`${base}/token/${id}`)).text();
    const as = (bearer: string) => ({ headers: { authorization: `Bearer ${bearer}` } });
    const read = await fetch(`${base}/api/documents/${id}`, as(token));
    expect(await read.json()).toMatchObject({ title: "Mine", role: "edit" });
    const other = await (await fetch(`${base}/token/another-document-1`)).text();
    expect((await fetch(`${base}/api/documents/${id}`, as(other))).status).toBe(403);
    expect((await fetch(`${base}/api/documents/${id}`, as(`${token}x`))).status).toBe(401);
  });
});

const sesame = { authorization: "Bearer sesame", "content-type": "application/json" };

/** Runs the snippet that begins so, on a free port and with data of its own; the rest is the reader's. Answers with its address. */
async function start(beginning: string): Promise<string> {
  const at = docs.indexOf(`\`\`\`ts\n${beginning}`) + "```ts\n".length;
  const snippet = docs.slice(at, docs.indexOf("```", at));
  const data = mkdtempSync(join(tmpdir(), "quire-embed-"));
  undo.push(() => rmSync(data, { recursive: true }));
  const source = `${snippet
    .replace("port: 3000", "port: 0")
    .replace('"./data"', JSON.stringify(data))}\nconsole.log(app.server.address().port);\n`;
  const child = spawn(process.execPath, ["--input-type=module-typescript", "--eval", source], {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    env: { ...process.env, TOKEN_SECRET: randomBytes(32).toString("base64") },
    stdio: ["ignore", "pipe", "inherit"],
  });
  undo.push(async () => {
    const ended = once(child, "close");
    child.kill();
    await ended;
  });
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  return `http://localhost:${Number(line)}`;
}

async function createDocument(base: string): Promise<string> {
  const created = await fetch(`${base}/api/documents`, {
    method: "POST",
    headers: sesame,
    body: '{"title":"Mine"}',
  });
  expect(created.status).toBe(201);
  return ((await created.json()) as { id: string }).id;
}
