import type { Operation } from "@quire/client";
import type { DocumentSummary } from "@quire/protocol";
import { expect, test, vi } from "vitest";
import { ApiError } from "../api.ts";
import { deliver, deliveryAfter, perform } from "./deliver.ts";

const summary = { id: "one", title: "One" } as DocumentSummary;
const failure = (status: number, code = "QUIRE_ERR") =>
  new ApiError(status, { code, message: `It is ${status}.` });

/** A server that answers each request so. */
function serverThat(answer: () => Promise<unknown>) {
  const asked = vi.fn(answer);
  const api = {
    createDocument: asked,
    renameDocument: asked,
    moveDocument: asked,
    deleteDocument: asked,
    restoreDocument: asked,
  } as unknown as Parameters<typeof deliver>[0];
  return { api, asked };
}

const list = () => ({ put: vi.fn(), remove: vi.fn() });
const operation = (type: Operation["type"]): Operation => {
  const named = { id: "one", at: 1, title: "One" };
  if (type === "create") return { type, id: "one", at: 1 };
  return type === "move" ? { type, ...named, parentId: "place" } : { type, ...named };
};

test("J1 what was done already is done: an id that is taken, a document that is gone", async () => {
  const library = list();
  for (const [type, status] of [
    ["create", 409],
    ["trash", 404],
    ["trash", 410],
  ] as const) {
    const { api } = serverThat(() => Promise.reject(failure(status)));
    expect(await deliver(api, operation(type), library)).toEqual({ type: "done" });
  }
  expect(library.remove).toHaveBeenCalledTimes(2);
});

test("J2 what the server will never do is refused in its own words", async () => {
  for (const [type, status] of [
    ["create", 403],
    ["rename", 404],
    ["rename", 410],
    ["rename", 409],
    ["move", 400],
    ["move", 409],
    ["trash", 403],
    ["restore", 404],
  ] as const) {
    const { api } = serverThat(() => Promise.reject(failure(status)));
    expect(await deliver(api, operation(type), list())).toEqual({ type: "refused", why: `It is ${status}.` });
  }
});

test("J1 no answer, a server that fails and one that does not know who I am are for now", () => {
  expect(deliveryAfter(failure(0, "unreachable"))).toEqual({ type: "later", isUnreachable: true });
  // A proxy's page.
  expect(deliveryAfter(failure(502, "unreachable"))).toEqual({ type: "later", isUnreachable: true });
  for (const status of [401, 408, 429, 500, 503, 507])
    expect(deliveryAfter(failure(status))).toEqual({ type: "later", isUnreachable: false });
  expect(deliveryAfter(new TypeError("a bug"))).toEqual({ type: "later", isUnreachable: false });
});

test("C27 an operation of a newer page is left to it, and shown nowhere", async () => {
  const library = list();
  const { api, asked } = serverThat(async () => summary);
  const newer = { ...operation("rename"), type: "archive" } as unknown as Operation;
  expect(await deliver(api, newer, library)).toEqual({ type: "later", isUnreachable: false });
  expect(asked).not.toHaveBeenCalled();
  expect(library.put).not.toHaveBeenCalled();
});

test("the list shows what the server answered", async () => {
  const library = list();
  const { api, asked } = serverThat(async () => summary);
  for (const type of ["create", "rename", "move", "restore"] as const)
    await deliver(api, operation(type), library);
  expect(library.put).toHaveBeenCalledTimes(4);
  expect(asked).toHaveBeenCalledWith("one", "place");
  expect(asked).toHaveBeenCalledWith({ id: "one", withoutBlock: true });
  await deliver(serverThat(async () => undefined).api, operation("trash"), library);
  expect(library.remove).toHaveBeenCalledWith("one");
  await perform(api, operation("create"), false);
  expect(asked).toHaveBeenLastCalledWith({ id: "one" });
});
