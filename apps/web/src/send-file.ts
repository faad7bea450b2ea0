import type { StoredFile, UploadWatch } from "@quire/editor";
import { isPassing } from "./is-passing.ts";
import { ownHeaders } from "./own-fetch.ts";
import { Unanswered } from "./send-again.ts";
import type { ToolWords } from "./words/en-tools.ts";

interface Sending {
  readonly path: string;
  readonly body: Blob;
  readonly watch: Pick<UploadWatch, "signal" | "onProgress">;
  readonly words: ToolWords["uploads"];
}

/** Sends a file, or asks for one to be stored, and tells how far it is, which `fetch` cannot. Rejects with a sentence for people. */
export function sendFile({ path, body, watch, words }: Sending): Promise<StoredFile> {
  const { promise, resolve, reject } = Promise.withResolvers<StoredFile>();
  const request = new XMLHttpRequest();
  const fail = (message: string) => reject(new Error(message));
  request.open("POST", path);
  for (const [name, value] of Object.entries({ ...ownHeaders(), "content-type": body.type }))
    request.setRequestHeader(name, value);
  request.responseType = "json";
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    if (total > 0) watch.onProgress(loaded / total);
  });
  request.addEventListener("load", () => {
    const answer: unknown = request.response;
    const { status } = request;
    const why = messageOf(answer) ?? words.unreachable;
    if (status === 201 && isStoredFile(answer)) resolve(answer);
    else if (status < 400 || isPassing(status)) reject(new Unanswered(why));
    else fail(why);
  });
  request.addEventListener("error", () =>
    reject(new Unanswered(navigator.onLine ? words.unreachable : words.offline)),
  );
  request.addEventListener("abort", () => fail(words.ended));
  watch.signal.addEventListener("abort", () => request.abort(), { once: true });
  request.send(body);
  return promise;
}

function isStoredFile(answer: unknown): answer is StoredFile {
  if (typeof answer !== "object" || answer === null) return false;
  const { url, name, type, size } = answer as Record<string, unknown>;
  return (
    typeof url === "string" &&
    typeof name === "string" &&
    typeof type === "string" &&
    typeof size === "number"
  );
}

function messageOf(answer: unknown): string | undefined {
  if (typeof answer !== "object" || answer === null || !("message" in answer)) return undefined;
  return typeof answer.message === "string" ? answer.message : undefined;
}
