import type { BrowserContext, Page } from "@playwright/test";
import * as Y from "yjs";

/** What a browser's database holds, read by a page of its own beside those that say what is kept. */
export class KeptHere {
  readonly #page: Page;
  readonly #sync: string;

  private constructor(page: Page, url: string) {
    this.#page = page;
    this.#sync = `${url.replace(/^http/, "ws")}/sync`;
  }

  /** To be opened while the network is well. Nothing of Quire's runs in it. */
  static async open(context: BrowserContext, url: string): Promise<KeptHere> {
    const page = await context.newPage();
    await page.goto(`${url}/healthz`);
    return new KeptHere(page, url);
  }

  /** A document as the device has it by now, block by block as its elements are written down. */
  async textOf(documentId: string): Promise<string> {
    const updates = await this.#page.evaluate(updatesOf, `${this.#sync}/${documentId}`);
    const ydoc = new Y.Doc();
    for (const update of updates) Y.applyUpdate(ydoc, Uint8Array.from(update));
    return ydoc.getXmlFragment("document").toJSON();
  }

  close(): Promise<void> {
    return this.#page.close();
  }
}

/** The bytes of a document's copy, record by record. Who reads waits for those who write. */
async function updatesOf(name: string): Promise<readonly (readonly number[])[]> {
  const answered = <Value>(request: IDBRequest<Value>) =>
    new Promise<Value>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const database = await answered(indexedDB.open("quire"));
  const store = database.transaction("updates").objectStore("updates");
  const records: { name: string; update: Uint8Array<ArrayBuffer> }[] = await answered(store.getAll());
  database.close();
  return records.filter((each) => each.name === name).map(({ update }) => [...update]);
}
