import type { Session } from "@quire/client";

/** How long a document may take to come, and all that is unsent of it to be saved. */
const patienceMs = 60_000;

/**
 * How a session stands, once it need not be waited for any more: saved, refused, or neither now, as when
 * the server cannot be reached.
 */
export async function settled(session: Session): Promise<"saved" | "refused" | "unreachable"> {
  const { promise, resolve } = Promise.withResolvers<"saved" | "refused" | "unreachable">();
  const look = () => {
    const { state } = session.status;
    if (state === "saved" || state === "refused") resolve(state);
    if (state === "offline" || state === "failing") resolve("unreachable");
  };
  const timer = setTimeout(() => resolve("unreachable"), patienceMs);
  const unsubscribe = session.subscribe(look);
  look();
  const state = await promise;
  clearTimeout(timer);
  unsubscribe();
  return state;
}
