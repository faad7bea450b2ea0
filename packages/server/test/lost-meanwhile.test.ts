import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { DocumentId, DocumentList, Role } from "@quire/protocol";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { QuireOptions } from "../src/index.ts";
import { startServer } from "./server.ts";

type Answer = ReturnType<NonNullable<QuireOptions["authorize"]>>;

/** Ben owns all. What is said of Ann, of the library and of the document that she is at. */
let ofAnn: (id: DocumentId | null) => Answer;
const ben = { person: { id: "ben", name: "Ben", hue: 1 }, role: "own" } as const;
const ann = (role: Role) => ({ person: { id: "ann", name: "Ann", hue: 2 }, role });

let server: Awaited<ReturnType<typeof startServer>>;
let id: string;
beforeAll(async () => {
  server = await startServer({
    authorize: ({ headers: { as } }, documentId) => (as === "ann" ? ofAnn(documentId) : ben),
  });
});
beforeEach(async () => {
  ofAnn = () => ann("edit");
  id = await server.create();
});
afterAll(() => server.remove());

async function refusal(answer: Response): Promise<[number, string]> {
  return [answer.status, ((await answer.json()) as { code: string }).code];
}

/** What is kept of files: folders of whole ones, and drafts. */
const files = () => readdirSync(join(server.dataDir, "files")).filter((name) => name !== "incoming");
const drafts = () => readdirSync(join(server.dataDir, "files", "incoming"));

/** A file of Ann's of which half has come; answers with what sends the rest. */
async function halfSent() {
  const { readable, writable } = new TransformStream<Uint8Array>();
  const writer = writable.getWriter();
  const answer = fetch(`http://127.0.0.1:${server.port}/api/documents/${id}/files?name=a.txt`, {
    method: "POST",
    headers: { as: "ann", connection: "close", "content-type": "application/octet-stream" },
    body: readable,
    duplex: "half",
  } as RequestInit);
  await writer.write(Buffer.alloc(5_000, "one half"));
  await expect.poll(drafts).toHaveLength(1);
  return async (): Promise<Response> => {
    await writer.write(Buffer.alloc(5_000, "the other"));
    await writer.close();
    return await answer;
  };
}

it.each([
  ["may only read it now", () => (ofAnn = () => ann("view")), 403, "QUIRE_ERR_FORBIDDEN"],
  ["has nothing there now", () => (ofAnn = () => ({ refused: "forbidden" })), 403, "QUIRE_ERR_FORBIDDEN"],
  ["is signed out", () => (ofAnn = () => ({ refused: "unauthenticated" })), 401, "QUIRE_ERR_UNAUTHENTICATED"],
  [
    "sees it deleted",
    () => server.request("DELETE", `/api/documents/${id}`),
    410,
    "QUIRE_ERR_DOCUMENT_DELETED",
  ],
])("U5 B90 a file whose sender %s, who was let begin it, is in no document", async (_, lose, ...expected) => {
  const sendRest = await halfSent();
  await lose();
  expect(await refusal(await sendRest())).toEqual(expected);
  expect([files(), drafts()]).toEqual([[], []]);
  await server.request("POST", `/api/documents/${id}/restore`);
  const space = await server.request("GET", `/api/documents/${id}/files`);
  expect(await space.json()).toMatchObject({ usedBytes: 0 });
});

it.each([
  [
    "may only read it",
    (asked: DocumentId | null) => ann(asked === null ? "edit" : "view"),
    403,
    "QUIRE_ERR_FORBIDDEN",
  ],
  [
    "has nothing there",
    (asked: DocumentId | null): Answer => (asked === null ? ann("edit") : { refused: "forbidden" }),
    400,
    "QUIRE_ERR_PARENT_NOT_FOUND",
  ],
  ["is signed out", (): Answer => ({ refused: "unauthenticated" }), 401, "QUIRE_ERR_UNAUTHENTICATED"],
])(
  "B96 B90 what is made below a document by who %s once its text is read is not made",
  async (_, then, ...expected) => {
    let asked = 0;
    // Once of the library and once of the document: both may be when it begins.
    ofAnn = (documentId) => (++asked > 2 ? then(documentId) : ann("edit"));
    const answer = await fetch(`http://127.0.0.1:${server.port}/api/documents`, {
      method: "POST",
      headers: { as: "ann", connection: "close", "content-type": "application/json" },
      body: JSON.stringify({ parentId: id, markdown: "# Theirs" }),
    });
    expect(await refusal(answer)).toEqual(expected);
    const { documents } = (await (await server.request("GET", "/api/documents")).json()) as DocumentList;
    expect(documents.filter(({ parentId }) => parentId === id)).toEqual([]);
  },
);

it("B96 B90 a document that somebody owned when they began it anew, and not once their text is read, stays as it is", async () => {
  let asked = 0;
  ofAnn = () => ann(++asked > 1 ? "edit" : "own");
  const answer = await fetch(`http://127.0.0.1:${server.port}/api/documents/${id}/reset`, {
    method: "POST",
    headers: { as: "ann", connection: "close", "content-type": "application/json" },
    body: JSON.stringify({ markdown: "# Theirs" }),
  });
  expect(await refusal(answer)).toEqual([403, "QUIRE_ERR_FORBIDDEN"]);
  const still = await server.request("GET", `/api/documents/${id}`);
  expect([still.status, await still.json()]).toEqual([200, expect.objectContaining({ id })]);
});
