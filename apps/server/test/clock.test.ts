import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, expect, it } from "vitest";
import { signed } from "./matrix-applications.ts";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const shiftedClock = new URL("children/shifted-clock.ts", import.meta.url).href;

const issuer = "https://host.example.com";
const audience = "quire";
const document = "a".repeat(22);
const secret = randomBytes(32).toString("base64url");

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/** A server whose clock is ahead by so much. Answers with where it is. */
async function serve(shiftMs: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "quire-clock-"));
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  const secretFile = join(folder, "secret");
  writeFileSync(secretFile, secret);
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("QUIRE_"));
  const child = spawn(process.execPath, ["--import", shiftedClock, main], {
    env: {
      ...Object.fromEntries(inherited),
      CLOCK_SHIFT_MS: String(shiftMs),
      QUIRE_DATA: join(folder, "data"),
      QUIRE_PORT: "0",
      QUIRE_ACCESS: "accounts",
      QUIRE_TOKEN_SECRET_FILE: secretFile,
      QUIRE_TOKEN_ISSUER: issuer,
      QUIRE_TOKEN_AUDIENCE: audience,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  undo.push(async () => {
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  });
  for await (const line of createInterface(child.stdout)) {
    const [, port] = /^Quire is on http:\/\/[^/]+:(\d+)/.exec(line) ?? [];
    if (port !== undefined) return `http://127.0.0.1:${port}`;
  }
  throw new Error(`the server with its clock at ${shiftMs} ms ended`);
}

it("threat A8 a whole server goes by its machine's clock, and allows ten seconds", async () => {
  const second = 1_000;
  const answers = [-60, -5, 305, 330].map(async (ahead) => {
    const base = await serve(ahead * second);
    const now = Math.floor(Date.now() / second);
    const person = { sub: "ann", name: "Ann", document, role: "edit" };
    const token = signed(
      { ...person, iss: issuer, aud: audience, iat: now, nbf: now, exp: now + 300 },
      Buffer.from(secret),
    );
    const headers = { authorization: `Bearer ${token}`, connection: "close" };
    const { status } = await fetch(`${base}/api/documents/${document}`, { headers });
    return [ahead, status === 401 ? "refused" : "known"] as const;
  });
  expect(Object.fromEntries(await Promise.all(answers))).toEqual({
    [-60]: "refused",
    [-5]: "known",
    305: "known",
    330: "refused",
  });
});
