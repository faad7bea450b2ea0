import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import cookie from "@fastify/cookie";
import type { Account, Standing } from "@quire/protocol";
import { type Quire, type QuireOptions, quire } from "@quire/server";
import Fastify, { type FastifyInstance, LogController } from "fastify";
import { People, type PeopleOptions, peopleRoutes } from "../src/index.ts";
import { Browser } from "./browser.ts";

/** The time of a test's server, which stands until it is moved. */
export interface Clock {
  /** Milliseconds since 1970. */
  now: number;
}

/** A route as it was registered below `/api`. */
export interface Route {
  readonly method: string;
  /** With its parameters, as `/api/people/:id`. */
  readonly path: string;
  readonly body: unknown;
}

/** A host's server with the plugin and its people, on a free port of the loopback. */
export interface PeopleServer {
  readonly port: number;
  readonly address: string;
  readonly dataDir: string;
  readonly people: People;
  readonly app: FastifyInstance;
  readonly clock: Clock;
  readonly routes: readonly Route[];
  /** The plugin's side: the documents. */
  readonly documents: Quire;
  /** What the server logged, one JSON object a line. */
  readonly log: readonly string[];
  /** A browser that nobody is signed in with. */
  browser(): Browser;
  /** The first owner's browser, the account made when it is first asked for. */
  owner(): Promise<Member>;
  /** Somebody new, come in by an invitation to their address. */
  member(name: string, standing?: Standing): Promise<Member>;
  /** Stops, and starts again on the same port with the same data. */
  restart(): Promise<void>;
  remove(): Promise<void>;
}

/** Somebody with an account, in the browser that they came in with. */
export interface Member {
  readonly id: string;
  readonly email: string;
  readonly browser: Browser;
}

/** What a test's server is told beside what all are. */
export interface PeopleServerOptions extends Partial<PeopleOptions> {
  readonly trustProxy?: readonly string[];
  readonly quire?: Partial<QuireOptions>;
}

/** The password of everybody here. */
export const password = "correct horse battery staple";

/** As cheap as argon2id can be: what it costs is no matter of these tests. */
const cheapest = { memory: 8, passes: 1, parallelism: 1 } as const;

/** Starts a server with data of its own. */
export async function startPeople(options: PeopleServerOptions = {}): Promise<PeopleServer> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), "quire-people-"));
  const clock: Clock = { now: Date.UTC(2026, 0, 1) };
  const log: string[] = [];
  let running = await start(options, { dataDir, clock, log, port: 0 });
  let first: Promise<Member> | undefined;

  const browser = (): Browser =>
    new Browser(running.address, options.url ?? `http://127.0.0.1:${running.port}`);

  const emailOf = (name: string) => `${name.toLowerCase().replaceAll(/[^a-z\d]+/g, "-")}@example.org`;

  async function accept(secret: string, name: string): Promise<Member> {
    const joining = browser();
    const email = emailOf(name);
    const answer = await joining.post<Account>("/api/invitations/accept", { secret, email, name, password });
    if (answer.status !== 201) throw new Error(`${name} could not join: ${JSON.stringify(answer.body)}`);
    // More people than may come from one address in a minute.
    running.people.limits.joins.giveBack("127.0.0.1");
    return { id: answer.body.person.id, email, browser: joining };
  }

  function owner(): Promise<Member> {
    first ??= running.people.invitations.forFirstOwner().then((secret) => accept(secret, "Olga"));
    return first;
  }

  return {
    dataDir,
    clock,
    log,
    get port() {
      return running.port;
    },
    get address() {
      return running.address;
    },
    get people() {
      return running.people;
    },
    get app() {
      return running.app;
    },
    get routes() {
      return running.routes;
    },
    get documents() {
      return running.documents;
    },
    browser,
    owner,
    async member(name, standing = "member") {
      const { id: by } = await owner();
      const { store, invitations } = running.people;
      const secret = await store.write(() => invitations.make({ email: emailOf(name), standing, by }));
      return await accept(secret, name);
    },
    async restart() {
      const { port } = running;
      await running.app.close();
      running = await start(options, { dataDir, clock, log, port });
    },
    async remove() {
      await running.app.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}

interface Place {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly log: string[];
  readonly port: number;
}

async function start(options: PeopleServerOptions, { dataDir, clock, log, port }: Place) {
  const { trustProxy, quire: quireOptions, ...peopleOptions } = options;
  const { url } = peopleOptions;
  const app = Fastify({
    trustProxy: trustProxy === undefined ? false : [...trustProxy],
    logger: { level: "info", stream: { write: (line: string) => void log.push(line) } },
    logController: new LogController({ disableRequestLogging: true }),
  });
  const people = new People({
    url,
    now: () => clock.now,
    passwordCost: cheapest,
    ...peopleOptions,
    dataDir,
  });
  app.addHook("onClose", () => people.close());
  const routes: Route[] = [];
  app.addHook("onRoute", ({ method, url: path, schema }) => {
    for (const one of [method].flat()) routes.push({ method: one, path, body: schema?.body });
  });
  await app.register(cookie);
  const opened: Quire[] = [];
  await app.register(quire, {
    dataDir,
    authorize: people.authorize,
    nameOf: people.nameOf,
    rename: people.rename,
    onAction: people.onAction,
    beforeMove: people.beforeMove,
    onForeignOrigin: people.onForeignOrigin,
    routes: (api) => peopleRoutes(api, people),
    onOpen: (documents) => {
      people.documents = documents;
      opened.push(documents);
    },
    ...(url === undefined ? {} : { url }),
    ...quireOptions,
  });
  await app.listen({ host: "127.0.0.1", port });
  const { port: taken } = app.server.address() as AddressInfo;
  return {
    app,
    people,
    routes,
    port: taken,
    address: `http://127.0.0.1:${taken}`,
    documents: opened[0]!,
  };
}
