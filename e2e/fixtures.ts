import { type BrowserContext, test as base, expect } from "@playwright/test";
import { Canaries } from "./support/canaries.ts";
import { Faults } from "./support/faults.ts";
import { Hearing } from "./support/hearing.ts";
import { holdLateCode } from "./support/late-code.ts";
import { Network } from "./support/network.ts";
import { createPerson, type Person } from "./support/person.ts";
import { QuireServer } from "./support/quire-server.ts";
import { secretsIn } from "./support/settings-secrets.ts";
import { Watch } from "./support/watch.ts";

export { lineOf } from "./support/line.ts";
export type { Person, Tab } from "./support/person.ts";
export { expect };

/** Somebody whose way to the server can break. */
export interface Traveller extends Person {
  readonly network: Network;
}

interface NewDocument {
  readonly title?: string;
  readonly markdown?: string;
}

interface OpenedDocument {
  readonly id: string;
  readonly title: string;
}

interface Options {
  /** The test has its server to itself: for those that stop it, or count what is in it. */
  ownServer: boolean;
  /** The disk of a server that the test has to itself, where it is to be small. */
  diskMegabytes: number | undefined;
}

interface Fixtures {
  server: QuireServer;
  faults: Faults;
  /** Brings somebody with a browser of their own, under a name or as the guest that the server makes of them. */
  person: (name?: string) => Promise<Person>;
  /** The same, on a network of their own that can break. */
  traveller: (name?: string) => Promise<Traveller>;
  newDocument: (document?: NewDocument) => Promise<OpenedDocument>;
  /** A document as the server gives it out. */
  content: (documentId: string, format?: "markdown" | "html" | "text" | "json") => Promise<string>;
}

/** What a browser is told to use in place of the network. */
interface Way {
  readonly url: string;
}

interface Parts {
  bring: (name?: string, way?: Way) => Promise<Person>;
}

interface WorkerFixtures {
  /** Settings of the servers; a file that has its own gets a worker of its own. */
  serverEnv: Readonly<Record<string, string>>;
  /** The server of this worker's tests, started when the first one asks for it. */
  workerServer: () => Promise<QuireServer>;
  /** What tests and pages of this worker made that must be in no line of a log. */
  canaries: Canaries;
  /** What sees all that the worker's browsers open. */
  watch: Watch;
}

/** What a browser prints when a connection is lost or cannot be made. */
const lostConnection =
  /WebSocket connection to|Failed to load resource: (net::ERR_|the server responded with a status of 503)/;

export const test = base.extend<Options & Fixtures & Parts, WorkerFixtures>({
  ownServer: [false, { option: true }],
  diskMegabytes: [undefined, { option: true }],
  serverEnv: [{}, { option: true, scope: "worker" }],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from the pattern.
  canaries: [async ({}, use) => use(new Canaries()), { scope: "worker" }],

  watch: [
    async ({ canaries, playwright }, use) => {
      const watch = new Watch(new Hearing(canaries));
      const leave = watch.overProfiles(playwright.chromium);
      await use(watch);
      leave();
      expect(watch.strays, "what the content policy stopped while no test was running").toEqual([]);
    },
    { scope: "worker" },
  ],

  browser: [
    async ({ browser, watch }, use) => {
      watch.over(browser);
      await use(browser);
    },
    { scope: "worker" },
  ],

  workerServer: [
    async ({ serverEnv, canaries }, use) => {
      let started: Promise<QuireServer> | undefined;
      await use(() => (started ??= launch(serverEnv, canaries)));
      const server = await started;
      await server?.remove();
      // What a later test made may stand in a line of an earlier one's, and the other way round.
      expect(await canaries.leaksIn(server?.output ?? ""), "what the server printed").toEqual([]);
    },
    { scope: "worker" },
  ],

  server: async ({ ownServer, diskMegabytes, serverEnv, workerServer, faults, canaries }, use, testInfo) => {
    const server = ownServer ? await launch(serverEnv, canaries, diskMegabytes) : await workerServer();
    faults.home = server.url;
    await use(server);
    for (const leak of await canaries.leaksIn(server.output)) faults.add(`the server printed ${leak}`);
    for (const leak of await canaries.leaksIn(await server.numbers())) faults.add(`its numbers have ${leak}`);
    for (const leak of await canaries.leaksInAddresses()) faults.add(leak);
    // Lost connections are what a test wants that stops its server.
    if (server.wasDown) faults.allow(lostConnection);
    if (server.unexpectedEnd !== undefined) faults.add(server.unexpectedEnd);
    if (testInfo.status !== testInfo.expectedStatus || faults.found.length > 0) {
      await testInfo.attach("server", { body: server.output, contentType: "text/plain" });
    }
    if (ownServer) await server.remove();
  },

  faults: [
    async ({ watch }, use) => {
      const faults = new Faults();
      watch.begin(faults);
      await use(faults);
      watch.end(faults);
      expect(faults.found, "what a page or the server did beside the test").toEqual([]);
    },
    { auto: true },
  ],

  bring: async ({ browser, server }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (name, way) => {
      // Browsers leave out a proxy for their own machine unless they are told not to.
      const proxy = way && { server: way.url, bypass: "<-loopback>" };
      const context = await browser.newContext({ ...(proxy && { proxy }) });
      contexts.push(context);
      await holdLateCode(context);
      return createPerson(context, server.url, name);
    });
    await Promise.all(contexts.map((context) => context.close()));
  },

  person: async ({ bring }, use) => use((name) => bring(name)),

  traveller: async ({ bring, faults }, use) => {
    const networks: Network[] = [];
    await use(async (name) => {
      const network = await Network.open();
      networks.push(network);
      return { ...(await bring(name, network)), network };
    });
    faults.allow(lostConnection);
    await Promise.all(networks.map((network) => network.close()));
  },

  request: async ({ request, watch }, use) => {
    watch.hears(request);
    await use(request);
  },

  newDocument: async ({ request, server }, use) => {
    await use(async (document = {}) => {
      const response = await request.post(`${server.url}/api/documents`, {
        data: document,
        headers: { origin: server.url },
      });
      expect(response.status(), await response.text()).toBe(201);
      return response.json();
    });
  },

  content: async ({ request, server }, use) => {
    await use(async (documentId, format = "text") => {
      const response = await request.get(`${server.url}/api/documents/${documentId}/content`, {
        params: { format },
        headers: { origin: server.url },
      });
      expect(response.ok(), await response.text()).toBe(true);
      return response.text();
    });
  },
});

/** Starts a server, whose own secrets are no more to be in its log than anybody's. */
function launch(
  env: Readonly<Record<string, string>>,
  canaries: Canaries,
  diskMegabytes?: number,
): Promise<QuireServer> {
  for (const secret of secretsIn(env)) canaries.keep("a secret", secret);
  return QuireServer.launch({ env, onKey: (key) => canaries.keepKey(key), diskMegabytes });
}
