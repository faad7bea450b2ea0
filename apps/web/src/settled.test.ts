import type { Session, SessionStatus } from "@quire/client";
import { expect, test } from "vitest";
import { settled } from "./settled.ts";

/** A session that stands so, and tells whoever listens when it stands otherwise. */
function sessionIn(status: SessionStatus) {
  const listeners = new Set<() => void>();
  const session = {
    status,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const become = (next: SessionStatus) => {
    session.status = next;
    for (const listener of listeners) listener();
  };
  return { settling: settled(session as unknown as Session), become, listeners };
}

const refused: SessionStatus = {
  state: "refused",
  code: 4403,
  reason: "",
  unsent: false,
  alone: false,
  kept: false,
};

test.each([
  [refused, "refused"],
  [{ state: "saved" }, "saved"],
  [{ state: "offline", kept: true, unsent: true }, "unreachable"],
] as const)("J6 a session that is %j is waited for no more, though it tells nobody", async (status, as) => {
  const { settling, listeners } = sessionIn(status);
  expect(await settling).toBe(as);
  expect(listeners.size).toBe(0);
});

test("J6 one that is on its way is waited for until it tells", async () => {
  const { settling, become, listeners } = sessionIn({ state: "connecting" });
  become({ state: "saving" });
  expect(listeners.size).toBe(1);
  become({ state: "saved" });
  expect(await settling).toBe("saved");
  expect(listeners.size).toBe(0);
});
