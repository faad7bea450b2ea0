import { spawn } from "node:child_process";
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
    const [, snippet = ""] = /```ts\n(import \{ type Authorize[\s\S]*?)```/.exec(docs) ?? [];
    const data = mkdtempSync(join(tmpdir(), "quire-embed-"));
    undo.push(() => rmSync(data, { recursive: true }));
    // On a free port and with data of its own; the rest is the reader's.
    const source = `${snippet
      .replace("port: 3000", "port: 0")
      .replace('"./data"', JSON.stringify(data))}\nconsole.log(app.server.address().port);\n`;
    const child = spawn(process.execPath, ["--input-type=module-typescript", "--eval", source], {
      cwd: fileURLToPath(new URL("..", import.meta.url)),
      stdio: ["ignore", "pipe", "inherit"],
    });
    undo.push(async () => {
      const ended = once(child, "close");
      child.kill();
      await ended;
    });
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    const base = `http://localhost:${Number(line)}`;

    expect((await fetch(`${base}/api/documents`)).status).toBe(401);
    const headers = { authorization: "Bearer sesame", "content-type": "application/json" };
    const created = await fetch(`${base}/api/documents`, {
      method: "POST",
      headers,
      body: '{"title":"Mine"}',
    });
    expect(created.status).toBe(201);
    const { id } = (await created.json()) as { id: string };
    const read = await fetch(`${base}/api/documents/${id}`, { headers });
    expect(await read.json()).toMatchObject({ title: "Mine", role: "own" });
  });
});
