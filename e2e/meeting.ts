import { test as base, expect, type Person } from "./fixtures.ts";
import { Desk } from "./support/desk.ts";
import type { Line } from "./support/line.ts";

export { expect };

/** Two people in one document. */
interface Meeting {
  readonly id: string;
  readonly ada: Person;
  readonly ben: Person;
  /** Theirs, in this order. */
  readonly lines: readonly Line[];
}

interface Fixtures {
  /** Brings Ada and Ben into a new document with this text. Their pages stay from test to test. */
  meet: (markdown?: string, title?: string) => Promise<Meeting>;
}

interface WorkerFixtures {
  desks: { readonly ada: Desk; readonly ben: Desk };
}

/** Tests of what two people do in one document. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  desks: [
    async ({ browser, watch }, use) => {
      const room = { browser, watch };
      const desks = { ada: new Desk(room, "Ada"), ben: new Desk(room, "Ben") };
      await use(desks);
      await Promise.all(Object.values(desks).map((desk) => desk.clear()));
    },
    { scope: "worker" },
  ],

  meet: async ({ newDocument, desks, server, faults }, use, testInfo) => {
    await use(async (markdown = "", title = "") => {
      const { id } = await newDocument({ title, markdown });
      const come = { url: server.url, faults, open: (tab: Person) => tab.open(id) };
      const [ada, ben] = await Promise.all([desks.ada.sitDown(id, come), desks.ben.sitDown(id, come)]);
      return { id, ada: ada.person, ben: ben.person, lines: [ada.line, ben.line] };
    });
    const isFine = testInfo.status === testInfo.expectedStatus;
    await Promise.all(Object.values(desks).map((desk) => desk.standUp(isFine)));
  },
});
