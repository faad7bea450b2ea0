import type { SessionStatus } from "@quire/client";
import { describe, expect, it } from "vitest";
import { FilesLeft } from "./files-left.ts";
import { followsKeys, statusHint, statusText, withFilesLeft, wouldLoseWords } from "./status-words.ts";
import { createEnglish } from "./words/en.ts";
import { filesLeftText } from "./words/en-files-left.ts";

const words = createEnglish();
const { format } = words;
const refused = (
  code: number,
  unsent = false,
  reason = "",
  kept = false,
  alone: boolean | undefined = unsent,
): SessionStatus => ({ state: "refused", code, reason, unsent, alone, kept });
const alone = (kept: boolean): SessionStatus => refused(4404, false, "", kept, true);
const unknown: SessionStatus = {
  state: "refused",
  code: 4404,
  reason: "",
  unsent: false,
  alone: undefined,
  kept: false,
};

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
    [{ state: "failing", kept: true }, "The server cannot save now, kept on this device", "bad"],
    [
      { state: "failing", kept: false },
      "The server cannot save now, nor can this device: keep this page open",
      "bad",
    ],
    [refused(4410, true), "Not saved", "bad"],
    [refused(4410), "Deleted", "warn"],
    [refused(4410, false, "replaced by Zm9vYmFyYmF6cXV4"), "Replaced", "warn"],
    [refused(4403), "Not connected", "warn"],
    [refused(4404), "Not on the server", "warn"],
    [alone(true), "Not on the server", "warn"],
    [alone(false), "Not on the server", "bad"],
  ])("SV-1 %j is said as %j", (status, text, tone) => {
    expect(statusText(words, status)).toEqual({ text, tone });
  });
});

describe("what is said of a status to who asks", () => {
  it.each<[SessionStatus, boolean, RegExp]>([
    [{ state: "offline", kept: true, unsent: true }, false, /kept on this device\. Keep this page open/],
    [{ state: "offline", kept: true, unsent: true }, true, /^Offline, kept on this device$/],
    [{ state: "saved" }, false, /^Saved$/],
  ])("N7 %j, of a page that could be opened again: %j", (status, canOpen, hint) => {
    expect(statusHint(words, status, statusText(words, status).text, canOpen)).toMatch(hint);
  });
});

/** What is said of a document with so many files that are not at the server, of which so many are in the page alone. */
const saidWith = (status: SessionStatus, left: number, alone = 0) =>
  withFilesLeft(words, statusText(words, status), filesLeftText(format, { left, alone }, status));

it("J5 a document whose files are not all sent is not said to be saved", () => {
  const saved: SessionStatus = { state: "saved" };
  expect(saidWith(saved, 0)).toEqual({ text: "Saved", tone: "good" });
  expect(saidWith(saved, 1)).toEqual({ text: "1 file still to send", tone: "busy" });
  expect(saidWith(saved, 2, 1).text).toBe("2 files still to send");
});

describe("what is said of files while the server does not take them", () => {
  const offline = (kept: boolean, unsent: boolean): SessionStatus => ({ state: "offline", kept, unsent });
  const failing = (kept: boolean): SessionStatus => ({ state: "failing", kept });
  it.each<[SessionStatus, number, string]>([
    [offline(true, true), 0, "Offline, kept on this device"],
    [offline(true, true), 1, "Offline, 1 file not kept on this device yet: keep this page open"],
    [offline(true, false), 2, "Offline, 2 files not kept on this device yet: keep this page open"],
    [offline(false, false), 1, "Offline, 1 file not kept on this device yet: keep this page open"],
    [offline(false, true), 1, "Offline, not kept on this device yet: keep this page open"],
    [failing(true), 0, "The server cannot save now, kept on this device"],
    [failing(true), 1, "The server cannot save now, 1 file not kept on this device yet: keep this page open"],
    [failing(false), 1, "The server cannot save now, nor can this device: keep this page open"],
    [{ state: "saving" }, 1, "Saving…"],
  ])("V11 SV-5 %j with %i that the page alone has is said as %j", (status, alone, text) => {
    expect(saidWith(status, 3, alone).text).toBe(text);
    if (alone > 0 && status.state !== "saving") expect(saidWith(status, 3, alone).tone).toBe("bad");
  });
});

it("J5 before it is known whether files of a document wait, it is not said to be saved", () => {
  const filesLeft = new FilesLeft(words);
  const saved = statusText(words, { state: "saved" });
  expect(withFilesLeft(words, saved, filesLeft.of("plan", { state: "saved" }))).toEqual({
    text: "Connecting…",
    tone: "busy",
  });
  const saving = statusText(words, { state: "saving" });
  expect(withFilesLeft(words, saving, filesLeft.of("plan", { state: "saving" }))).toBe(saving);
  filesLeft.become(() => "");
  expect(withFilesLeft(words, saved, filesLeft.of("plan", { state: "saved" }))).toBe(saved);
});

it.each<[SessionStatus, string, string]>([
  [{ state: "saved" }, "Saving…", "Saved"],
  [{ state: "connecting" }, "Connecting…", "Connecting…"],
  [
    { state: "offline", kept: true, unsent: true },
    "Offline, not kept on this device yet: keep this page open",
    "Offline, kept on this device",
  ],
  [
    { state: "failing", kept: true },
    "The server cannot save now, nor can this device: keep this page open",
    "The server cannot save now, kept on this device",
  ],
])(
  "J11 V11 where nothing that counts files could be fetched, %j with a file that is brought is said as %j",
  (status, text, without) => {
    const filesLeft = new FilesLeft(words);
    const end = filesLeft.count("plan");
    const said = () => withFilesLeft(words, statusText(words, status), filesLeft.of("plan", status)).text;
    expect(said()).toBe(text);
    // What looks after the device could not be fetched either.
    filesLeft.become((_, __, coming) => (coming === 0 ? "" : undefined));
    expect(said()).toBe(text);
    end();
    expect(said()).toBe(without);
  },
);

describe("what a screen reader is told while somebody types", () => {
  const kept: SessionStatus = { state: "offline", kept: true, unsent: true };
  const notKept: SessionStatus = { state: "offline", kept: false, unsent: true };
  const failing = (isKept: boolean): SessionStatus => ({ state: "failing", kept: isKept });
  const saved: SessionStatus = { state: "saved" };
  const saving: SessionStatus = { state: "saving" };
  it.each<[string, readonly SessionStatus[], readonly boolean[]]>([
    ["saved, saving, saved", [saved, saving, saved], [true, true]],
    ["connecting, saving, saved", [{ state: "connecting" }, saving, saved], [false, false]],
    ["kept, not kept yet, kept", [kept, notKept, kept], [true, true]],
    ["saving, offline, kept", [saving, notKept, kept], [false, false]],
    ["kept, offline, saved", [kept, notKept, saved], [true, false]],
    ["failing, not kept, kept", [failing(true), failing(false), failing(true)], [true, true]],
  ])("B165 of %s only follows the keys: %j", (_, [first = saved, ...later], follows) => {
    let shown = { status: first, isOwnHand: false };
    const said = later.map((status) => {
      shown = { status, isOwnHand: followsKeys(shown, status) };
      return shown.isOwnHand;
    });
    expect(said).toEqual(follows);
  });
});

describe("leaving the page", () => {
  it.each<[SessionStatus, boolean, boolean]>([
    [{ state: "connecting" }, false, false],
    [{ state: "saved" }, false, false],
    [{ state: "saving" }, true, false],
    [{ state: "saving" }, false, true],
    [{ state: "failing", kept: true }, true, false],
    [{ state: "failing", kept: false }, false, true],
    [{ state: "offline", kept: true, unsent: true }, true, false],
    [{ state: "offline", kept: false, unsent: true }, false, true],
    [{ state: "offline", kept: false, unsent: false }, false, false],
    [refused(4403, true), true, false],
    [refused(4403, true), false, true],
    [refused(4403, true, "", true), false, false],
    [refused(4403), false, false],
    [alone(false), false, true],
    [alone(true), false, false],
    [alone(false), true, false],
    [unknown, false, true],
  ])("SV-5 V8 %j kept on this device: %j warns: %j", (status, isKept, warns) => {
    expect(wouldLoseWords(status, isKept)).toBe(warns);
  });
});
