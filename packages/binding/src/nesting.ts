import * as Y from "yjs";

/** Levels that Yjs, which goes down by recursion, clones, deletes and collects in one go. */
export const maxLevels = 400;

/** The types below an item by their depth, found without recursion; the item's own is at depth 0. */
export function levelsOf(item: Y.Item): readonly (readonly Y.Item[])[] {
  const levels: Y.Item[][] = [];
  for (let level = [item]; level.length > 0; level = level.flatMap(typesIn)) levels.push(level);
  return levels;
}

function typesIn({ content }: Y.Item): readonly Y.Item[] {
  const found: Y.Item[] = [];
  if (!(content instanceof Y.ContentType)) return found;
  for (let child = content.type._start; child !== null; child = child.right)
    if (!child.deleted && child.content instanceof Y.ContentType) found.push(child);
  return found;
}
