import { openDrawer } from "@quire/client";

/** Leaves what a document's copy could not send to the drawer alone: the document opens as the server has it. */
export async function setAside(documentId: string): Promise<void> {
  const drawer = openDrawer();
  for (const entry of await drawer.list())
    if (entry.documentId === documentId) await drawer.setAside(entry.id);
}
