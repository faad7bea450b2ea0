import type { Session, SessionStatus } from "@quire/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { onlyHere } from "./account/only-here.ts";
import { letGo, takeBack, warnOf } from "./leaving.ts";
import { handOver } from "./parts/hand-over.ts";

beforeEach(() => {
  vi.stubGlobal("window", new EventTarget());
});

afterEach(() => {
  vi.unstubAllGlobals();
});

const refused = (kept: boolean): SessionStatus => ({
  state: "refused",
  code: 4403,
  reason: "",
  unsent: true,
  alone: true,
  kept,
});

/** A session whose status is set by hand, with words in it. */
function sessionOf(id: string, status: SessionStatus, text = "only here") {
  const listeners = new Set<() => void>();
  const session = {
    id,
    status,
    isKept: false,
    ydoc: new Y.Doc(),
    close: vi.fn(async () => {}),
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  session.ydoc.getText("t").insert(0, text);
  return {
    session: session as unknown as Session,
    closed: session.close,
    become(next: SessionStatus) {
      session.status = next;
      for (const listener of listeners) listener();
    },
  };
}

/** Whether somebody who leaves the page now is asked. */
function isAsked(): boolean {
  return !window.dispatchEvent(new Event("beforeunload", { cancelable: true }));
}

test("V8 refused words that are in the page alone are asked about wherever one is in it, and found again where they were left", async () => {
  const plan = sessionOf("plan", refused(false));
  const endWarning = warnOf(plan.session);
  expect([isAsked(), onlyHere()]).toEqual([true, [plan.session]]);
  void letGo(plan.session);
  endWarning();
  expect([isAsked(), onlyHere()]).toEqual([true, [plan.session]]);
  expect(takeBack("another")).toBeUndefined();
  expect(takeBack("plan")).toBe(plan.session);
  expect(plan.closed).not.toHaveBeenCalled();

  const closed = letGo(plan.session);
  plan.become(refused(true));
  await closed;
  expect(plan.closed).toHaveBeenCalledOnce();
  expect([isAsked(), onlyHere(), takeBack("plan")]).toEqual([false, [], undefined]);
});

test("V8 who tries a document again that refused their words brings them along", () => {
  const old = sessionOf("plan", refused(false));
  const again = sessionOf("plan", { state: "connecting" }, "");
  handOver(old.session, again.session);
  expect(again.session.ydoc.getText("t").toJSON()).toBe("only here");
  expect(old.closed).toHaveBeenCalledOnce();
});
