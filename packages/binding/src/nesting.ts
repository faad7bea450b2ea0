import * as Y from "yjs";

/** Levels that Yjs, which goes down by recursion, can clone, delete and collect in every browser: it overflows at some thousands. */
const maxLevels = 1_000;

/** Whether something is nested deeper than Yjs can go down. */
export function isTooDeep(item: Y.Item): boolean {
  let level: readonly Y.Item[] = [item];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxLevels) return true;
    level = level.flatMap(typesIn);
  }
  return false;
}

function typesIn({ content }: Y.Item): readonly Y.Item[] {
  const found: Y.Item[] = [];
  if (!(content instanceof Y.ContentType)) return found;
  const isIn = (child: Y.Item) => !child.deleted && child.content instanceof Y.ContentType;
  for (let child = content.type._start; child !== null; child = child.right)
    if (isIn(child)) found.push(child);
  for (const child of content.type._map.values()) if (isIn(child)) found.push(child);
  return found;
}
