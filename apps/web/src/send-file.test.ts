import { afterEach, expect, test, vi } from "vitest";
import { Unanswered } from "./send-again.ts";
import { sendFile } from "./send-file.ts";
import type { ToolWords } from "./words/en-tools.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

const stored = { url: "/a", name: "a.png", type: "image/png", size: 1 };
const words = { unreachable: "Nobody answers." } as ToolWords["uploads"];

/** Sends a file to a server that answers so. */
function answered(status: number, response: unknown) {
  class Answered extends EventTarget {
    readonly upload = new EventTarget();
    readonly status = status;
    readonly response = response;
    open() {}
    setRequestHeader() {}
    send() {
      this.dispatchEvent(new Event("load"));
    }
  }
  vi.stubGlobal("XMLHttpRequest", Answered);
  vi.stubGlobal("location", new URL("http://quire.test/"));
  const watch = { signal: new AbortController().signal, onProgress: () => undefined };
  return sendFile({ path: "/files", body: new Blob(["x"]), watch, words });
}

test("a file that the server takes is there", async () => {
  expect(await answered(201, stored)).toEqual(stored);
});

test.each([401, 408, 421, 425, 429, 500, 502, 503, 507])(
  "J2 J5 a file that is answered with %i is to be sent again, as one that waits on the device is",
  async (status) => {
    const why = { code: "QUIRE_ERR_SOME", message: "Not now." };
    const [told, proxied] = await Promise.allSettled([answered(status, why), answered(status, null)]);
    expect(told).toMatchObject({ reason: { message: "Not now." } });
    expect(proxied).toMatchObject({ reason: { message: "Nobody answers." } });
    for (const { reason } of [told, proxied] as PromiseRejectedResult[])
      expect(reason).toBeInstanceOf(Unanswered);
  },
);

test("what another server says in its place is no answer, and what ours refuses is one", async () => {
  await expect(answered(200, null)).rejects.toBeInstanceOf(Unanswered);
  for (const status of [400, 403, 404, 413, 422]) {
    const refused = answered(status, { code: "QUIRE_ERR_SOME", message: "It is too large." });
    await expect(refused).rejects.toThrow("It is too large.");
    await expect(refused).rejects.not.toBeInstanceOf(Unanswered);
  }
});
