import type { DocumentId, LibraryEvent } from "@quire/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inTime } from "./in-time.ts";
import { type Headers, Line, type Transport, transports } from "./lines.ts";
import { causes } from "./live-causes.ts";
import { Scene } from "./live-scene.ts";
import { type Member, type PeopleServer, startPeople } from "./people-server.ts";

const ways = Object.keys(transports) as Transport[];

let server: PeopleServer;
let olga: Member;
let ann: Member;
/** Who goes on is told once a second at most to read the list again. */
const relists: Promise<void>[] = [];
const streams: Stream[] = [];
/** What each document said when somebody had been sent away. */
const told = new Map<string, string>();

beforeAll(async () => {
  server = await startPeople({ quire: { limits: false } });
  olga = await server.owner();
  ann = await server.member("Ann");
});
afterAll(() => server.remove());

/** The stream of the library. */
class Stream {
  code: number | undefined;
  readonly events: LibraryEvent[] = [];
  readonly #socket: WebSocket;
  #wake = (): void => undefined;

  constructor(headers: Headers) {
    const address = `ws://127.0.0.1:${server.port}/api/events`;
    this.#socket = new WebSocket(address, { headers } as unknown as string[]);
    this.#socket.addEventListener("message", ({ data }) => {
      this.events.push(JSON.parse(data as string) as LibraryEvent);
      this.#wake();
    });
    this.#socket.addEventListener("close", ({ code }) => {
      this.code = code;
      this.#wake();
    });
  }

  /** How often it said that the list is to be read (again). */
  get ready(): number {
    return this.events.filter(({ type }) => type === "ready").length;
  }

  async until(holds: () => boolean): Promise<void> {
    while (!holds())
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
  }

  close(): void {
    this.#socket.close();
  }
}

const at = (documentId: string, headers: Headers) => ({ port: server.port, documentId, headers });

/** Lines over each transport, with words in the document and their names on the list of who is there. */
async function openLines(documentId: string, headers: Headers): Promise<Line[]> {
  const lines: Line[] = [];
  for (const way of ways) {
    const line = await Line.open(way, at(documentId, headers));
    line.write("before ");
    line.announce();
    await line.probe();
    lines.push(line);
  }
  return lines;
}

/** The documents that whoever says these headers is shown. */
async function listed(headers: Headers): Promise<Set<string>> {
  const answer = await fetch(`${server.address}/api/documents`, { headers });
  const { documents } = (await answer.json()) as { documents: { id: string }[] };
  return new Set(documents.map(({ id }) => id));
}

const textOf = async (id: string): Promise<string> =>
  (await ann.browser.get<string>(`/api/documents/${id}/content?format=text`)).body;

describe("threat A13 B90 over every transport, with people, groups and links, nobody writes or is seen any more once", () => {
  it.each(Object.entries(causes))("%s", async (_, { code, stream: fate, begin }) => {
    const scene = await Scene.make({ server, olga, ann });
    const { headers, stays, end } = await begin(scene);
    const { id: documentId } = scene;
    const witness = await Line.open("a WebSocket", at(documentId, ann.browser.ownHeaders()));
    const same = stays && (await openLines(documentId, stays.ownHeaders()));
    const lines = await openLines(documentId, headers);
    const stream = new Stream(headers);
    await stream.until(() => stream.ready === 1);
    await witness.until(() => lines.every(({ ydoc }) => witness.seen.has(ydoc.clientID)));
    await witness.until(() => witness.text.split("before").length === (same ? 7 : 4));

    await end();
    // By then they are out: nothing waits for a look that comes later.
    const here = server.documents.present(documentId as DocumentId).filter(({ id }) => id !== ann.id);
    expect(here.length, "people who are still there").toBe(same === undefined ? 0 : 1);
    // What they send from here on is later, whether they have been told already or not.
    for (const line of lines) line.write("late ");

    const ended = Promise.all(lines.map((line) => line.ended()));
    expect(await inTime("telling them", ended)).toEqual(ways.map(() => code));
    // The stream says it once a second at most: that is waited for where the others have been gone through.
    const relisted = () =>
      inTime(
        "another list",
        stream.until(() => stream.ready > 1),
      );
    if (fate === "says that the list is another") relists.push(relisted());
    else if (fate !== "goes on")
      await inTime(
        "ending the stream",
        stream.until(() => stream.code === fate),
      );
    if (fate !== 4401) expect((await listed(headers)).has(documentId)).toBe(code === 4510);
    for (const line of same ?? []) {
      await line.probe();
      line.close();
    }
    if (code === 4410) expect(await inTime("telling others", witness.ended())).toBe(4410);
    else {
      const isUnseen = () => !lines.some(({ ydoc }) => witness.seen.has(ydoc.clientID));
      await inTime("taking them off", witness.until(isUnseen));
      witness.write("after ");
      await witness.until(() => witness.saved === witness.sent);
      expect(witness.text).toContain("after");
      expect(witness.text).not.toContain("late");
    }
    if (scene.id === documentId && code === 4410)
      await ann.browser.post(`/api/documents/${documentId}/restore`);
    const text = await textOf(scene.id);
    expect(text).toContain("before");
    expect(text).not.toContain("late");
    told.set(scene.id, text);
    streams.push(stream);
    witness.close();
  });

  it("and every library of who goes on was told to read its list again", async () => {
    expect(relists.length).toBeGreaterThan(10);
    await Promise.all(relists);
    for (const stream of streams) stream.close();
  });

  it("also where the server has stopped since, and reads what is on the disk", async () => {
    await server.restart();
    expect(told.size).toBe(Object.keys(causes).length);
    for (const [id, text] of told) expect(await textOf(id)).toBe(text);
  });
});

it("B103 who came by a link to what is deleted comes back to what is below when it is restored, and is told so", async () => {
  const scene = await Scene.make({ server, olga, ann });
  const { browser } = await scene.guest({}, (await scene.member()).browser, scene.above);
  const path = `/api/documents/${scene.above}`;
  const statusBelow = async () => (await browser.get(`/api/documents/${scene.id}`)).status;
  expect(await statusBelow()).toBe(200);
  await ann.browser.delete(path);
  expect(await statusBelow()).toBe(403);
  const stream = new Stream(browser.ownHeaders());
  await stream.until(() => stream.ready === 1);
  await ann.browser.post(`${path}/restore`);
  expect(await statusBelow()).toBe(200);
  await stream.until(() => stream.ready === 2);
  stream.close();
});
