import type { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { fail, QuireError } from "../errors.ts";
import type { ByteSource } from "./draft.ts";

/** How slowly a body may come: so many bytes in each stretch of time. */
export interface Pace {
  readonly everyMs: number;
  readonly bytes: number;
}

/**
 * A request's body as it comes. Ends with QUIRE_ERR_UPLOAD_TOO_SLOW where it is waited for and less comes than the pace; the
 * time in which nobody reads it does not count. The request stays open, for an answer.
 */
export async function* steadySource(request: IncomingMessage, { everyMs, bytes }: Pace): ByteSource {
  const tooSlow = Promise.withResolvers<never>();
  // Heard by whoever waits; nobody does while a chunk is written.
  tooSlow.promise.catch(() => undefined);
  let came = 0;
  let isWaiting = false;
  const look = setInterval(() => {
    if (isWaiting && came < bytes)
      tooSlow.reject(fail("QUIRE_ERR_UPLOAD_TOO_SLOW", { bytes, seconds: everyMs / 1000 }));
    came = 0;
  }, everyMs).unref();
  const chunks: AsyncIterator<Uint8Array> = request.iterator({ destroyOnReturn: false });
  try {
    for (;;) {
      isWaiting = true;
      const next = await Promise.race([chunks.next(), tooSlow.promise]);
      isWaiting = false;
      if (next.done === true) return;
      came += next.value.length;
      yield next.value;
    }
  } catch (error) {
    // Also one that is whole is broken off: who has sent it all may go before all of it is read.
    if (request.destroyed && !(error instanceof QuireError)) throw brokenOff(error);
    throw error;
  } finally {
    clearInterval(look);
    // Not waited for: it ends behind the chunk that is asked for, which may never come.
    void chunks.return?.();
  }
}

function brokenOff(cause: unknown): Error {
  return fail(
    "QUIRE_ERR_BAD_REQUEST",
    { problem: "its sender went away before all of the body was read" },
    { cause },
  );
}

/** What of a refused body is still read, so that its sender hears why. */
const drained = { bytes: 64 * 1024 * 1024, ms: 30_000 };
const lookMs = 100;

/**
 * Reads on what nobody wants: a connection that is closed on who still sends takes the answer with it. Ends the connection when
 * that is much, or takes long.
 */
export function drain(request: IncomingMessage, { bytes, ms } = drained): void {
  const { socket } = request;
  // Who is injected by a test has no socket, and is here whole.
  if (request.complete || !(socket instanceof Socket) || socket.destroyed) return;
  const until = performance.now() + ms;
  // Counted at the socket: what Node throws away by itself is told to nobody.
  const most = socket.bytesRead + bytes;
  const look = setInterval(() => {
    if (request.complete || socket.destroyed) return clearInterval(look);
    if (socket.bytesRead > most || performance.now() > until) socket.destroy();
  }, lookMs).unref();
  request.on("error", () => undefined);
  request.resume();
}
