import { titleName } from "@quire/schema";
import type * as Y from "yjs";
import type { Random } from "../../../../trouble/random.ts";

/** Changes the title: all that somebody can write whose page knows of no kind of block. */
export function writeTitle(ydoc: Y.Doc, random: Random): void {
  const title = ydoc.getText(titleName);
  const at = random.below(title.length + 1);
  if (random.chance(0.4) && at < title.length) title.delete(at, 1 + random.below(title.length - at));
  else title.insert(at, random.pick(["a", "Title ", "of a long document"]));
}
