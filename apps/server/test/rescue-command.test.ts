import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const password = "a password of some length";

let dataDir: string;
const undo: (() => unknown)[] = [];
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "quire-rescue-"));
  undo.push(() => rmSync(dataDir, { recursive: true, force: true }));
});
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

function start(args: string[], environment: Record<string, string> = {}): ChildProcess {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("QUIRE_"));
  const child = spawn(process.execPath, [main, ...args], {
    env: {
      ...Object.fromEntries(inherited),
      QUIRE_DATA: dataDir,
      QUIRE_ACCESS: "accounts",
      QUIRE_PORT: "0",
      ...environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  undo.push(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  });
  return child;
}

async function run(args: string[], environment: Record<string, string> = {}) {
  const child = start(args, environment);
  const [[code], stdout, stderr] = await Promise.all([
    once(child, "close"),
    text(child.stdout!),
    text(child.stderr!),
  ]);
  return { code: code as number, stdout, stderr };
}

/** A server that is on, with what it printed until it had said so much. */
async function serve(until: RegExp) {
  const child = start(["serve"]);
  let heard = "";
  const printed = await new Promise<string>((resolve, reject) => {
    child.stdout?.on("data", (chunk: Buffer) => {
      heard += chunk.toString();
      if (until.test(heard)) resolve(heard);
    });
    child.once("exit", () => reject(new Error(`it ended, having said ${heard}`)));
  });
  const port = /^Quire is on http:\/\/localhost:(\d+)/m.exec(printed)![1]!;
  const post = async (path: string, body: object) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as { standing: string } };
  };
  return { child, printed, port, post, all: () => heard };
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill("SIGTERM");
  await once(child, "close");
}

function secretIn(printed: string): string {
  return /#([\w-]{43})$/m.exec(printed)![1]!;
}

describe("the commands for who runs the server", () => {
  it("B4 let another owner in, and set an owner's password, while the server runs and while it does not", async () => {
    const first = await serve(/join#[\w-]{43}\n/);
    const accept = (to: typeof first, secret: string, email: string) =>
      to.post("/api/invitations/accept", { secret, email, name: "Olga", password });
    expect((await accept(first, secretIn(first.printed), "olga@example.org")).status).toBe(201);

    // Nothing in the data directory says where the server is: what decides is said, and with QUIRE_URL nothing is open.
    const elsewhere = await run(["invite-owner"], { QUIRE_PORT: "7070" });
    expect(elsewhere.stdout).toMatch(
      /http:\/\/localhost:7070\/join#[\w-]{43}\nIts address is that of QUIRE_PORT /,
    );
    const named = await run(["invite-owner"], { QUIRE_URL: "https://quire.example.org" });
    expect(named.stdout).toMatch(/https:\/\/quire\.example\.org\/join#[\w-]{43}\n$/);

    const invited = await run(["invite-owner"], { QUIRE_PORT: first.port });
    expect([invited.code, invited.stderr]).toEqual([0, ""]);
    expect(invited.stdout).toContain(`http://localhost:${first.port}/join#`);
    expect(await accept(first, secretIn(invited.stdout), "pia@example.org")).toMatchObject({
      status: 201,
      body: { standing: "owner" },
    });
    expect((await accept(first, secretIn(invited.stdout), "eve@example.org")).status).toBe(410);
    await stop(first.child);

    const linked = await run(["password-link", "Olga@example.org"], {
      QUIRE_URL: "https://docs.example.org",
    });
    expect(linked.stdout).toContain("https://docs.example.org/reset#");
    const nobody = await run(["password-link", "nobody@example.org"]);
    expect([nobody.code, nobody.stdout]).toEqual([1, ""]);
    expect(nobody.stderr).toBe("quire: nobody who may sign in has this address\n");

    const second = await serve(/^Quire is on .*\n/m);
    const reset = { secret: secretIn(linked.stdout), password: "another password of theirs" };
    expect((await second.post("/api/password/reset", reset)).status).toBe(200);
    const signIn = { email: "olga@example.org", password: reset.password };
    expect((await second.post("/api/session", signIn)).status).toBe(200);
    // With somebody there, the start prints no link.
    await stop(second.child);
    expect(second.all()).not.toContain("join#");
  });

  it("are of no use where nobody signs in, and say so", async () => {
    for (const args of [["invite-owner"], ["password-link", "a@b.org"]]) {
      const { code, stdout, stderr } = await run(args, { QUIRE_ACCESS: "open" });
      expect([code, stdout]).toEqual([78, ""]);
      expect(stderr).toMatch(/^quire: QUIRE_ACCESS is not accounts: .+\n$/);
    }
  });

  it.each([[["invite-owner", "x"]], [["password-link"]], [["password-link", "a@b.org", "x"]]])(
    "refuse %j",
    async (args) => {
      expect((await run(args)).code).toBe(64);
    },
  );
});
