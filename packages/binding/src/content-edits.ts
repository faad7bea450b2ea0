import type { Node } from "prosemirror-model";
import { attributeEdits, type Edit } from "./edits.ts";
import { identityOf } from "./identity.ts";
import type { Kept } from "./kept-ranges.ts";
import { commonRanges } from "./sign-diff.ts";
import { signsOf } from "./signs.ts";

interface Knowledge {
  /** What is known to stay; what else does is found by its letters. */
  readonly known?: readonly Kept[];
  readonly idAttributes?: readonly string[];
}

/**
 * What makes the content of a text block, or a run of text blocks, another one: what came and went, and marks and attributes
 * of what stayed.
 */
export function contentEdits(
  before: Node,
  after: Node,
  start: number,
  { known = [], idAttributes = [] }: Knowledge = {},
): readonly Edit[] {
  const openOf = (block: Node) => `<${identityOf(block, idAttributes) ?? block.type.name}>`;
  const signs = (node: Node) => signsOf(node, 0, node.content.size, openOf);
  const edits: Edit[] = [];
  let [from, newFrom] = [0, 0];
  const replace = (to: number, newTo: number) => {
    if (from === to && newFrom === newTo) return;
    edits.push({
      kind: "replace",
      from: start + from,
      to: start + to,
      slice: after.slice(newFrom, newTo),
    });
  };
  for (const range of commonRanges(signs(before), signs(after), known)) {
    replace(range.before, range.after);
    edits.push(...changesWithin(before, after, range, start));
    [from, newFrom] = [range.before + range.length, range.after + range.length];
  }
  replace(before.content.size, after.content.size);
  return edits;
}

/**
 * What makes a run of text blocks another one: cuts and joins between words that stay, so that places behind a split go
 * along with it. Null where there are other blocks among them.
 */
export function runEdits(
  before: readonly Node[],
  after: readonly Node[],
  start: number,
  knowledge: Knowledge,
): readonly Edit[] | null {
  const [first] = before;
  if (!first || after.length === 0) return null;
  if (![...before, ...after].every((node) => node.isTextblock)) return null;
  // Any node can hold them for as long as they are cut.
  const holder = (blocks: readonly Node[]) => first.type.schema.topNodeType.create(null, blocks);
  return contentEdits(holder(before), holder(after), start, knowledge);
}

/** Whether two nodes are one to the shared document, which does not say in which order marks of one type stand. */
export function isSameNode(a: Node, b: Node): boolean {
  if (a === b || a.eq(b)) return true;
  if (!a.hasMarkup(b.type, b.attrs, a.marks)) return false;
  if (a.inlineContent) return contentEdits(a, b, 0).length === 0;
  return (
    a.childCount === b.childCount && a.children.every((child, index) => isSameNode(child, b.child(index)))
  );
}

/** Marks and attributes that differ in a stretch whose words are the same. */
function changesWithin(before: Node, after: Node, range: Kept, start: number): readonly Edit[] {
  const edits: Edit[] = [];
  for (let at = 0; at < range.length; ) {
    const old = before.resolve(range.before + at).nodeAfter;
    const now = after.resolve(range.after + at).nodeAfter;
    const pos = start + range.before + at;
    if (!old || !now) {
      at++; // a block's end
      continue;
    }
    const size = old.isTextblock ? 1 : Math.min(old.nodeSize, now.nodeSize, range.length - at);
    const span = { from: pos, to: pos + size };
    for (const mark of old.marks)
      if (!mark.isInSet(now.marks)) edits.push({ kind: "remove-mark", ...span, mark });
    for (const mark of now.marks)
      if (!mark.isInSet(old.marks)) edits.push({ kind: "add-mark", ...span, mark });
    if (!old.isText) edits.push(...attributeEdits(old, now, pos));
    at += size;
  }
  return edits;
}
