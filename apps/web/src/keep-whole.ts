import { openSession } from "@quire/client";
import type { Shelf } from "@quire/client/device";
import { readTitle, schemaVersion } from "@quire/schema";

/** How long a document may take to come. */
const patienceMs = 60_000;

/**
 * Brings all of a document to this device. Resolves with whether it is here; where the server cannot be reached or does
 * not give it out, it is not.
 */
export async function keepWhole(shelf: Shelf, socketOrigin: string, id: string): Promise<boolean> {
  const session = openSession({ url: `${socketOrigin}/sync`, id, schemaVersion });
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const look = () => {
    const { state } = session.status;
    if (state === "offline" || state === "failing" || state === "refused") resolve(false);
    // The device tells nobody when it is done.
    if (state === "saved") void session.close().then(() => resolve(true));
  };
  const timer = setTimeout(() => resolve(false), patienceMs);
  session.subscribe(look);
  const isHere = await promise;
  clearTimeout(timer);
  await session.close();
  if (isHere) await shelf.note(id, { title: readTitle(session.ydoc), isWhole: session.isKept });
  return isHere && session.isKept;
}
