import { test as base, expect, type Person } from "../fixtures.ts";
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

interface Fixtures {
  /** Opens a new document with this text; the caret stands at its end. */
  write: (markdown?: string) => Promise<Writing>;
}

/** Tests of one person's writing. */
export const test = base.extend<Fixtures>({
  write: async ({ person, newDocument, content }, use) => {
    await use(async (markdown = "") => {
      const { id } = await newDocument({ markdown });
      const writer = await person();
      await writer.open(id);
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
  },
});
