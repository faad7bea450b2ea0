import { once } from "node:events";
import type { DocumentList, DocumentSummary, LibraryEvent } from "@quire/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { Peer } from "./peer.ts";
import { startServer } from "./server.ts";

let server: Awaited<ReturnType<typeof startServer>>;
beforeEach(async () => {
  server = await startServer({ roomGraceMs: 30 });
});
afterEach(() => server.remove());

const api = async <Body>(
  method: string,
  path: string,
  body?: object,
): Promise<{ status: number; body: Body }> => {
  const response = await server.request(method, `/api/documents${path}`, body);
  const text = await response.text();
  return { status: response.status, body: (text === "" ? undefined : JSON.parse(text)) as Body };
};

const list = async (query = ""): Promise<DocumentList> => (await api<DocumentList>("GET", query)).body;
const join = (id: string, query = "") => Peer.join(`${server.syncUrl}/${id}?saved=1${query}`);

/** Hears the library's stream. */
async function listen(): Promise<{ events: LibraryEvent[]; close(): void }> {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/api/events`);
  const events: LibraryEvent[] = [];
  socket.on("message", (data: Buffer) => events.push(JSON.parse(data.toString()) as LibraryEvent));
  await once(socket, "message");
  return { events, close: () => socket.terminate() };
}

describe("a document's life", () => {
  it("LI-1 is created whole: title, text, parent, and there after a restart", async () => {
    const parent = await server.create({ title: "Parent" });
    const id = "my-own-document-id";
    const markdown = "# Child\n\nSome *words* [there](https://example.org/).\n\n- [x] done\n";
    const created = await api<DocumentSummary>("POST", "", { id, markdown, parentId: parent });
    expect(created).toMatchObject({
      status: 201,
      body: { id, title: "Child", parentId: parent, people: [] },
    });
    for (let round = 0; round < 2; round++) {
      expect(await server.text(id)).toBe("Child\nSome words there.\ndone");
      expect((await api("GET", `/${id}`)).body).toMatchObject({
        title: "Child",
        excerpt: expect.stringContaining("words"),
      });
      await server.restart();
    }
  });

  it("LI-1 is created once, also by two at the same moment, and never under a deleted one's id", async () => {
    const id = "my-own-document-id";
    const both = await Promise.all([1, 2].map((at) => api("POST", "", { id, title: `Title ${at}` })));
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
    await api("DELETE", `/${id}`);
    expect(await api("POST", "", { id })).toMatchObject({
      status: 409,
      body: { code: "QUIRE_ERR_DOCUMENT_TAKEN" },
    });
    expect(await api("POST", "", { parentId: id })).toMatchObject({
      status: 400,
      body: { code: "QUIRE_ERR_PARENT_NOT_FOUND" },
    });
  });

  it("LI-2 is renamed for everybody who has it open, and so is what they type after it", async () => {
    const id = await server.create({ title: "Draft" });
    const [ann, bob] = await Promise.all([join(id), join(id)]);
    expect((await api("PATCH", `/${id}`, { title: "Draught" })).body).toMatchObject({ title: "Draught" });
    await ann.until(() => ann.title === "Draught");
    ann.typeTitle("s");
    await bob.until(() => bob.title === "Draughts");
    await ann.allSaved();
    await expect.poll(() => server.title(id)).toBe("Draughts");
    await Promise.all([ann.close(), bob.close()]);
    await server.restart();
    expect(await server.title(id)).toBe("Draughts");
  });

  it("LI-2 is renamed to the same, to nothing, and to more than one line", async () => {
    const id = await server.create({ title: "Draft" });
    for (const [title, kept] of [
      ["Draft", "Draft"],
      ["", ""],
      ["two\nlines", "two lines"],
    ])
      expect((await api("PATCH", `/${id}`, { title })).body).toMatchObject({ title: kept });
  });

  it("LI-3 is deleted for whoever has it open with 4410, and restored with every word", async () => {
    const id = await server.create({ markdown: "Kept" });
    const ann = await join(id);
    ann.write("and this");
    await ann.allSaved();
    expect((await api("DELETE", `/${id}`)).status).toBe(204);
    await expect.poll(() => ann.closed?.code).toBe(4410);
    await ann.close();
    for (const [method, path] of [
      ["GET", ""],
      ["GET", "/content?format=text"],
      ["PATCH", ""],
      ["DELETE", ""],
    ] as const) {
      const body = method === "PATCH" ? { title: "x" } : undefined;
      expect(await api(method, `/${id}${path}`, body)).toMatchObject({ status: 410 });
    }
    expect((await api("POST", `/${id}/restore`)).status).toBe(200);
    const bob = await join(id);
    expect(bob.blocks).toContain("and this");
    await bob.close();
    expect(await server.text(id)).toBe("Kept\nand this");
  });

  it("LI-4 says by every way of reading what was called saved", async () => {
    const id = await server.create();
    const ann = await join(id);
    for (let at = 0; at < 20; at++) {
      ann.write(`word${at}`);
      await ann.allSaved();
      for (const format of ["text", "markdown", "html", "json"]) {
        const response = await server.request("GET", `/api/documents/${id}/content?format=${format}`);
        expect(await response.text()).toContain(`word${at}`);
      }
    }
    await ann.close();
  });

  it("LI-4 says it also after its room was folded and let go, and opened again at once", async () => {
    const id = await server.create();
    for (let at = 0; at < 10; at++) {
      const ann = await join(id);
      expect(ann.blocks.match(/word/g)?.length ?? 0).toBe(at);
      ann.write(`word${at}`);
      await ann.allSaved();
      await ann.close();
      // Half of the time the room is gone by then.
      if (at % 2 === 0) await new Promise((done) => setTimeout(done, 80));
      expect(await server.text(id)).toContain(`word${at}`);
    }
  });
});

describe("the list", () => {
  it("LI-5 shows each once, newest first, page by page, also while they are being written in", async () => {
    const ids: string[] = [];
    for (let at = 0; at < 7; at++) ids.push(await server.create({ title: `Title ${at}` }));
    const seen: string[] = [];
    for (let next: string | null = ""; next !== null; ) {
      const page: DocumentList = await list(
        `?limit=3${next === "" ? "" : `&cursor=${encodeURIComponent(next)}`}`,
      );
      expect(page.documents.length).toBeLessThanOrEqual(3);
      seen.push(...page.documents.map(({ id }) => id));
      next = page.next;
    }
    expect(seen).toEqual(ids.toReversed());
    await api("PATCH", `/${ids[2]}`, { title: "Newest" });
    await api("DELETE", `/${ids[6]}`);
    expect((await list()).documents.map(({ id }) => id)).toEqual([
      ids[2],
      ids[5],
      ids[4],
      ids[3],
      ids[1],
      ids[0],
    ]);
  });

  it("LI-5 refuses a cursor that is none", async () => {
    for (const cursor of ["x", "1", "-1~a", "1e9~a", `${"9".repeat(17)}~a`])
      expect(await api("GET", `?cursor=${cursor}`)).toMatchObject({
        status: 400,
        body: { code: "QUIRE_ERR_BAD_REQUEST" },
      });
  });

  it("LI-6 shows who is in a document, each person once, and the title as it is typed", async () => {
    const id = await server.create();
    const { events, close } = await listen();
    const latest = () =>
      events.findLast((event) => event.type === "document" && event.document.id === id) as
        | Extract<LibraryEvent, { type: "document" }>
        | undefined;
    const people = () =>
      latest()
        ?.document.people.map(({ id }) => id)
        .sort();
    const [ann, tab, bob] = await Promise.all([
      join(id, "&as=ann"),
      join(id, "&as=ann"),
      join(id, "&as=bob"),
    ]);
    await expect.poll(people).toEqual(["ann", "bob"]);
    ann.typeTitle("Typed");
    await expect.poll(() => latest()?.document.title).toBe("Typed");
    await Promise.all([ann.close(), bob.close()]);
    await expect.poll(people).toEqual(["ann"]);
    await tab.close();
    await expect.poll(people).toEqual([]);
    expect(latest()?.document).toMatchObject({ title: "Typed" });
    await api("DELETE", `/${id}`);
    await expect.poll(() => events.at(-1)).toEqual({ type: "deleted", id });
    close();
  });

  it("LI-6 shows the first words of a text soon after its last writer has left", async () => {
    const id = await server.create();
    const ann = await join(id);
    ann.write("The first words");
    await ann.allSaved();
    await ann.close();
    await expect.poll(async () => (await list()).documents[0]?.excerpt).toContain("The first words");
    await server.restart();
    expect((await list()).documents[0]?.excerpt).toContain("The first words");
  });
});

describe("a large text", () => {
  it("LI-7 is imported, read by whoever comes, and exported the same", async () => {
    const markdown = Array.from(
      { length: 1_500 },
      (_, at) => `## Section ${at}\n\nSome **words** and a [link](https://example.org/${at}).\n`,
    ).join("\n");
    const id = await server.create({ markdown });
    const before = await (await server.request("GET", `/api/documents/${id}/content?format=markdown`)).text();
    const ann = await join(id);
    ann.write("the last line");
    await ann.allSaved();
    await ann.close();
    await expect.poll(() => server.text(id)).toContain("the last line");
    const after = await (await server.request("GET", `/api/documents/${id}/content?format=markdown`)).text();
    expect(after.replace("the last line\n", "").trimEnd()).toBe(before.trimEnd());
  });

  it("LI-7 takes its title from the heading that a text begins with, once, and loses no word", async () => {
    const link = "# [River](https://example.org/)\n";
    const long = `# ${"long ".repeat(60)}end\n`;
    const cases: readonly [markdown: string, title: string, text: string, exported: string][] = [
      ["# A *river*\n\nRain.\n", "A river", "Rain.\n", "# A river\n\nRain.\n"],
      ["Title\n=====\n", "Title", "", "# Title\n"],
      ["Rain.\n\n# Later\n", "File", "Rain.\n\n# Later\n", "# File\n\nRain.\n\n# Later\n"],
      ["## Part\n", "File", "## Part\n", "# File\n\n## Part\n"],
      // What a title cannot hold stays in the text, and is not exported twice.
      [link, "River", link, link],
      [long, "long ".repeat(40), long, long],
    ];
    for (const [markdown, title, text, exported] of cases) {
      const { body } = await api<DocumentSummary>("POST", "", {
        title: "File",
        markdown,
        titleFromText: true,
      });
      const content = async (query: string) =>
        await (await server.request("GET", `/api/documents/${body.id}/content${query}`)).text();
      expect([body.title, await content(""), await content("?titled=1")]).toEqual([title, text, exported]);
    }
  });

  it("LI-7 keeps a link that is longer than any a page could make", async () => {
    const created = await api<DocumentSummary>("POST", "", {
      markdown: `[text](https://example.org/${"x".repeat(20_000)})`,
    });
    expect(created.status).toBe(201);
    expect(await server.text(created.body.id)).toContain("text");
  });
});
