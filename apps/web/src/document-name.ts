import type { Words } from "./words/en.ts";

/** A character that leaves a mark on the page: no space, no control, nothing of zero width. */
const visible = /[^\p{White_Space}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** What people read as a document's name: its title, or "Untitled" where there is nothing to see in that. */
export function documentName({ common }: Pick<Words, "common">, title: string): string {
  return visible.test(title) ? title : common.untitled;
}
