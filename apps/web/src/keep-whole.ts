import { openSession } from "@quire/client";
import type { Shelf } from "@quire/client/device";
import { readTitle, schemaVersion } from "@quire/schema";
import { settled } from "./settled.ts";

/**
 * Brings all of a document to this device. Resolves with whether it is here; where the server cannot be reached or does
 * not give it out, it is not.
 */
export async function keepWhole(shelf: Shelf, socketOrigin: string, id: string): Promise<boolean> {
  const session = openSession({ url: `${socketOrigin}/sync`, id, schemaVersion });
  const state = await settled(session);
  // The device tells nobody when it is done.
  await session.close();
  if (state !== "saved") return false;
  await shelf.note(id, { title: readTitle(session.ydoc), isWhole: session.isKept });
  return session.isKept;
}
