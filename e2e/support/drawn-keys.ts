import crypto from "node:crypto";
import { writeSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { isMainThread } from "node:worker_threads";

/**
 * Loaded before a server's own code (`--import`): tells the test, on the fourth of its streams, each key that the process draws. Keys
 * that never leave the process, such as what seals cookies, cannot be looked for in its log in any other way.
 */
const stream = 3;

const leastBytes = 16;

/** What draws the names of people, documents and sessions, which are no secret. */
const names = /\b(?:newId|newDocumentId)\b/;

function tell(bytes: Uint8Array): void {
  if (bytes.length < leastBytes || names.test(new Error("who draws").stack ?? "")) return;
  writeSync(stream, `${Buffer.from(bytes).toString("hex")}\n`);
}

if (isMainThread) {
  const { randomBytes } = crypto;
  const draw = (size: number, done?: (error: Error | null, bytes: Buffer) => void): Buffer | undefined => {
    if (done !== undefined) {
      randomBytes(size, (error, bytes) => {
        if (error === null) tell(bytes);
        done(error, bytes);
      });
      return undefined;
    }
    const bytes = randomBytes(size);
    tell(bytes);
    return bytes;
  };
  Reflect.set(crypto, "randomBytes", draw);
  syncBuiltinESMExports();

  const { webcrypto } = crypto;
  const fill = webcrypto.getRandomValues.bind(webcrypto);
  Reflect.set(webcrypto, "getRandomValues", (into: Uint8Array): Uint8Array => {
    fill(into);
    tell(into);
    return into;
  });
}
