import type { Session } from "@quire/client";
import { expect, test, vi } from "vitest";
import * as Y from "yjs";
import type { FileOnItsWay } from "./device/device.ts";
import type { Stored } from "./device/store-file.ts";
import { letGo } from "./leaving.ts";
import { whileUnderWay } from "./under-way.ts";

const file = new File(["x"], "a.png");
const stored: Stored["file"] = { url: "/a", name: "a.png", type: "image/png", size: 1 };

/** A document's session, a device, and a file on its way, of which the test decides what becomes. */
function bring() {
  const listeners = new Set<() => void>();
  const session = {
    id: "doc",
    status: { state: "saved" } as Session["status"],
    isKept: true,
    ydoc: new Y.Doc(),
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: vi.fn(async () => undefined),
  };
  const kept = Promise.withResolvers<{ readonly hash: string } | undefined>();
  const onItsWay = {
    kept: kept.promise,
    drop: vi.fn(async () => undefined),
    handOver: vi.fn(async () => undefined),
    leave: vi.fn(async () => undefined),
    refuse: vi.fn(async () => undefined),
  } satisfies FileOnItsWay;
  const tellNotStored = vi.fn();
  const [ending, leaving] = [new AbortController(), new AbortController()];
  const sent = Promise.withResolvers<Stored>();
  const done = whileUnderWay(
    { session: session as unknown as Session, device: { bring: () => onItsWay, tellNotStored } },
    { name: file.name, file },
    { signal: ending.signal, left: leaving.signal, place: "there" },
    () => sent.promise,
  );
  done.catch(() => undefined);
  const become = (state: "saved" | "saving", isKept: boolean) => {
    Object.assign(session, { status: { state }, isKept });
    for (const listener of listeners) listener();
  };
  return {
    session: session as typeof session & Session,
    kept,
    onItsWay,
    tellNotStored,
    ending,
    leaving,
    sent,
    done,
    become,
  };
}

/** Whether somebody who closes the page is asked. */
const asks = () => !dispatchEvent(new Event("beforeunload", { cancelable: true }));

test("J8 SV-5 who closes the page is asked about a file that it alone has, and not once it is on the device or at the server", async () => {
  const { kept, sent, onItsWay } = bring();
  expect(asks()).toBe(true);
  kept.resolve({ hash: "a" });
  await expect.poll(asks).toBe(false);
  sent.resolve({ file: stored, isAtServer: true });
  await expect.poll(() => onItsWay.drop.mock.calls.length).toBe(1);

  const alone = bring();
  alone.kept.resolve(undefined);
  await alone.kept.promise;
  expect(asks()).toBe(true);
  alone.sent.resolve({ file: stored, isAtServer: true });
  expect(await alone.done).toBe(stored);
  await expect.poll(asks).toBe(false);
});

test("J8 a document that is left stays open until it names the file, and that is safe", async () => {
  const { session, kept, sent, onItsWay, become } = bring();
  kept.resolve({ hash: "a" });
  const closed = letGo(session);
  become("saving", false); // the file's name is written into it
  sent.resolve({ file: stored, isAtServer: false });
  await new Promise((resolve) => setTimeout(resolve));
  expect([session.close.mock.calls.length, onItsWay.handOver.mock.calls.length]).toEqual([0, 0]);
  become("saving", true);
  await closed;
  expect(session.close).toHaveBeenCalledOnce();
  expect([onItsWay.handOver.mock.calls.length, onItsWay.drop.mock.calls.length]).toEqual([1, 0]);
});

test("J8 a file whose document was closed under it is left to whoever looks for such", async () => {
  const { session, kept, sent, onItsWay } = bring();
  kept.resolve({ hash: "a" });
  session.ydoc.destroy();
  sent.resolve({ file: stored, isAtServer: true });
  await expect.poll(() => onItsWay.leave.mock.calls.length).toBe(1);
  expect(onItsWay.drop).not.toHaveBeenCalled();
});

test("J8 what was not stored stays here with the reason, until it is tried again or left out", async () => {
  const { session, sent, done, ending, onItsWay, tellNotStored } = bring();
  sent.reject(new Error("It is too large."));
  await expect(done).rejects.toThrow("too large");
  expect(onItsWay.refuse).toHaveBeenCalledWith("It is too large.");
  await letGo(session);
  // The text says it.
  expect(tellNotStored).not.toHaveBeenCalled();
  expect(onItsWay.drop).not.toHaveBeenCalled();
  ending.abort();
  expect(onItsWay.drop).toHaveBeenCalledOnce();
});

test("J8 SV-5 what was not stored after its document was left is told; what nobody wants is not kept", async () => {
  const left = bring();
  left.leaving.abort();
  left.sent.reject(new Error("It is too large."));
  await expect(left.done).rejects.toThrow();
  expect(left.tellNotStored).toHaveBeenCalledWith("a.png", "It is too large.", undefined);

  const unwanted = bring();
  unwanted.ending.abort();
  unwanted.sent.reject(new Error("It was ended."));
  await expect(unwanted.done).rejects.toThrow();
  await expect.poll(() => unwanted.onItsWay.drop.mock.calls.length).toBe(1);
  expect(unwanted.onItsWay.refuse).not.toHaveBeenCalled();
  expect(unwanted.tellNotStored).not.toHaveBeenCalled();
});
