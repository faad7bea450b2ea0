import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { openSession, type Session } from "@quire/client";
import { afterEach, beforeEach, expect, test } from "vitest";
import { untilState } from "./until.ts";

const isProof = process.env.QUIRE_PROVE === "1";
const people = isProof ? 500 : 100;
const perDocument = 50;

let directory: string;
let server: ChildProcess | undefined;
let port = 0;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "quire-storm-"));
});
afterEach(async () => {
  await stop();
  rmSync(directory, { recursive: true });
});

async function start(): Promise<void> {
  const script = fileURLToPath(new URL("children/serve.ts", import.meta.url));
  const child = spawn(process.execPath, [script, directory, String(port)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  server = child;
  for await (const line of createInterface(child.stdout)) {
    port = Number(line);
    return;
  }
  throw new Error("the server ended before it listened");
}

async function stop(): Promise<void> {
  if (server === undefined || server.exitCode !== null) return;
  const gone = once(server, "exit");
  server.kill("SIGTERM");
  await gone;
}

const url = (path: string, scheme = "http") => `${scheme}://127.0.0.1:${port}${path}`;

async function createDocument(): Promise<string> {
  const response = await fetch(url("/api/documents"), {
    method: "POST",
    headers: { "content-type": "application/json", connection: "close" },
    body: "{}",
  });
  expect(response.status).toBe(201);
  return ((await response.json()) as { id: string }).id;
}

/** How late the server's loop was at most since this was asked last, in seconds. */
async function loopDelay(): Promise<number> {
  const response = await fetch(url("/metrics"), { headers: { connection: "close" } });
  return Number(/^quire_loop_delay_max_seconds (\S+)$/m.exec(await response.text())?.[1]);
}

test(
  `SV-8 ${people} sessions come back by themselves after a restart, with what they wrote, and the server is never 2 s late`,
  async () => {
    await start();
    const ids = await Promise.all(Array.from({ length: people / perDocument }, createDocument));
    const sessions = Array.from({ length: people }, (_, person) =>
      openSession({ url: url("/sync", "ws"), id: ids[person % ids.length] ?? "", deviceCopy: false }),
    );
    await Promise.all(sessions.map((session) => untilState(session, "saved")));
    await stop();
    await Promise.all(sessions.map((session) => untilState(session, "offline")));
    for (const [person, session] of sessions.entries())
      session.ydoc.getText("title").insert(0, `<${person}>`);

    await start();
    await loopDelay();
    const began = performance.now();
    const backAt = await Promise.all(
      sessions.map(async (session) => {
        await untilState(session, "saved");
        return performance.now() - began;
      }),
    );
    const delay = await loopDelay();
    const [first, last] = [Math.min(...backAt), Math.max(...backAt)];
    console.info(
      `${people} were back after ${first.toFixed(0)} to ${last.toFixed(0)} ms; the server's loop was late by ${(delay * 1_000).toFixed(0)} ms at most`,
    );
    expect(delay).toBeLessThan(2);

    const titles = await Promise.all(ids.map(titleOf));
    const lost = sessions.filter(
      (_, person) => occurrences(titles[person % ids.length] ?? "", `<${person}>`) !== 1,
    );
    await Promise.all(sessions.map((session) => session.close()));
    expect(lost).toEqual([]);
  },
  isProof ? 300_000 : 120_000,
);

/** The whole title, as somebody reads it who has not been there. */
async function titleOf(id: string): Promise<string> {
  const reader: Session = openSession({ url: url("/sync", "ws"), id, deviceCopy: false });
  await untilState(reader, "saved");
  const title = reader.ydoc.getText("title").toJSON();
  await reader.close();
  return title;
}

function occurrences(text: string, part: string): number {
  return text.split(part).length - 1;
}
