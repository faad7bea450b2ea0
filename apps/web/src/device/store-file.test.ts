import type { Session } from "@quire/client";
import type { StoredFile } from "@quire/editor";
import { expect, test, vi } from "vitest";
import { Unanswered } from "../send-again.ts";
import { storeFile, type Ways } from "./store-file.ts";

const hash = "0123456789abcdef".repeat(4);
const stored: StoredFile = { url: "/a", name: "a.pdf", type: "application/pdf", size: 3 };
const file = new File(["pdf"], "a.pdf", { type: "application/pdf" });
const here = {
  url: `/api/documents/doc/files/${hash}`,
  name: "a.pdf",
  type: "application/octet-stream",
  size: 3,
};

/** A line that is up or not, a server, and a device that keeps files or not. */
function ways(state: "saved" | "offline", sendOnce: Ways["sendOnce"], keeps = true) {
  const listeners = new Set<() => void>();
  let status = { state } as Session["status"];
  const kept = Promise.resolve(keeps ? { hash } : undefined);
  const isMaking = vi.fn(() => false);
  const session: Ways["line"]["session"] = {
    id: "doc",
    get status() {
      return status;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const become = (next: "saved" | "offline") => {
    status = { state: next } as Session["status"];
    for (const listener of listeners) listener();
  };
  const line = { session, page: new EventTarget() };
  return { ways: { line, device: { isMaking }, onItsWay: { kept }, sendOnce }, become, isMaking, listeners };
}

const watch = () => ({ signal: new AbortController().signal, onProgress: () => undefined });

test("a file that the server takes is there", async () => {
  const sendOnce = vi.fn(async () => stored);
  const { ways: all, listeners } = ways("saved", sendOnce);
  expect(await storeFile(file, watch(), all)).toEqual({ file: stored, isAtServer: true });
  expect(listeners.size).toBe(0);
});

test("J5 where nobody answers a file is kept, and is in the document under the address that it will have", async () => {
  const { ways: all } = ways("saved", () => Promise.reject(new Unanswered()));
  expect(await storeFile(file, watch(), all)).toEqual({ file: here, isAtServer: false });
});

test("J5 without a line, or for a document that is not at the server yet, nobody is asked", async () => {
  const sendOnce = vi.fn(async () => stored);
  expect(await storeFile(file, watch(), ways("offline", sendOnce).ways)).toEqual({
    file: here,
    isAtServer: false,
  });
  const making = ways("saved", sendOnce);
  making.isMaking.mockReturnValue(true);
  expect(await storeFile(file, watch(), making.ways)).toEqual({ file: here, isAtServer: false });
  expect(sendOnce).not.toHaveBeenCalled();
});

test("J5 a file on its way is kept as soon as the line is known to be dead", async () => {
  const { ways: all, become } = ways("saved", (_path, _body, { signal }) => {
    const { promise, reject } = Promise.withResolvers<StoredFile>();
    signal.addEventListener("abort", () => reject(new Error("It was ended.")));
    return promise;
  });
  const storing = storeFile(file, watch(), all);
  become("offline");
  expect(await storing).toEqual({ file: here, isAtServer: false });
});

test("what the server refuses is not stored, and what is left out neither", async () => {
  const refusing = ways("saved", () => Promise.reject(new Error("It is too large.")));
  await expect(storeFile(file, watch(), refusing.ways)).rejects.toThrow("too large");
  const ended = AbortSignal.abort();
  const left = ways("offline", async () => stored);
  await expect(storeFile(file, { ...watch(), signal: ended }, left.ways)).rejects.toThrow();
});

test("where this device keeps nothing a file waits in the page for the line", async () => {
  let isThere = false;
  const sendOnce = vi.fn(async () => {
    if (!isThere) throw new Unanswered("Nobody answers.");
    return stored;
  });
  const { ways: all, listeners, become } = ways("offline", sendOnce, false);
  const storing = storeFile(file, watch(), all);
  await expect.poll(() => listeners.size).toBe(1);
  isThere = true;
  become("saved");
  expect(await storing).toEqual({ file: stored, isAtServer: true });
});
