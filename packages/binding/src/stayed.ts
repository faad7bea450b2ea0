import type { YTextEvent } from "yjs";
import type { Kept } from "./kept-ranges.ts";
import type { Part } from "./mirror.ts";
import type { Touched } from "./touched.ts";

/** Where the parts of a text block were, and which of them showed their text as it is. */
export interface Places {
  readonly starts: ReadonlyMap<Part, number>;
  readonly plain: ReadonlySet<Part>;
}

/** Where these parts are now: to be asked before and after a change. */
export function placesOf(parts: readonly Part[]): Places {
  const starts = new Map<Part, number>();
  let offset = 0;
  for (const part of parts) {
    starts.set(part, offset);
    offset += part.size;
  }
  const plain = new Set(parts.filter((part) => part.kind === "text" && part.sealed.length === 0));
  return { starts, plain };
}

/** What is known to stay: whatever nobody touched, and of a text what Yjs tells. Equal letters are no matter. */
export function stayed(before: Places, after: Places, { texts, paths }: Touched): readonly Kept[] {
  return [...after.starts].flatMap(([part, now]): readonly Kept[] => {
    const old = before.starts.get(part);
    if (old === undefined) return [];
    if (!paths.has(part)) return part.size > 0 ? [{ before: old, after: now, length: part.size }] : [];
    const event = part.kind === "text" ? texts.get(part) : undefined;
    const isPlain = before.plain.has(part) && after.plain.has(part);
    return event && isPlain ? stayedIn(event, old, now, part.size) : [];
  });
}

/** Of one text that starts here before, and there now, where it has this size. */
function stayedIn({ delta }: YTextEvent, before: number, after: number, size: number): readonly Kept[] {
  const kept: Kept[] = [];
  let [from, newFrom] = [before, after];
  const keep = (length: number) => {
    if (length > 0) kept.push({ before: from, after: newFrom, length });
    from += length;
    newFrom += length;
  };
  for (const { retain, insert, delete: deleted } of delta) {
    keep(retain ?? 0);
    if (insert !== undefined) newFrom += typeof insert === "string" ? insert.length : 1;
    from += deleted ?? 0;
  }
  keep(after + size - newFrom);
  return kept;
}
