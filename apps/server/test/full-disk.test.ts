import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { fillUp } from "../../../trouble/fill-up.ts";
import { ServerProcess } from "../../../trouble/server-process.ts";
import { onSmallDisk, seenBy } from "../../../trouble/small-disk.ts";

const password = "a password of some length";
const email = "olga@example.org";

/** Somebody signed in to the server: what they ask of its API. */
class Caller {
  readonly #server: ServerProcess;
  #cookie = "";

  constructor(server: ServerProcess) {
    this.#server = server;
  }

  async post(path: string, body: object): Promise<{ readonly status: number; readonly body: unknown }> {
    const answer = await fetch(this.#server.url(`/api${path}`), {
      method: "POST",
      headers: {
        "content-type": "application/json",
        origin: this.#server.url("").replace("127.0.0.1", "localhost"),
        ...(this.#cookie !== "" && { cookie: this.#cookie }),
      },
      body: JSON.stringify(body),
    });
    this.#cookie = answer.headers.getSetCookie()[0]?.split(";")[0] ?? this.#cookie;
    return { status: answer.status, body: await answer.json() };
  }
}

it("S14 SV-9 where people sign in a full disk refuses what must be put down, ends nothing, and lets them go on when there is space", async () => {
  const directory = mkdtempSync(join(tmpdir(), "quire-full-people-"));
  const dataDir = join(directory, "data");
  mkdirSync(dataDir);
  const server = new ServerProcess(dataDir, [...onSmallDisk(dataDir, 48), "env", "QUIRE_ACCESS=accounts"]);
  onTestFinished(async () => {
    await server.end();
    rmSync(directory, { recursive: true });
  });
  await server.start();
  const link = /join#([\w-]{43})$/m;
  await expect.poll(() => server.output).toMatch(link);
  const [, secret] = link.exec(server.output) ?? [];
  const olga = new Caller(server);
  const owner = { secret, email, name: "Olga", password };
  expect((await olga.post("/invitations/accept", owner)).status).toBe(201);
  const made = await olga.post("/documents", { markdown: "Words." });
  const links = `/documents/${(made.body as { id: string }).id}/access/links`;
  const filler = seenBy(server.pid, join(dataDir, "filler"));

  fillUp(filler);
  // More than the pages that LMDB has free.
  let tries = 0;
  for (let failed = 0; failed < 5; tries++) {
    expect(tries).toBeLessThan(1_000);
    const { status, body } = await olga.post(links, { role: "edit" });
    if (status === 200) continue;
    expect({ status, body }).toMatchObject({ status: 503, body: { code: "QUIRE_ERR_STORE_FAILED" } });
    failed++;
  }
  // A stranger's guess is counted in memory and put down: it ends nothing either.
  const stranger = new Caller(server);
  expect((await stranger.post("/session", { email, password: "wrong" })).status).toBeGreaterThanOrEqual(401);
  expect((await fetch(server.url("/healthz"))).status).toBe(200);

  rmSync(filler);
  await expect.poll(async () => (await olga.post(links, { role: "view" })).status).toBe(200);
  expect((await stranger.post("/session", { email, password })).status).toBe(200);
  await server.end("SIGTERM");
  expect(server.output).not.toContain("a bug");
});
