import { type Delivery, openSession } from "@quire/client";
import { schemaVersion } from "@quire/schema";
import type { Api } from "../api.ts";
import { settled } from "../settled.ts";
import { deliveryAfter } from "./deliver.ts";

/** Opens a document for the edits that wait on this device, until the server has them or has put them into the drawer. */
export async function sendLeft(api: Pick<Api, "readMe">, url: string, id: string): Promise<Delivery> {
  try {
    // Offline a long document would be read from the device for nothing, again and again.
    await api.readMe();
  } catch (error) {
    return deliveryAfter(error);
  }
  const session = openSession({ url, id, schemaVersion });
  const state = await settled(session);
  await session.close();
  if (state === "unreachable") return { type: "later", isUnreachable: true };
  return state === "saved" ? { type: "done" } : { type: "refused", why: "" };
}
