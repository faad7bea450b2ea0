import fc from "fast-check";
import { expect, test } from "vitest";
import { deriveStatus, isAcknowledged, isSameStatus, type LineFacts, type SessionFacts } from "./status.ts";

const quiet: SessionFacts = {
  line: null,
  isSynced: false,
  hasLostLine: false,
  hasStoreFailed: false,
  refusal: null,
  hasUnsent: false,
  isHere: false,
  isCopyUnread: false,
  isKept: false,
  isInDrawer: false,
  isAlone: false,
};

const open: LineFacts = { isOpen: true, hasAnswered: true, sent: 3, saved: 3 };
const closed: LineFacts = { ...open, isOpen: false };

test("a session that has reached nobody yet is connecting, and offline when the attempt has failed", () => {
  expect(deriveStatus(quiet)).toEqual({ state: "connecting" });
  expect(deriveStatus({ ...quiet, line: closed })).toEqual({ state: "connecting" });
  expect(deriveStatus({ ...quiet, line: closed, hasLostLine: true })).toEqual({
    state: "offline",
    kept: false,
    unsent: false,
  });
});

test("SV-1 saved needs an open line, the server's text, its question answered and every message acknowledged", () => {
  const saved: SessionFacts = { ...quiet, line: open, isSynced: true };
  expect(deriveStatus(saved)).toEqual({ state: "saved" });
  for (const facts of [
    { ...saved, line: closed },
    { ...saved, isSynced: false },
    { ...saved, hasUnsent: true },
    { ...saved, isCopyUnread: true },
    { ...saved, line: { ...open, saved: 2 } },
    { ...saved, line: { ...open, hasAnswered: false } },
    { ...saved, refusal: { code: 4403, reason: "" } },
  ]) {
    expect(deriveStatus(facts).state, JSON.stringify(facts)).not.toBe("saved");
  }
});

test("a reader, who is asked for nothing and sends nothing, is saved once synced", () => {
  const line: LineFacts = { isOpen: true, hasAnswered: false, sent: 0, saved: 0 };
  expect(deriveStatus({ ...quiet, line, isSynced: false })).toEqual({ state: "connecting" });
  expect(deriveStatus({ ...quiet, line, isSynced: true })).toEqual({ state: "saved" });
  expect(deriveStatus({ ...quiet, line, isSynced: true, hasUnsent: true })).toEqual({ state: "saving" });
});

test("the answer to the server's first question is no edit: connecting, not saving", () => {
  const line: LineFacts = { isOpen: true, hasAnswered: true, sent: 1, saved: 0 };
  expect(deriveStatus({ ...quiet, line, isSynced: true })).toEqual({ state: "connecting" });
  expect(deriveStatus({ ...quiet, line: { ...line, sent: 2, saved: 1 }, isSynced: true })).toEqual({
    state: "saving",
  });
});

test("C1 while the text is still coming, and all that I said is acknowledged, nothing is being saved", () => {
  expect(deriveStatus({ ...quiet, line: open, isSynced: false })).toEqual({ state: "connecting" });
});

test("a refusal stands above everything else and says whether edits are left here", () => {
  const refusal = { code: 4410, reason: "deleted" };
  expect(deriveStatus({ ...quiet, line: open, isSynced: true, refusal, hasUnsent: true })).toEqual({
    state: "refused",
    code: 4410,
    reason: "deleted",
    unsent: true,
    alone: true,
    kept: false,
  });
  expect(deriveStatus({ ...quiet, refusal, isAlone: undefined })).toMatchObject({ alone: undefined });
  expect(deriveStatus({ ...quiet, refusal, hasUnsent: true, isInDrawer: true })).toMatchObject({
    kept: true,
  });
});

test("offline repeats what is kept and what is unsent", () => {
  const facts = { ...quiet, line: closed, hasLostLine: true, isHere: true, isKept: true, hasUnsent: true };
  expect(deriveStatus(facts)).toEqual({ state: "offline", kept: true, unsent: true });
});

test("C31 before the copy is read nobody says that nothing waits, with a line or without; what was typed since is said as ever", () => {
  const unread = { ...quiet, line: closed, hasLostLine: true, isCopyUnread: true };
  expect(deriveStatus(unread)).toEqual({ state: "connecting" });
  expect(deriveStatus({ ...unread, line: open, isSynced: true })).toEqual({ state: "connecting" });
  expect(deriveStatus({ ...unread, hasUnsent: true })).toEqual({
    state: "offline",
    kept: false,
    unsent: true,
  });
  expect(deriveStatus({ ...unread, line: open, hasUnsent: true })).toEqual({ state: "saving" });
});

test("C23 a document that is not on this device is never called kept on it, however well its copy works", () => {
  const facts = { ...quiet, line: closed, hasLostLine: true, isKept: true };
  expect(deriveStatus(facts)).toEqual({ state: "offline", kept: false, unsent: false });
  expect(deriveStatus({ ...facts, isHere: true })).toEqual({ state: "offline", kept: true, unsent: false });
});

test("SV-9 a server that could not write is said to fail, also while a new line is tried, until it has written", () => {
  const failed = { ...quiet, hasLostLine: true, hasStoreFailed: true, hasUnsent: true, isKept: true };
  for (const line of [closed, { ...open, saved: 2 }, open])
    expect(deriveStatus({ ...failed, line })).toEqual({ state: "failing", kept: true });
  expect(deriveStatus({ ...failed, line: open, isSynced: true, hasUnsent: false })).toEqual({
    state: "saved",
  });
  expect(deriveStatus({ ...failed, line: closed, hasStoreFailed: false }).state).toBe("offline");
});

test("C1 no combination of facts is called saved while something of mine is unacknowledged", () => {
  const line = fc.record({
    isOpen: fc.boolean(),
    hasAnswered: fc.boolean(),
    sent: fc.nat(2),
    saved: fc.nat(2),
  });
  const facts = fc.record({
    line: fc.option(line),
    isSynced: fc.boolean(),
    hasLostLine: fc.boolean(),
    hasStoreFailed: fc.boolean(),
    refusal: fc.option(fc.constant({ code: 4403, reason: "" })),
    hasUnsent: fc.boolean(),
    isHere: fc.boolean(),
    isCopyUnread: fc.boolean(),
    isKept: fc.boolean(),
    isInDrawer: fc.boolean(),
    isAlone: fc.option(fc.boolean(), { nil: undefined }),
  });
  fc.assert(
    fc.property(facts, (given) => {
      if (deriveStatus(given).state !== "saved") return true;
      if (given.isCopyUnread) return false;
      if (given.line === null || given.refusal !== null || !given.isSynced || given.hasUnsent) return false;
      return isAcknowledged(given.line) || (given.line.isOpen && given.line.sent === 0);
    }),
  );
});

test("two statuses are the same only when they say the same", () => {
  const statuses = [
    { state: "connecting" },
    { state: "saving" },
    { state: "saved" },
    { state: "offline", kept: true, unsent: true },
    { state: "offline", kept: false, unsent: true },
    { state: "offline", kept: true, unsent: false },
    { state: "failing", kept: true },
    { state: "failing", kept: false },
    { state: "refused", code: 4403, reason: "a", unsent: true, alone: true, kept: false },
    { state: "refused", code: 4403, reason: "a", unsent: true, alone: true, kept: true },
    { state: "refused", code: 4404, reason: "a", unsent: true, alone: true, kept: false },
    { state: "refused", code: 4403, reason: "b", unsent: true, alone: true, kept: false },
    { state: "refused", code: 4403, reason: "a", unsent: false, alone: false, kept: false },
    { state: "refused", code: 4403, reason: "a", unsent: false, alone: true, kept: false },
    { state: "refused", code: 4403, reason: "a", unsent: false, alone: undefined, kept: false },
  ] as const;
  for (const one of statuses) {
    for (const other of statuses) expect(isSameStatus({ ...one }, other)).toBe(one === other);
  }
});

test("C2 an edit made before the line is open is being saved, not merely connecting", () => {
  expect(deriveStatus({ ...quiet, line: null, hasUnsent: true })).toEqual({ state: "saving" });
  expect(deriveStatus({ ...quiet, line: null, hasUnsent: false })).toEqual({ state: "connecting" });
});
