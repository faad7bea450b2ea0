import type { Session } from "@quire/client";

/** Whether something in the document, which may be of a kind that this page lacks, has the file's address. */
export function namesFile({ store }: Session["ydoc"], url: string): boolean {
  for (const structs of store.clients.values()) {
    for (const struct of structs) {
      if (struct.deleted || !("parentSub" in struct) || struct.parentSub !== "src") continue;
      if ("content" in struct && contentOf(struct.content).includes(url)) return true;
    }
  }
  return false;
}

function contentOf(content: unknown): readonly unknown[] {
  return (content as { getContent(): readonly unknown[] }).getContent();
}
