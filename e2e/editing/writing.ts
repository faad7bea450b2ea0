import { test as base, expect, type Person } from "../fixtures.ts";
import { Desk, openToWrite } from "../support/desk.ts";
import { press } from "../support/keys.ts";
import { outline } from "../support/outline.ts";

export { expect };

/** Somebody at a document of their own. */
interface Writing extends Person {
  readonly documentId: string;
  /** Presses keys one after the other, as quickly as the page follows. */
  press(...keys: readonly string[]): Promise<void>;
  /** The document's blocks once all that was typed is on disk, a line each. See `support/outline.ts`. */
  blocks(): Promise<readonly string[]>;
}

interface Options {
  /** One page for all tests of a worker, each in a document of its own: for those that leave nothing behind in it. */
  keepsPage: boolean;
}

interface WorkerFixtures {
  desk: Desk;
}

interface Fixtures {
  /** Opens a new document with this text; the caret stands at its end. */
  write: (markdown?: string) => Promise<Writing>;
}

/** Tests of one person's writing. */
export const test = base.extend<Options & Fixtures, WorkerFixtures>({
  keepsPage: [false, { option: true }],

  desk: [
    async ({ browser, watch }, use) => {
      const desk = new Desk({ browser, watch });
      await use(desk);
      await desk.clear();
    },
    { scope: "worker" },
  ],

  write: async ({ person, newDocument, content, keepsPage, desk, server, faults }, use, testInfo) => {
    const come = async (id: string) => {
      if (keepsPage) return (await desk.sitDown(id, { url: server.url, faults, open: openToWrite })).person;
      const writer = await person();
      await openToWrite(writer, id);
      return writer;
    };
    await use(async (markdown = "") => {
      const { id } = await newDocument({ markdown });
      const writer = await come(id);
      await writer.editor.focus();
      await press(writer.page, "Control+End");
      return {
        ...writer,
        documentId: id,
        press: (...keys) => press(writer.page, ...keys),
        async blocks() {
          await writer.saved();
          return outline(await content(id, "json"));
        },
      };
    });
    if (keepsPage) await desk.standUp(testInfo.status === testInfo.expectedStatus);
  },
});
