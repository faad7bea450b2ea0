import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { parseArgs } from "node:util";
import type { People } from "@quire/people";
import { QuireError } from "@quire/server";
import type { FastifyInstance } from "fastify";
import { createApp } from "./app.ts";
import { type Config, readConfig, settings } from "./config.ts";
import { giveIdleMemoryBack } from "./idle-memory.ts";
import { letNurseryGrow } from "./nursery.ts";
import { warnOfHttp } from "./plain-http.ts";
import { inviteOwner, linkForPassword } from "./rescue-command.ts";

/** The codes of sysexits.h that a supervisor may tell apart: not to be started again as it is. */
const Exit = { fine: 0, failed: 1, usage: 64, config: 78 } as const;

/** Everything is over by then: 1 s for sockets to say goodbye, the rest for requests and the disk. */
const stopDeadlineMs = 4_500;
const requestDeadlineMs = 2_000;

const usage = `Usage: quire [serve]
       quire invite-owner
       quire password-link <e-mail>

Serves documents that people write together. Where no owner can come in any more, the others print a link that lets one in:
as another owner, or by a new password. Settings come from the environment:

${Object.entries(settings)
  .map(([name, text]) => `  ${name.padEnd(30)} ${text}`)
  .join("\n")}

Options:
  --help             show this
  --version          show the version
`;

/** What the command line asks for: serving, or a word on how to. Sets the exit code. */
export async function runCommand(args: readonly string[]): Promise<void> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse([...args]);
  } catch (error) {
    return refuseUsage(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = parsed;
  if (values.help === true) return void process.stdout.write(usage);
  if (values.version === true) return void process.stdout.write(`${readVersion()}\n`);
  const [command = "serve", ...rest] = positionals;
  const [email, ...more] = rest;
  if (command === "serve" && email === undefined) return await serve();
  if (command === "invite-owner" && email === undefined) return await rescue((config) => inviteOwner(config));
  if (command === "password-link" && email !== undefined && more.length === 0)
    return await rescue((config) => linkForPassword(config, email));
  refuseUsage(`There is no command "${positionals.join(" ")}"`);
}

function parse(args: string[]) {
  return parseArgs({
    args,
    options: { help: { type: "boolean", short: "h" }, version: { type: "boolean", short: "v" } },
    allowPositionals: true,
  });
}

function refuseUsage(problem: string): void {
  process.stderr.write(`quire: ${problem}\n\n${usage}`);
  process.exitCode = Exit.usage;
}

async function serve(): Promise<void> {
  try {
    const config = readConfig();
    const app = await createApp(config);
    stopWell(app);
    await listen(app, config);
    letNurseryGrow();
    giveIdleMemoryBack();
    process.stdout.write(`${describeStart(app, config)}\n`);
    const warning = warnOfHttp(config);
    if (warning !== undefined) process.stderr.write(`quire: ${warning}\n`);
    if (app.people?.hasNobody === true)
      process.stdout.write(await inviteFirstOwner(app.people, config.url ?? ownAddress(app, config)));
  } catch (error) {
    const [code, line] = explain(error);
    process.stderr.write(`quire: ${line}\n`);
    process.exit(code);
  }
}

/** Prints what lets somebody in, on a server where people sign in. */
async function rescue(work: (config: Config) => Promise<string | undefined>): Promise<void> {
  try {
    const config = readConfig();
    if (config.access !== "accounts") {
      process.stderr.write(
        "quire: QUIRE_ACCESS is not accounts: nobody has an account there to come in by\n",
      );
      process.exitCode = Exit.config;
      return;
    }
    const link = await work(config);
    if (link !== undefined) return void process.stdout.write(link);
    process.stderr.write("quire: nobody who may sign in has this address\n");
    process.exitCode = Exit.failed;
  } catch (error) {
    const [code, line] = explain(error);
    process.stderr.write(`quire: ${line}\n`);
    process.exitCode = code;
  }
}

/** Connections that wait to be taken: after a restart everybody comes back at once, and Node's 511 turns the rest away. */
const backlog = 4_096;

async function listen(app: FastifyInstance, { host, port }: Config): Promise<void> {
  // Fastify's own lines on listening say less than ours.
  const { level } = app.log;
  app.log.level = "warn";
  try {
    await app.listen({ host, port, backlog });
    app.log.level = level;
  } catch (error) {
    // Lets the data directory go before anybody is told.
    await app.close();
    throw new ListenError(host, port, error);
  }
}

/** The address did not let itself be listened on. */
class ListenError extends Error {
  readonly exit: number;

  constructor(host: string, port: number, cause: unknown) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    super(listenProblem(code, host, port) ?? `listening on ${host}, port ${port} failed: ${String(cause)}`, {
      cause,
    });
    this.exit = code === "EADDRINUSE" ? Exit.failed : Exit.config;
  }
}

function listenProblem(code: unknown, host: string, port: number): string | undefined {
  switch (code) {
    case "EADDRINUSE":
      return `port ${port} on ${host} is taken by another program. Stop that one, or set QUIRE_PORT to another port.`;
    case "EACCES":
      return `this user may not listen on port ${port}. Set QUIRE_PORT to one above 1023, with a reverse proxy in front.`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
    case "EINVAL":
      return `QUIRE_HOST is "${host}": this machine has no such address. Set it to one that it has, as 127.0.0.1.`;
    default:
      return undefined;
  }
}

/** What went wrong at the start, in one line; with its stack only where it is a bug. */
function explain(error: unknown): [exit: number, line: string] {
  if (error instanceof ListenError) return [error.exit, error.message];
  if (error instanceof QuireError) return [Exit.config, error.message];
  return [Exit.failed, error instanceof Error ? (error.stack ?? error.message) : String(error)];
}

function describeStart(app: FastifyInstance, config: Config): string {
  const people = config.url === undefined ? "" : `, for people at ${config.url}`;
  return `Quire is on ${ownAddress(app, config)}${people} (data in ${config.dataDir})`;
}

/** The address as this machine reaches it. */
function ownAddress(app: FastifyInstance, { host }: Config): string {
  const address = app.server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const isAnywhere = ["127.0.0.1", "localhost", "0.0.0.0", "::"].includes(host);
  const name = isAnywhere ? "localhost" : isIP(host) === 6 ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

/** The way in for the first person, who owns the server. The secret stands behind a #: no server and no log is sent it. */
async function inviteFirstOwner(people: People, address: string): Promise<string> {
  const secret = await people.invitations.forFirstOwner();
  return `Nobody has an account here yet. The first one owns the server; make it within a week at\n${address}/join#${secret}\n`;
}

/** Stops at a signal or a bug: clients are told to come back, what came in is flushed. A second signal stops at once. */
function stopWell(app: FastifyInstance): void {
  let isStopping = false;

  async function stop(code: number): Promise<void> {
    isStopping = true;
    setTimeout(() => {
      app.log.error(
        `the server did not stop within ${stopDeadlineMs} ms; what was not saved is still with the clients`,
      );
      process.exit(Exit.failed);
    }, stopDeadlineMs);
    setTimeout(() => app.server.closeAllConnections(), requestDeadlineMs);
    try {
      await app.close();
      process.exit(code);
    } catch (error) {
      app.log.error({ err: error }, "stopping failed");
      process.exit(Exit.failed);
    }
  }

  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      if (isStopping) process.exit(Exit.failed);
      void stop(Exit.fine);
    });
  }
  for (const event of ["uncaughtException", "unhandledRejection"] as const) {
    process.on(event, (error: unknown) => {
      app.log.fatal({ err: error }, "a bug: the server saves what it has and stops");
      if (!isStopping) void stop(Exit.failed);
    });
  }
}

function readVersion(): string {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
