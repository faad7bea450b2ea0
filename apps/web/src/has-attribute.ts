import type { Session } from "@quire/client";

/** Whether something in the document, which may be of a kind that this page lacks, has this attribute: a file's address, a block's id. */
export function hasAttribute({ store }: Session["ydoc"], name: "src" | "id", value: string): boolean {
  for (const structs of store.clients.values()) {
    for (const struct of structs) {
      if (struct.deleted || !("parentSub" in struct) || struct.parentSub !== name) continue;
      if ("content" in struct && contentOf(struct.content).includes(value)) return true;
    }
  }
  return false;
}

function contentOf(content: unknown): readonly unknown[] {
  return (content as { getContent(): readonly unknown[] }).getContent();
}
