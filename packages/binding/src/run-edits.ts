import { Fragment, type Node, Slice } from "prosemirror-model";
import { attributeEdits, type Edit } from "./edits.ts";
import { identityOf } from "./identity.ts";
import { changesWithin } from "./inline-edits.ts";
import type { Kept } from "./kept-ranges.ts";
import { signsOf } from "./same-inside.ts";
import { commonRanges } from "./sign-diff.ts";

/**
 * What makes a run of text blocks another one: cuts and joins between words that stay, so that places behind a split go
 * along with it. Of some words it is known that they stay. Null where there are other blocks among them.
 */
export function runEdits(
  before: readonly Node[],
  after: readonly Node[],
  start: number,
  { known, idAttributes }: { readonly known: readonly Kept[]; readonly idAttributes: readonly string[] },
): readonly Edit[] | null {
  if (before.length === 0 || after.length === 0) return null;
  if (![...before, ...after].every((node) => node.isTextblock)) return null;
  const [old, now] = [Fragment.from([...before]), Fragment.from([...after])];
  const edits: Edit[] = [];
  let [from, newFrom] = [0, 0];
  const replace = (to: number, newTo: number) => {
    if (from === to && newFrom === newTo) return;
    edits.push({
      kind: "replace",
      from: start + from,
      to: start + to,
      slice: sliceOf(after, newFrom, newTo),
    });
  };
  for (const range of commonRanges(tokensOf(before, idAttributes), tokensOf(after, idAttributes), known)) {
    replace(range.before, range.after);
    edits.push(...changesAlong(old, now, range.before, range.after, range.length, start));
    [from, newFrom] = [range.before + range.length, range.after + range.length];
  }
  replace(old.size, now.size);
  return edits;
}

/** Where blocks open and close, and what stands in them: one token for each place. */
function tokensOf(blocks: readonly Node[], idAttributes: readonly string[]): readonly unknown[] {
  return blocks.flatMap((block) => [
    `<${identityOf(block, idAttributes) ?? block.type.name}>`,
    ...signsOf(block, 0, block.content.size),
    "</>",
  ]);
}

/** Of a stretch that stays: attributes of its blocks, marks of its words. */
function changesAlong(
  old: Fragment,
  now: Fragment,
  from: number,
  newFrom: number,
  length: number,
  start: number,
): readonly Edit[] {
  const edits: Edit[] = [];
  const shift = newFrom - from;
  const news = new Map<number, Node>();
  now.forEach((node, offset) => void news.set(offset, node));
  old.forEach((node, offset) => {
    const same = news.get(offset + shift);
    if (offset >= from && offset < from + length && same)
      edits.push(...attributeEdits(node, same, start + offset));
    const target = blockAt(now, Math.max(offset + 1, from) + shift);
    if (!target) return;
    // What of the stretch lies in this block, from the start of its content.
    const first = Math.max(0, from - offset - 1);
    const last = Math.min(node.content.size, from + length - offset - 1);
    const newFirst = first + offset + 1 + shift - target.start;
    if (first < last)
      edits.push(...changesWithin(node, target.node, first, newFirst, last - first, start + offset + 1));
  });
  return edits;
}

/** The block whose content a place is in, and where that starts. */
function blockAt(blocks: Fragment, pos: number): { readonly node: Node; readonly start: number } | null {
  let found: { node: Node; start: number } | null = null;
  blocks.forEach((node, offset) => {
    if (pos > offset && pos < offset + node.nodeSize) found = { node, start: offset + 1 };
  });
  return found;
}

/** The slice of a run, open where it starts or ends inside a block. */
function sliceOf(blocks: readonly Node[], from: number, to: number) {
  const [first] = blocks;
  // Any node can hold them for as long as they are cut.
  return first?.type.schema.topNodeType.create(null, blocks).slice(from, to) ?? Slice.empty;
}
