import type { Session } from "@quire/client";
import type { StoredFile } from "@quire/editor";
import { expect, test, vi } from "vitest";
import { onlyHere } from "./account/only-here.ts";
import { FilesLeft } from "./files-left.ts";
import { Messages } from "./messages.ts";
import type { UploadsApp } from "./upload-ways.ts";
import { createUploads } from "./uploads.ts";
import { createEnglish } from "./words/en.ts";

const saved: Session["status"] = { state: "saved" };
const file = new File(["x"], "a.png");

/** Something that never comes, and that it does not may be told before anybody waits for it. */
function pending() {
  const coming = Promise.withResolvers<never>();
  coming.promise.catch(() => undefined);
  return coming;
}

/** A document's page, whose device the test loads, or not. */
function start() {
  const session = { id: "doc", status: saved, isKept: true, subscribe: () => () => undefined } as unknown;
  const device = pending();
  const words = createEnglish();
  const app: UploadsApp = {
    words,
    loadDevice: () => device.promise,
    filesLeft: new FilesLeft(words),
    messages: new Messages(),
  };
  const uploads = createUploads(session as Session, app);
  const [ending, leaving] = [new AbortController(), new AbortController()];
  const said: (string | number)[] = [];
  const watch = {
    signal: ending.signal,
    left: leaving.signal,
    onProgress: (share: number) => void said.push(share),
    onWaiting: (why: string) => void said.push(why),
  };
  const store = (): Promise<StoredFile> => uploads.store(file, watch);
  return { ...app, session, device, store, said, ending, leaving };
}

/** Whether somebody who closes the page is asked. */
const asks = () => !dispatchEvent(new Event("beforeunload", { cancelable: true }));

test("V12 J11 what is brought is counted and asked about before what keeps it has come, and not when nobody wants it any more", async () => {
  const { filesLeft, words, session, store, said, ending } = start();
  filesLeft.become((_, __, coming) => String(coming));
  const tools = pending();
  vi.spyOn(words, "loadTools").mockReturnValue(tools.promise);
  const stored = store();
  expect([filesLeft.of("doc", saved), filesLeft.of("another", saved)]).toEqual(["1", "0"]);
  expect([asks(), onlyHere()]).toEqual([true, [session]]);
  // What cannot be fetched is told, counts on, and is fetched when there is a network again.
  tools.reject(new TypeError("Failed to fetch dynamically imported module: http://a/b.js"));
  const why = "What sends it could not be fetched. It is tried again while this page is open.";
  await expect.poll(() => said).toEqual([why]);
  expect([filesLeft.of("doc", saved), asks(), onlyHere()]).toEqual(["1", true, [session]]);
  dispatchEvent(new Event("online"));
  await expect.poll(() => said).toEqual([why, 0, why]);
  ending.abort();
  await expect(stored).rejects.toThrow("aborted");
  expect([filesLeft.of("doc", saved), asks(), onlyHere()]).toEqual(["0", false, []]);
});

test("V12 J7 without what looks after the device a file is counted, asked about, and told of where its document was left", async () => {
  const { filesLeft, messages, device, store, leaving } = start();
  const request = Promise.withResolvers<XMLHttpRequest>();
  vi.spyOn(XMLHttpRequest.prototype, "send").mockImplementation(function (this: XMLHttpRequest) {
    request.resolve(this);
  });
  device.reject(new Error("no network"));
  const stored = store();
  const sent = await request.promise;
  expect([filesLeft.of("doc", saved), asks()]).toEqual(["1 file still to send", true]);
  leaving.abort();
  vi.spyOn(sent, "status", "get").mockReturnValue(413);
  vi.spyOn(sent, "response", "get").mockReturnValue({ message: "It is too large." });
  sent.dispatchEvent(new Event("load"));
  await expect(stored).rejects.toThrow("too large");
  await expect
    .poll(() => messages.getSnapshot())
    .toMatchObject([{ weight: "failure", text: "“a.png” was not stored at the server. It is too large." }]);
  expect([filesLeft.of("doc", saved), asks()]).toEqual(["", false]);
});
