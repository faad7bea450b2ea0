import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));

/** Modules that the main thread never loads: they are many, and more with every kind. */
const converters = /schema\/src\/(convert|conversions|markdown|html)\b|micromark|mdast|hast|parse5|typebox/;

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

function temporary(): string {
  const directory = mkdtempSync(join(tmpdir(), "quire-serve-"));
  undo.push(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

type Environment = Record<string, string>;

/** The command line as somebody types it, with no QUIRE_ variable but these. */
function run(
  args: string[],
  environment: Environment = {},
  command: string[] = [process.execPath, main],
): Run {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !name.startsWith("QUIRE_") && name !== "NODE_OPTIONS",
  );
  const [program = "", ...before] = command;
  const child = spawn(program, [...before, ...args], {
    env: { ...Object.fromEntries(inherited), ...environment },
    cwd: temporary(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  undo.push(() => child.kill("SIGKILL"));
  const ended = Promise.all([once(child, "close"), text(child.stdout), text(child.stderr)]).then(
    ([[code, signal], stdout, stderr]) => ({ code, signal, stdout, stderr }),
  );
  return { child, ended };
}

interface Run {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A server that has said that it is on, on a free port, with data of its own. */
async function serve(
  environment: Environment = {},
  dataDir = join(temporary(), "data"),
  flags: string[] = [],
) {
  const command = [process.execPath, ...flags, main];
  const server = run([], { QUIRE_PORT: "0", QUIRE_DATA: dataDir, ...environment }, command);
  const line = await Promise.race([firstLine(server.child), server.ended.then(({ stderr }) => stderr)]);
  const port = Number(/^Quire is on http:\/\/[^/]+:(\d+)/.exec(line)?.[1]);
  return { ...server, line, port, dataDir, base: `http://127.0.0.1:${port}` };
}

/** The first line that is meant for people; the log's are JSON. */
function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    let heard = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      heard += chunk.toString();
      const line = heard
        .split("\n")
        .slice(0, -1)
        .find((candidate) => !candidate.startsWith("{"));
      if (line !== undefined) resolve(line);
    });
  });
}

/** The one line on stderr that a failed start leaves. */
function onlyLine(stderr: string): string {
  const lines = stderr.trimEnd().split("\n");
  expect(lines).toHaveLength(1);
  return lines[0] ?? "";
}

describe("the command line", () => {
  it("shows every setting with --help", async () => {
    const { code, stdout } = await run(["--help"]).ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Usage: quire \[serve\]/);
    for (const name of ["PORT", "HOST", "DATA", "URL", "ORIGINS", "TRUST_PROXY", "ACCESS", "OPEN_ROOMS"]) {
      expect(stdout).toContain(`QUIRE_${name} `);
    }
    expect((await run(["-h"]).ended).stdout).toBe(stdout);
  });

  it("shows the version with --version", async () => {
    const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
    expect(await run(["--version"]).ended).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: "" });
  });

  it.each([["--nope"], ["nope"], ["serve", "twice"], ["--help=yes"], ["serve", "--port", "80"]])(
    "refuses %j with its usage and exit code 64",
    async (...args) => {
      const { code, stdout, stderr } = await run(args).ended;
      expect([code, stdout]).toEqual([64, ""]);
      expect(stderr).toMatch(/^quire: .+\n\nUsage: quire/);
    },
  );
});

describe("the start", () => {
  it("says in one line where it is and where the data are, with the port it was given", async () => {
    const { line, base, port, dataDir } = await serve();
    expect(line).toBe(`Quire is on http://localhost:${port} (data in ${dataDir})`);
    expect((await fetch(`${base}/readyz`)).status).toBe(200);
  });

  it("serves with the command named too, and names the address for people", async () => {
    const environment = { QUIRE_URL: "https://docs.example.org", QUIRE_ACCESS: "open" };
    const { line, port } = await serve(environment);
    expect(line).toContain(`http://localhost:${port}, for people at https://docs.example.org (data in /`);
    const named = run(["serve"], { QUIRE_PORT: "0" });
    expect(await firstLine(named.child)).toMatch(
      /^Quire is on http:\/\/localhost:\d+ \(data in \/.*\/data\)$/,
    );
  });

  it("B182 warns of an address for people without https, and serves all the same", async () => {
    const { child, ended, base } = await serve({
      QUIRE_URL: "http://docs.example.org",
      QUIRE_ACCESS: "accounts",
    });
    expect((await fetch(`${base}/readyz`)).status).toBe(200);
    child.kill("SIGTERM");
    const { code, stderr } = await ended;
    expect(code).toBe(0);
    expect(onlyLine(stderr)).toMatch(/^quire: QUIRE_URL is http:\/\/docs\.example\.org, without https: /);
  });

  it.each<[string, Environment, RegExp]>([
    [
      "a bad port",
      { QUIRE_PORT: "abc" },
      /^quire: QUIRE_PORT is "abc": it must be a port from 0 to 65535\.$/,
    ],
    [
      "accounts with open rooms",
      { QUIRE_ACCESS: "accounts", QUIRE_OPEN_ROOMS: "true" },
      /^quire: QUIRE_ACCESS is "accounts": .*exclude each other/,
    ],
    [
      "an address that this machine lacks",
      { QUIRE_HOST: "192.0.2.1", QUIRE_ACCESS: "open" },
      /^quire: QUIRE_HOST is "192\.0\.2\.1": /,
    ],
  ])("ends with exit code 78 and one line for %s", async (_, environment, line) => {
    const { code, stderr } = await run([], { QUIRE_PORT: "0", ...environment }).ended;
    expect(code).toBe(78);
    expect(onlyLine(stderr)).toMatch(line);
  });

  it("ends with exit code 1 and one line where the port is taken, and lets the data go", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    undo.push(() => taken.close());
    await once(taken, "listening");
    const { port } = taken.address() as { port: number };
    const dataDir = join(temporary(), "data");
    const { code, stderr } = await run([], { QUIRE_PORT: String(port), QUIRE_DATA: dataDir }).ended;
    expect(code).toBe(1);
    expect(onlyLine(stderr)).toContain(`port ${port} on 127.0.0.1 is taken by another program`);
    expect((await serve({}, dataDir)).port).toBeGreaterThan(0);
  });
});

describe("the data directory", () => {
  it("is made where it is missing, with all above it, for this user alone", async () => {
    const dataDir = join(temporary(), "not", "yet", "there");
    await serve({}, dataDir);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  });

  it("O4 is refused with exit code 78 where it is a file", async () => {
    const path = join(temporary(), "file");
    writeFileSync(path, "");
    const { code, stderr } = await run([], { QUIRE_PORT: "0", QUIRE_DATA: path }).ended;
    expect(code).toBe(78);
    expect(onlyLine(stderr)).toContain(`The data directory ${path} cannot be used: `);
  });

  // Tests may run as root, whom file modes do not stop; a read-only mount stops everybody.
  it.each([
    ["empty", "mkdir data"],
    ["missing", "true"],
  ])("O4 is refused with exit code 78 on a disk that is read-only: %s", async (_, prepare) => {
    const place = temporary();
    const script = `mount -t tmpfs none "$1" && cd "$1" && ${prepare} && mount -o remount,ro "$1" && shift && exec "$@"`;
    const shell = ["unshare", "-rm", "sh", "-ec", script, "sh", place, process.execPath, main];
    const { code, stderr } = await run([], { QUIRE_PORT: "0", QUIRE_DATA: join(place, "data") }, shell).ended;
    expect(code).toBe(78);
    expect(onlyLine(stderr)).toMatch(
      /^quire: The data directory .*\/data cannot be used: .* Make it writable for this user, or set QUIRE_DATA /,
    );
  });

  it("S12 is refused with exit code 78, naming the process that holds it, and served on by that one", async () => {
    const first = await serve();
    const { code, stderr } = await run([], { QUIRE_PORT: "0", QUIRE_DATA: first.dataDir }).ended;
    expect(code).toBe(78);
    expect(onlyLine(stderr)).toContain(`${first.dataDir} is held by the process ${first.child.pid}.`);
    expect((await fetch(`${first.base}/readyz`)).status).toBe(200);
  });

  it("S12 is taken over from a process that was killed", async () => {
    const first = await serve();
    const created = await create(first.base, "Kept");
    first.child.kill("SIGKILL");
    await first.ended;
    const second = await serve({}, first.dataDir);
    const list = (await (await fetch(`${second.base}/api/documents`)).json()) as {
      documents: { id: string }[];
    };
    expect(list.documents.map(({ id }) => id)).toEqual([created]);
  });
});

describe("the stop", () => {
  it.each(["SIGTERM", "SIGINT"] as const)(
    "OP-4 at %s sends clients away with 1012 and ends with 0",
    async (signal) => {
      const { child, ended, port, base, dataDir } = await serve();
      const id = await create(base, "Open");
      const sockets = [`ws://127.0.0.1:${port}/api/events`, `ws://127.0.0.1:${port}/sync/${id}`].map(
        (url) => new WebSocket(url),
      );
      await Promise.all(sockets.map((socket) => once(socket, "message")));
      const closes = sockets.map((socket) => once(socket, "close") as Promise<[CloseEvent]>);
      child.kill(signal);
      for (const close of closes) expect((await close)[0].code).toBe(1012);
      expect(await ended).toMatchObject({ code: 0, signal: null, stderr: "" });
      expect(existsSync(join(dataDir, "quire.lock"))).toBe(false);
    },
  );

  it("OP-4 waits for no request that does not end", async () => {
    const { child, ended, port } = await serve();
    const socket = new (await import("node:net")).Socket().connect(port, "127.0.0.1");
    undo.push(() => socket.destroy());
    await once(socket, "connect");
    socket.write(
      "POST /api/documents HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n",
    );
    await once(socket, "data");
    child.kill("SIGTERM");
    expect(await ended).toMatchObject({ code: 0, signal: null });
  });

  it("stops at once at a second signal", async () => {
    const { child, ended, port } = await serve();
    const socket = new (await import("node:net")).Socket().connect(port, "127.0.0.1");
    undo.push(() => socket.destroy());
    await once(socket, "connect");
    socket.write(
      "POST /api/documents HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n",
    );
    await once(socket, "data");
    child.kill("SIGTERM");
    // Two signals of one kind before the first is read are one; another kind is its own.
    child.kill("SIGINT");
    expect(await ended).toMatchObject({ code: 1, signal: null });
  });
});

describe("a bug", () => {
  it.each([
    ["an exception", "throw new Error('a canary')"],
    ["a rejection", "Promise.reject(new Error('a canary'))"],
  ])(
    "O5 that nobody caught is logged; what was saved stays, clients come back, and the exit code is 1: %s",
    async (_, bug) => {
      const flags = ["--import", `data:text/javascript,process.on("SIGUSR2", () => { ${bug} })`];
      const { child, ended, base, port, dataDir } = await serve({}, undefined, flags);
      const id = await create(base, "Kept");
      const socket = new WebSocket(`ws://127.0.0.1:${port}/api/events`);
      await once(socket, "message");
      const closed = once(socket, "close") as Promise<[CloseEvent]>;
      child.kill("SIGUSR2");
      expect((await closed)[0].code).toBe(1012);
      const { code, stdout } = await ended;
      expect(code).toBe(1);
      expect(stdout).toContain("a canary");
      const again = await serve({}, dataDir);
      expect((await fetch(`${again.base}/api/documents/${id}`)).status).toBe(200);
    },
  );
});

describe("the log", () => {
  it("OP-6 holds neither text nor cookies, and says who was turned away", async () => {
    const { child, ended, base } = await serve();
    const canary = "canary-4711";
    const secret = "s".repeat(22);
    await create(base, canary);
    await fetch(`${base}/api/documents?cursor=${canary}`);
    await fetch(`${base}/d/abcdefghijklmnop`, { headers: { cookie: `quire-guest=${secret}` } });
    await fetch(`${base}/api/documents`, { headers: { origin: "https://evil.example" } });
    child.kill("SIGTERM");
    const { stdout, stderr } = await ended;
    expect(stdout + stderr).not.toMatch(new RegExp(`${canary}|${secret}`));
    expect(stdout).toContain('"code":"QUIRE_ERR_ORIGIN_REFUSED"');
  });
});

async function create(base: string, title: string): Promise<string> {
  const answer = await fetch(`${base}/api/documents`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ title, markdown: `The text of ${title}.` }),
  });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { id: string }).id;
}

describe.runIf(process.platform === "linux")("OP-1 what an idle server needs", () => {
  it("OP-1 is under 120 MB of memory, started as npm start does", async () => {
    // npm start leaves the code compiled before it serves.
    const compiled = { NODE_COMPILE_CACHE: join(temporary(), "compiled") };
    await run(["--version"], compiled).ended;
    const { child, base } = await serve(compiled);
    expect((await fetch(`${base}/healthz`)).status).toBe(200);
    expect((await fetch(`${base}/api/documents`)).status).toBe(200);
    const memory = (): number =>
      Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1]);
    expect(memory()).toBeGreaterThan(0);
    // What starting left behind goes when the machine has time for it.
    await expect.poll(memory, { timeout: 60_000 }).toBeLessThan(120_000);
    console.info(`idle: ${Math.round(memory() / 1_000)} MB`);
  });

  it("OP-1 leaves what Markdown and HTML are read and written with to the workers", async () => {
    const listing = join(temporary(), "loaded");
    const hook = fileURLToPath(new URL("./children/loaded-modules.ts", import.meta.url));
    const { base } = await serve({ LOADED_MODULES: listing }, undefined, ["--import", hook]);
    const id = await create(base, "Cocoa");
    for (const path of ["", `/${id}`, `/${id}/content`]) {
      expect((await fetch(`${base}/api/documents${path}`)).status).toBe(200);
    }
    const loaded = readFileSync(listing, "utf8").split("\n");
    expect(loaded.some((url) => url.endsWith("schema/src/schema.ts"))).toBe(true);
    expect(loaded.filter((url) => converters.test(url))).toEqual([]);
  });

  it.each(["later", "start"])(
    "OP-1 is what it was before a busy time, once that is over (%s)",
    async (when) => {
      const rush = fileURLToPath(new URL("./children/rush.ts", import.meta.url));
      const { child } = run([when], {}, [process.execPath, rush]);
      const said: Record<string, number> = {};
      for await (const line of createInterface({ input: child.stdout! })) {
        const [word = "", bytes] = line.split(" ");
        said[word] = Number(bytes);
        const { before = 0, busy = 0, idle = Number.POSITIVE_INFINITY } = said;
        if (idle < before + (busy - before) / 4) break;
      }
      expect(said.busy).toBeGreaterThan(50e6);
    },
  );
});
