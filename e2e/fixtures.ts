import { test as base, expect } from "@playwright/test";
import { Faults } from "./support/faults.ts";
import { createPerson, type Person } from "./support/person.ts";
import { QuireServer } from "./support/quire-server.ts";

export { type Line, lineOf } from "./support/line.ts";
export type { Person, Tab } from "./support/person.ts";
export { expect };

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
  /** Settings of that server. */
  serverEnv: Readonly<Record<string, string>>;
}

interface Fixtures {
  server: QuireServer;
  faults: Faults;
  /** Brings somebody with a browser of their own, under a name or as the guest that the server makes of them. */
  person: (name?: string) => Promise<Person>;
  newDocument: (document?: NewDocument) => Promise<OpenedDocument>;
  /** A document as the server gives it out. */
  content: (documentId: string, format?: "markdown" | "html" | "text" | "json") => Promise<string>;
}

interface WorkerFixtures {
  /** The server of this worker's tests, started when the first one asks for it. */
  workerServer: () => Promise<QuireServer>;
}

export const test = base.extend<Options & Fixtures, WorkerFixtures>({
  ownServer: [false, { option: true }],
  serverEnv: [{}, { option: true }],

  workerServer: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from the pattern.
    async ({}, use) => {
      let server: Promise<QuireServer> | undefined;
      await use(() => (server ??= QuireServer.launch()));
      await (await server)?.remove();
    },
    { scope: "worker" },
  ],

  server: async ({ ownServer, serverEnv, workerServer, faults }, use, testInfo) => {
    const server = ownServer ? await QuireServer.launch(serverEnv) : await workerServer();
    await use(server);
    if (server.unexpectedEnd !== undefined) faults.add(server.unexpectedEnd);
    if (testInfo.status !== testInfo.expectedStatus || faults.found.length > 0) {
      await testInfo.attach("server", { body: server.output, contentType: "text/plain" });
    }
    if (ownServer) await server.remove();
  },

  faults: [
    // biome-ignore lint/correctness/noEmptyPattern: as above
    async ({}, use) => {
      const faults = new Faults();
      await use(faults);
      expect(faults.found, "what a page or the server did beside the test").toEqual([]);
    },
    { auto: true },
  ],

  person: async ({ browser, server, faults }, use) => {
    const people: Person[] = [];
    await use(async (name) => {
      const context = await browser.newContext();
      faults.watch(context, server.url);
      const person = await createPerson(context, server.url, name);
      people.push(person);
      return person;
    });
    // Lost connections are what a test wants that stops its server.
    if (server.wasDown)
      faults.allow(/WebSocket connection to|net::ERR_CONNECTION_(REFUSED|RESET)|ERR_EMPTY_RESPONSE/);
    await Promise.all(people.map(({ context }) => context.close()));
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
