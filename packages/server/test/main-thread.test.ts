import type { DocumentId } from "@quire/protocol";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import { Journal } from "../src/sync/journal.ts";
import { inlineMaterialiser } from "./inline-workshop.ts";
import { MemoryStore } from "./memory-store.ts";
import { Peer } from "./peer.ts";
import * as raw from "./raw-update.ts";
import { startServer } from "./server.ts";

/** Where in the server's sources a Y.Doc was made, on this thread: its workers are other threads, with a Yjs of their own. */
const made = vi.hoisted((): string[] => []);

vi.mock("yjs", async (original) => {
  const yjs = await original<typeof Y>();
  class WatchedDoc extends yjs.Doc {
    constructor(...given: ConstructorParameters<typeof yjs.Doc>) {
      super(...given);
      const stack = new Error("made here").stack ?? "";
      const ours = [...stack.matchAll(/packages\/server\/src\/(.+?\.ts)/g)].map(([, file]) => file);
      if (ours.length > 0) made.push(ours.join(" < "));
    }
  }
  return { ...yjs, Doc: WatchedDoc };
});

const long = "A sentence of which there are many. ".repeat(8_000);

describe("the main thread", () => {
  let server: Awaited<ReturnType<typeof startServer>>;

  beforeEach(async () => {
    made.length = 0;
    server = await startServer({ roomGraceMs: 20 });
  });
  afterEach(() => server.remove());

  const folded = async (): Promise<boolean> =>
    /^quire_folds_total [1-9]/m.test(await (await server.request("GET", "/metrics")).text());

  it("T3 makes no Y.Doc, whatever people, the API and a restart ask for", async () => {
    const id = await server.create({ markdown: "# River" });
    const url = `${server.syncUrl}/${id}?saved=1`;
    const [ann, bob] = [await Peer.join(url), await Peer.join(url)];
    await bob.close();
    ann.typeTitle("The ");
    // Judged by a worker.
    ann.ydoc.getXmlFragment("document").insert(0, [new Y.XmlElement("paragraph")]);
    (ann.ydoc.getXmlFragment("document").get(0) as Y.XmlElement).insert(0, [new Y.XmlText(long)]);
    await ann.allSaved();
    expect((await server.request("PATCH", `/api/documents/${id}`, { title: "A river" })).status).toBe(200);
    expect(await server.text(id)).toContain("A sentence");
    await ann.close();
    await expect.poll(folded, { timeout: 20_000 }).toBe(true);
    await server.restart();
    // Who has nothing, and who has a part of what is a long snapshot by now.
    for (const ydoc of [new Y.Doc(), bob.ydoc]) {
      const reader = await Peer.join(`${server.syncUrl}/${id}?saved=1`, ydoc);
      await reader.until(() => reader.title === "A river");
      await reader.close();
    }
    expect(made).toEqual([]);
  });

  it("S7 makes one to open what an earlier gate let in and this one would not, and lets it go", () => {
    const id = "a-document-for-tests" as DocumentId;
    const store = new MemoryStore();
    const update = raw.rawUpdate([
      {
        client: 7,
        structs: [raw.element({ parent: "document" }, "gallery"), raw.string({ parent: "title" }, "T")],
      },
    ]);
    const record = { time: 1, entries: [{ personId: "", clientId: 7, update }] };
    store.records.push({ id, seq: 1, record });
    const rest = { materialiser: inlineMaterialiser(), now: () => 1, onFoldFailed() {}, onTidied() {} };
    new Journal({ id, store, isGated: true, ...rest }).close();
    expect(made).toHaveLength(1);
    expect(made[0]).toMatch(/^materialise\/materialise\.ts < sync\/journal\.ts/);
  });
});
