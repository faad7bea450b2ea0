import { once } from "node:events";
import type { DocumentId, DocumentList, LibraryEvent, Role, Trash } from "@quire/protocol";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import { fail } from "../src/errors.ts";
import type { Grant, Quire } from "../src/index.ts";
import { Commits } from "../src/store/commits.ts";
import { Peer } from "./peer.ts";
import { startServer } from "./server.ts";

/** What Ann may do, by document; Ben owns everything, and sees it. */
const rights = new Map<string, Role>();
let library: Partial<Grant> = {};
/** What happens while the host puts in order what hangs on a document's place. */
let meanwhile = (): void => undefined;
let host: Quire;
let actions: string[] = [];
let mayMove = true;
/** Whether the host can write down what it is told. */
let canHear = true;
let server: Awaited<ReturnType<typeof startServer>>;
let streams: WebSocket[] = [];

beforeEach(async () => {
  rights.clear();
  library = {};
  meanwhile = () => undefined;
  actions = [];
  [mayMove, canHear] = [true, true];
  server = await startServer({
    onOpen: (quire) => {
      host = quire;
    },
    beforeMove({ ip }, { documentId, person }) {
      if (!mayMove) throw fail("QUIRE_ERR_FORBIDDEN", { need: "own" });
      actions.push(`before move ${documentId} ${person.id} ${ip}`);
      meanwhile();
    },
    onAction({ ip }, { kind, documentId, person }) {
      if (!canHear) throw fail("QUIRE_ERR_STORE_FAILED", {});
      actions.push(`${kind} ${documentId} ${person.id} ${ip}`);
    },
    authorize: (request, documentId) => {
      const as = String(request.headers.as ?? (request.query as { as?: string }).as ?? "ben");
      const person = { id: as, name: as, hue: 1 };
      if (as === "ben") return { person, role: "own" };
      if (documentId === null)
        return { person, role: "edit", sees: (id: DocumentId) => rights.has(id), ...library };
      const role = rights.get(documentId);
      return role === undefined ? { refused: "forbidden" } : { person, role };
    },
  });
});
afterEach(async () => {
  for (const stream of streams) stream.terminate();
  streams = [];
  await server.remove();
});

const ann = (method: string, path: string, body?: object): Promise<Response> =>
  fetch(`http://127.0.0.1:${server.port}/api/documents${path}`, {
    method,
    headers: { as: "ann", connection: "close", ...(body && { "content-type": "application/json" }) },
    ...(body && { body: JSON.stringify(body) }),
  });

const list = async (query = ""): Promise<DocumentList> =>
  (await (await ann("GET", query)).json()) as DocumentList;

/** Ann's stream of the library. */
async function listen() {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/api/events?as=ann`);
  streams.push(socket);
  const events: LibraryEvent[] = [];
  let wake = (): void => undefined;
  socket.on("message", (data: Buffer) => {
    events.push(JSON.parse(data.toString()) as LibraryEvent);
    wake();
  });
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds())
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  };
  await until(() => events.length > 0);
  return { socket, events, until };
}

describe("B95 the library", () => {
  it("lists what somebody sees, in full pages, and the last one says that it is", async () => {
    const ids: string[] = [];
    for (let index = 0; index < 30; index++) ids.push(await server.create({ title: `${index}` }));
    const seen = ids.filter((_, index) => index % 3 === 0);
    for (const id of seen) rights.set(id, "view");
    const pages: DocumentList[] = [await list("?limit=4")];
    for (let next = pages[0]?.next; next; next = pages.at(-1)?.next)
      pages.push(await list(`?limit=4&cursor=${next}`));
    expect(pages.map(({ documents }) => documents.length)).toEqual([4, 4, 2]);
    expect(new Set(pages.flatMap(({ documents }) => documents.map(({ id }) => id)))).toEqual(new Set(seen));
    // One page that is just full has none behind it.
    expect(await list("?limit=10")).toMatchObject({ next: null });
    rights.clear();
    expect(await list()).toEqual({ documents: [], next: null });
  });

  it("B134 says what somebody may do with each, in lists and in the stream, where the host says it", async () => {
    const [mine, read] = [await server.create({ title: "Mine" }), await server.create({ title: "Read" })];
    rights.set(mine, "own");
    rights.set(read, "view");
    expect((await list()).documents.map((each) => each.role)).toEqual([undefined, undefined]);
    library = { sees: (id: DocumentId) => rights.get(id) ?? false };
    const roles = async () =>
      Object.fromEntries((await list()).documents.map(({ title, role }) => [title, role]));
    expect(await roles()).toEqual({ Mine: "own", Read: "view" });
    const renamed = await ann("PATCH", `/${mine}`, { title: "Still mine" });
    expect(await renamed.json()).toMatchObject({ title: "Still mine", role: "own" });
    const { events, until } = await listen();
    await server.request("PATCH", `/api/documents/${read}`, { title: "Read on" });
    // What it was called may be told first: the list is told of what was made a moment later.
    const told = () =>
      events.flatMap((event) =>
        event.type === "document" && event.document.id === read ? [event.document] : [],
      );
    await until(() => told().at(-1)?.title === "Read on");
    expect(told().map(({ role }) => role)).toEqual(told().map(() => "view"));
    await server.request("DELETE", `/api/documents/${read}`);
    await until(() => events.some((event) => event.type === "deleted" && event.id === read));
    // What is no role is no yes.
    library = { sees: () => "none" as never };
    expect((await list()).documents).toEqual([]);
  });

  it("shows nobody a document, or who is in it, of which they may not know", async () => {
    const [open, hidden] = [await server.create(), await server.create()];
    rights.set(open, "view");
    const { events, until } = await listen();
    const in_ = await Peer.join(`${server.syncUrl}/${hidden}?as=ben`);
    const other = await Peer.join(`${server.syncUrl}/${open}?as=ben`);
    in_.typeTitle("secret");
    await server.request("DELETE", `/api/documents/${hidden}`);
    other.typeTitle("known");
    await until(() => events.some((event) => event.type === "document" && event.document.title === "known"));
    expect(events.filter((event) => JSON.stringify(event).includes(hidden))).toEqual([]);
    expect(JSON.stringify(events)).not.toContain("secret");
    const { documents } = await list();
    expect(documents).toMatchObject([{ id: open, people: [{ id: "ben" }] }]);
    await in_.close();
    await other.close();
  });

  it("tells whose view may be another to read the list again, and who sees all nothing", async () => {
    const id = await server.create({ title: "Theirs" });
    const { events, until } = await listen();
    const told = (): number => events.filter(({ type }) => type === "ready").length;
    rights.set(id, "view");
    host.recheck();
    await until(() => told() === 2);
    expect((await list()).documents.map((each) => each.id)).toEqual([id]);
    // Often, and soon after each other: it is said once more, when the second is over.
    for (let count = 0; count < 5; count++) host.recheck();
    await until(() => told() === 3);
    rights.delete(id);
    expect((await list()).documents).toEqual([]);

    const all = new WebSocket(`ws://127.0.0.1:${server.port}/api/events?as=ben`);
    streams.push(all);
    const heard: string[] = [];
    all.on("message", (data: Buffer) => heard.push((JSON.parse(data.toString()) as LibraryEvent).type));
    await once(all, "message");
    host.recheck();
    await server.create();
    while (!heard.includes("document")) await once(all, "message");
    expect(heard.filter((type) => type === "ready").length).toBe(1);
  });

  it("threat A13 ends the stream of who is signed out, and of whom nobody can say what they see", async () => {
    const { socket } = await listen();
    library = { role: "none" as never };
    host.recheck();
    expect((await once(socket, "close"))[0]).toBe(4403);
    library = {
      sees: () => {
        throw new Error("no database");
      },
    };
    const other = await listen();
    const closed = once(other.socket, "close");
    await server.create();
    expect((await closed)[0]).toBe(4500);
    library = { sees: (async () => true) as never };
    await server.create();
    expect((await list()).documents).toEqual([]);
  });
});

describe("B96 a document comes below another", () => {
  it("by who may edit that one; what is absent and what is forbidden answer the same", async () => {
    const parent = await server.create();
    const answers: unknown[] = [];
    for (const parentId of [parent, "there-is-no-such-parent"]) {
      const response = await ann("POST", "", { parentId });
      const body = (await response.text()).replaceAll(parentId, "parent");
      answers.push([response.status, body, response.headers.get("content-type")]);
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]).toMatchObject([
      400,
      expect.stringContaining("QUIRE_ERR_PARENT_NOT_FOUND"),
      expect.anything(),
    ]);
    for (const role of ["view", "comment", "suggest"] as const) {
      rights.set(parent, role);
      expect((await ann("POST", "", { parentId: parent })).status).toBe(403);
    }
    rights.set(parent, "edit");
    expect((await ann("POST", "", { parentId: parent })).status).toBe(201);
  });
});

describe("B190 a document is moved", () => {
  it("by who owns it and may edit where it goes; a place that is absent, deleted or forbidden answers the same", async () => {
    const [id, place, deleted] = [await server.create(), await server.create(), await server.create()];
    await server.request("DELETE", `/api/documents/${deleted}`);
    const move = (parentId: string | null) => ann("PUT", `/${id}/parent`, { parentId });
    for (const role of ["view", "comment", "suggest", "edit"] as const) {
      rights.set(id, role);
      for (const to of [place, null]) expect((await move(to)).status).toBe(403);
    }
    rights.set(id, "own");
    rights.set(deleted, "edit");
    const answers = new Set<string>();
    for (const to of [place, deleted, "there-is-no-such-place"]) {
      const response = await move(to);
      answers.add(`${response.status} ${(await response.text()).replaceAll(to, "place")}`);
    }
    expect([...answers]).toEqual([expect.stringMatching(/^400 .*QUIRE_ERR_PARENT_NOT_FOUND/)]);
    for (const role of ["view", "comment", "suggest"] as const) {
      rights.set(place, role);
      expect((await move(place)).status).toBe(403);
    }
    rights.set(place, "edit");
    const moved = await move(place);
    expect([moved.status, await moved.json()]).toMatchObject([200, { id, parentId: place }]);
    // Whoever may make no document here has no top to move it to.
    library = { role: "view" };
    expect((await move(null)).status).toBe(403);
    library = {};
    expect(await (await move(null)).json()).toMatchObject({ parentId: null });
  });

  it("and the host is asked before and told after, once, and neither of what is there already or cannot be", async () => {
    const [id, place] = [await server.create(), await server.create()];
    actions = [];
    const move = (parentId: string | null, of = id) =>
      server.request("PUT", `/api/documents/${of}/parent`, { parentId });
    await move(place);
    await move(place);
    expect((await move(id, place)).status).toBe(409);
    const from = `ben 127.0.0.1`;
    expect(actions).toEqual([`before move ${id} ${from}`, `move ${id} ${from}`]);
    mayMove = false;
    expect((await move(null)).status).toBe(403);
    expect(await (await server.request("GET", `/api/documents/${id}`)).json()).toMatchObject({
      parentId: place,
    });
  });

  it("by who may do that still when the host has put in order what hangs on its place", async () => {
    const [id, place] = [await server.create(), await server.create()];
    const losses = [
      () => rights.set(place, "view"),
      () => rights.delete(place),
      () => rights.set(id, "edit"),
    ];
    const statuses: number[] = [];
    for (const lose of losses) {
      rights.set(id, "own").set(place, "edit");
      meanwhile = () => void lose();
      statuses.push((await ann("PUT", `/${id}/parent`, { parentId: place })).status);
    }
    rights.set(id, "own");
    const below = await server.create({ parentId: id });
    rights.set(below, "own");
    meanwhile = () => {
      library = { role: "view" };
    };
    statuses.push((await ann("PUT", `/${below}/parent`, { parentId: null })).status);
    expect(statuses).toEqual([403, 400, 403, 403]);
  });

  it("B60 and what the host could not hear of it is told, in their order, before it is moved again or said to be there", async () => {
    const [id, one, other] = [await server.create(), await server.create(), await server.create()];
    actions = [];
    const move = async (parentId: string) =>
      (await server.request("PUT", `/api/documents/${id}/parent`, { parentId })).status;
    const moves = () => actions.filter((action) => action.startsWith("move")).length;
    canHear = false;
    // It is there, and is not said to be.
    expect([await move(one), await move(one), await move(other), moves()]).toEqual([503, 503, 503, 0]);
    canHear = true;
    expect([await move(one), await move(one), moves()]).toEqual([200, 200, 1]);
    canHear = false;
    expect(await move(other)).toBe(503);
    canHear = true;
    expect([await move(one), moves()]).toEqual([200, 3]);
    // Who asks for the same while it is on its way hears no earlier that it is there.
    expect([await Promise.all([move(other), move(other)]), moves()]).toEqual([[200, 200], 4]);
  });
});

it("B97 who may not open a document is told the same of it whether it is there, deleted, replaced or absent", async () => {
  const [there, deleted, replaced] = [await server.create(), await server.create(), await server.create()];
  await server.request("DELETE", `/api/documents/${deleted}`);
  await server.request("POST", `/api/documents/${replaced}/reset`, {});
  const hash = "a".repeat(64);
  const requests: readonly (readonly [method: string, path: string, body?: object])[] = [
    ["GET", ""],
    ["PATCH", "", { title: "Mine" }],
    ["PUT", "/parent", { parentId: null }],
    ["PUT", "/parent", { parentId: there }],
    ["DELETE", ""],
    ["POST", "/restore"],
    ["POST", "/reset", {}],
    ["GET", "/content"],
    ["GET", "/files"],
    ["GET", `/files/${hash}`],
    ["POST", "/files/remote", { url: "https://example.org/a.png" }],
    ["POST", "/files/copy", { documentId: there, hash }],
  ];
  for (const [method, path, body] of requests) {
    const answers = new Set<string>();
    for (const id of [there, deleted, replaced, "there-is-no-such-one"]) {
      const response = await ann(method, `/${id}${path}`, body);
      answers.add(`${response.status} ${(await response.text()).replaceAll(id, "id")}`);
    }
    expect([method, path, [...answers]]).toEqual([method, path, [expect.stringMatching(/^403 /)]]);
  }
});

describe("H18 the trash", () => {
  const ann = { headers: { as: "ann", connection: "close" } };
  const read = async (query = "", as = ann): Promise<Trash> =>
    (await (await fetch(`http://127.0.0.1:${server.port}/api/trash${query}`, as)).json()) as Trash;
  const ben = { headers: { as: "ben", connection: "close" } };
  const remove = (id: string, as = ben) =>
    fetch(`http://127.0.0.1:${server.port}/api/documents/${id}`, { method: "DELETE", ...as });

  it("lists what somebody may restore and nothing else, the last deleted first, by whom and when, in full pages", async () => {
    const ids: string[] = [];
    for (let index = 0; index < 12; index++) ids.push(await server.create({ title: `${index}` }));
    const before = Date.now();
    for (const id of ids.slice(0, 11)) await remove(id);
    for (const [index, id] of ids.entries()) rights.set(id, index % 2 === 0 ? "own" : "edit");
    const pages = [await read("?limit=4")];
    for (let next = pages[0]?.next; next; next = pages.at(-1)?.next)
      pages.push(await read(`?limit=4&cursor=${next}`));
    expect(pages.map(({ documents }) => documents.length)).toEqual([4, 2]);
    const all = pages.flatMap(({ documents }) => documents);
    expect(all.map(({ title }) => title)).toEqual(["10", "8", "6", "4", "2", "0"]);
    for (const { deletedBy, deletedAt, replacedBy } of all) {
      expect([deletedBy, replacedBy]).toEqual(["ben", null]);
      expect(deletedAt).toBeGreaterThanOrEqual(before);
    }
    expect((await read("", ben)).documents).toHaveLength(11);
    // Whose library shows nothing of it is told nothing of it.
    library = { sees: () => false };
    expect((await read()).documents).toEqual([]);
    // Nor who may make nothing here, as a guest.
    library = { role: "view" };
    expect(await read("?limit=1")).toEqual({ documents: [], next: null });
  });

  it("names what took the place of a document that was begun anew, and holds neither once they are back", async () => {
    const [id, other] = [await server.create({ title: "Plan" }), await server.create({ title: "Note" })];
    const headers = { ...ben.headers, "content-type": "application/json" };
    const post = (path: string) =>
      fetch(`http://127.0.0.1:${server.port}/api/documents/${path}`, { method: "POST", headers, body: "{}" });
    const next = (await (await post(`${id}/reset`)).json()) as { id: string };
    await remove(other);
    expect((await read("", ben)).documents).toMatchObject([
      { id: other, replacedBy: null },
      { id, title: "Plan", replacedBy: next.id, deletedBy: "ben" },
    ]);
    for (const each of [id, other])
      await fetch(`http://127.0.0.1:${server.port}/api/documents/${each}/restore`, {
        method: "POST",
        ...ben,
      });
    expect(await read("", ben)).toEqual({ documents: [], next: null });
  });

  it("says of a cursor that it is none", async () => {
    const url = `http://127.0.0.1:${server.port}/api/trash?cursor=x`;
    const response = await fetch(url, ben);
    expect([response.status, await response.json()]).toMatchObject([400, { code: "QUIRE_ERR_BAD_REQUEST" }]);
  });
});

describe("a host that keeps a log", () => {
  it("B60 is told of what was answered 503 when it is done, by whom and from where", async () => {
    const id = await server.create({ title: "River" });
    actions = [];
    const failing = vi.spyOn(Commits.prototype, "add");
    const tellers: ((failure: Error | undefined) => void)[] = [];
    vi.spyOn(Commits.prototype, "subscribe").mockImplementation((tell) => {
      tellers.push(tell);
      return () => undefined;
    });
    const disk = Promise.withResolvers<void>();
    failing.mockImplementation(() => disk.promise);
    try {
      const answer = fetch(`http://127.0.0.1:${server.port}/api/documents/${id}`, {
        method: "DELETE",
        headers: { as: "ben", connection: "close" },
      });
      await vi.waitFor(() => expect(tellers).toHaveLength(1));
      tellers[0]?.(new Error("no space left"));
      expect((await answer).status).toBe(503);
      expect(actions).toEqual([]);
      // Whoever asked has hung up meanwhile.
      disk.resolve();
      await vi.waitFor(() => expect(actions).toEqual([`delete ${id} ben 127.0.0.1`]));
    } finally {
      vi.restoreAllMocks();
    }
  });
});
