import type { SessionStatus } from "@quire/client";
import { CloseCode } from "@quire/protocol";
import { describe, expect, it } from "vitest";
import { refusalText, statusText, wouldLoseWords } from "./status-words.ts";
import { createEnglish } from "./words/en.ts";

const words = createEnglish();
const refused = (code: number, unsent = false, reason = ""): SessionStatus => ({
  state: "refused",
  code,
  reason,
  unsent,
});

describe("the status word", () => {
  it.each<[SessionStatus, string, string]>([
    [{ state: "connecting" }, "Connecting…", "busy"],
    [{ state: "saving" }, "Saving…", "busy"],
    [{ state: "saved" }, "Saved", "good"],
    [{ state: "offline", kept: true, unsent: true }, "Offline, kept on this device", "warn"],
    [{ state: "offline", kept: true, unsent: false }, "Offline, kept on this device", "warn"],
    [
      { state: "offline", kept: false, unsent: true },
      "Offline, not kept on this device yet: keep this page open",
      "bad",
    ],
    [{ state: "offline", kept: false, unsent: false }, "Offline", "warn"],
    [refused(4410, true), "Not saved", "bad"],
    [refused(4410), "Deleted", "warn"],
    [refused(4410, false, "replaced by Zm9vYmFyYmF6cXV4"), "Replaced", "warn"],
    [refused(4403), "Not connected", "warn"],
  ])("SV-1 %j is said as %j", (status, text, tone) => {
    expect(statusText(words, status)).toEqual({ text, tone });
  });
});

describe("leaving the page", () => {
  it.each<[SessionStatus, boolean, boolean]>([
    [{ state: "connecting" }, false, false],
    [{ state: "saved" }, false, false],
    [{ state: "saving" }, true, false],
    [{ state: "saving" }, false, true],
    [{ state: "offline", kept: true, unsent: true }, true, false],
    [{ state: "offline", kept: false, unsent: true }, false, true],
    [{ state: "offline", kept: false, unsent: false }, false, false],
    [refused(4403, true), true, false],
    [refused(4403, true), false, true],
    [refused(4403), false, false],
  ])("SV-5 %j kept on this device: %j warns: %j", (status, isKept, warns) => {
    expect(wouldLoseWords(status, isKept)).toBe(warns);
  });
});

describe("a refusal", () => {
  it.each([
    [CloseCode.unauthenticated, "reload"],
    [CloseCode.forbidden, "library"],
    [CloseCode.notFound, "library"],
    [CloseCode.pageTooOld, "reload"],
    [CloseCode.gone, "restore"],
    [CloseCode.tooLarge, "reload"],
    [1009, "reload"],
    [CloseCode.invalid, "reload"],
    [4499, "reload"],
  ])("with %i says what happened and offers to %s", (code, remedy) => {
    const text = refusalText(words, code, "this is the server's reason");
    expect(text.remedy).toEqual({ type: remedy });
    expect(text.title).not.toBe("");
    expect(text.text).not.toBe("");
  });

  it("leads to the document that replaced a reset one", () => {
    const id = "Zm9vYmFyYmF6cXV4";
    expect(refusalText(words, CloseCode.gone, `replaced by ${id}`).remedy).toEqual({ type: "open", id });
  });

  it("hands on the reason of a code that it does not know", () => {
    expect(refusalText(words, 4499, "the moon is full").text).toContain("the moon is full");
  });
});
