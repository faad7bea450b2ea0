import type { Session } from "@quire/client";
import { expect, test, vi } from "vitest";
import * as Y from "yjs";
import { onlyHere } from "./account/only-here.ts";
import type { FileOnItsWay } from "./device/device.ts";
import type { Stored } from "./device/store-file.ts";
import { letGo } from "./leaving.ts";
import { whileUnderWay } from "./under-way.ts";

const file = new File(["x"], "a.png");
const stored: Stored["file"] = { url: "/a", name: "a.png", type: "image/png", size: 1 };

/** A document's session, a device, and a file on its way, of which the test decides what becomes. */
function bring(block?: string) {
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
    isHere: vi.fn(() => false),
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
    { signal: ending.signal, left: leaving.signal, place: "there", ...(block !== undefined && { block }) },
    () => sent.promise,
  );
  done.catch(() => undefined);
  const become = (state: "saved" | "saving" | "refused", isKept: boolean, more: object = {}) => {
    Object.assign(session, { status: { state, ...more }, isKept });
    for (const listener of listeners) listener();
  };
  /** What the editor does with it, when it is stored. */
  const insert = (id?: string) => {
    const figure = new Y.XmlElement("figure");
    figure.setAttribute("src", stored.url);
    if (id !== undefined) figure.setAttribute("id", id);
    session.ydoc.getXmlFragment("document").push([figure]);
    return figure;
  };
  /** Its session is closed, as by who tries its document again: of that nobody hears from it any more. */
  const close = () => {
    listeners.clear();
    session.ydoc.destroy();
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
    insert,
    close,
  };
}

/** The same, of which the editor has put the file into the document. */
async function bringInserted(isAtServer: boolean) {
  const brought = bring();
  brought.sent.resolve({ file: stored, isAtServer });
  await brought.done;
  brought.insert();
  return brought;
}

/** Whether somebody who closes the page is asked. */
const asks = () => !dispatchEvent(new Event("beforeunload", { cancelable: true }));

test("J8 SV-5 who closes the page is asked about a file that it alone has, and not once it is on the device or at the server", async () => {
  const { session, sent, done, insert, onItsWay } = bring();
  expect(asks()).toBe(true);
  onItsWay.isHere.mockReturnValue(true);
  expect([asks(), onlyHere()]).toEqual([false, []]);
  // Somebody takes off the device what was kept, and it is kept again.
  onItsWay.isHere.mockReturnValue(false);
  expect([asks(), onlyHere()]).toEqual([true, [session]]);
  onItsWay.isHere.mockReturnValue(true);
  sent.resolve({ file: stored, isAtServer: true });
  await done;
  insert();
  await expect.poll(() => onItsWay.drop.mock.calls.length).toBe(1);

  const alone = bring("block");
  expect(asks()).toBe(true);
  alone.sent.resolve({ file: stored, isAtServer: true });
  expect(await alone.done).toBe(stored);
  alone.insert("block");
  await expect.poll(asks).toBe(false);
});

test("J8 a document that is left stays open until it names the file, and that is safe", async () => {
  const { session, kept, onItsWay, become } = await bringInserted(false);
  kept.resolve({ hash: "a" });
  const closed = letGo(session);
  become("saving", false); // the file's name is written into it
  await new Promise((resolve) => setTimeout(resolve));
  expect([session.close.mock.calls.length, onItsWay.handOver.mock.calls.length]).toEqual([0, 0]);
  become("saving", true);
  await closed;
  expect(session.close).toHaveBeenCalledOnce();
  expect([onItsWay.handOver.mock.calls.length, onItsWay.drop.mock.calls.length]).toEqual([1, 0]);
});

test("J8 a file that is not in the text when it is stored, or whose document is refused, is left to whoever looks for such", async () => {
  // The editor can only be read by then.
  const { kept, sent, onItsWay } = bring();
  kept.resolve({ hash: "a" });
  sent.resolve({ file: stored, isAtServer: true });
  await expect.poll(() => onItsWay.leave.mock.calls.length).toBe(1);

  const refused = await bringInserted(false);
  refused.kept.resolve({ hash: "a" });
  refused.become("refused", false, { code: 4409, reason: "", unsent: true, alone: true, kept: true });
  await expect.poll(() => refused.onItsWay.leave.mock.calls.length).toBe(1);

  // The same file stands there already, in a block of its own.
  const second = bring("second");
  second.insert("first");
  second.sent.resolve({ file: stored, isAtServer: true });
  await expect.poll(() => second.onItsWay.leave.mock.calls.length).toBe(1);
  for (const way of [onItsWay, refused.onItsWay, second.onItsWay]) {
    expect(way.drop).not.toHaveBeenCalled();
    expect(way.handOver).not.toHaveBeenCalled();
  }
});

test("J8 what others take out of the text while it is being saved is not brought again; what is left out is not kept", async () => {
  const brought = bring();
  brought.kept.resolve({ hash: "a" });
  brought.become("saving", false);
  brought.sent.resolve({ file: stored, isAtServer: true });
  await brought.done;
  brought.insert();
  await new Promise((resolve) => setTimeout(resolve));
  brought.session.ydoc.getXmlFragment("document").delete(0, 1);
  brought.become("saved", true);
  await expect.poll(() => brought.onItsWay.drop.mock.calls.length).toBe(1);
  expect(brought.onItsWay.leave).not.toHaveBeenCalled();

  const unwanted = bring();
  unwanted.sent.resolve({ file: stored, isAtServer: true });
  await unwanted.done;
  unwanted.ending.abort();
  await expect.poll(() => unwanted.onItsWay.drop.mock.calls.length).toBe(1);
  expect(unwanted.onItsWay.leave).not.toHaveBeenCalled();
});

test("J8 a file whose document is closed under it while its words are not safe is left, and counted by its page no more", async () => {
  const { kept, close, become, onItsWay } = await bringInserted(true);
  kept.resolve({ hash: "a" });
  become("refused", false, { code: 4403, reason: "", unsent: true, alone: true, kept: false });
  await new Promise((resolve) => setTimeout(resolve));
  expect(onItsWay.leave).not.toHaveBeenCalled();
  close();
  await expect.poll(() => onItsWay.leave.mock.calls.length).toBe(1);
  expect(onItsWay.drop).not.toHaveBeenCalled();
});

test("J8 SV-5 one that this device does not have is given to who brought it, where its document cannot name it", async () => {
  const { kept, close, become, onItsWay, tellNotStored } = await bringInserted(true);
  kept.resolve(undefined);
  become("refused", false, { code: 4403, reason: "", unsent: true, alone: true, kept: false });
  await new Promise((resolve) => setTimeout(resolve));
  expect(asks()).toBe(true);
  close();
  await expect.poll(() => tellNotStored.mock.calls).toEqual([["a.png", "", undefined, file]]);
  await expect.poll(asks).toBe(false);
  expect(onItsWay.leave).toHaveBeenCalledOnce();
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
