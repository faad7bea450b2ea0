import type { DrawerEntry } from "@quire/client";
import type { DocumentDetail, DocumentSummary } from "@quire/protocol";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { ApiError } from "../api.ts";
import { putOnServer } from "./put-on-server.ts";

const entry: DrawerEntry = {
  id: "wss://host/sync/lost",
  documentId: "lost",
  refusedAt: 1,
  code: 4404,
  reason: "there is no such document",
  state: Y.encodeStateAsUpdate(new Y.Doc()),
  isCopy: true,
};

const taken = new ApiError(409, { code: "QUIRE_ERR_DOCUMENT_TAKEN", message: "taken" });

/** What is given back where the server answers so to who makes the document, and to who asks for it. */
async function givenBack(made: Error | undefined, read: Error | undefined) {
  const given: string[] = [];
  const answer = <Value>(error: Error | undefined) =>
    error === undefined ? Promise.resolve({} as Value) : Promise.reject(error);
  await putOnServer(entry, {
    api: {
      createDocument: () => answer<DocumentSummary>(made),
      readDocument: () => answer<DocumentDetail>(read),
    },
    device: { filesOf: async () => [], keepFile: async () => undefined },
    drawer: { retry: async (id) => void given.push(id) },
  });
  return given;
}

test("V6 a copy is given back where the server makes its document, or has it again, and not where it was deleted or is another's", async () => {
  expect(await givenBack(undefined, taken)).toEqual([entry.id]);
  // An earlier try got no answer, or somebody else was quicker.
  expect(await givenBack(taken, undefined)).toEqual([entry.id]);
  for (const status of [403, 410])
    expect(await givenBack(taken, new ApiError(status, { code: "", message: "no" }))).toEqual([]);
  const silence = new ApiError(503, { code: "", message: "nobody answers" });
  await expect(givenBack(silence, undefined)).rejects.toBe(silence);
  await expect(givenBack(taken, silence)).rejects.toBe(silence);
});
