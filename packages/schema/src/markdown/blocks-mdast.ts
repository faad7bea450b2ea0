import type { BlockContent, Html, List, ListItem, Paragraph, PhrasingContent, Root } from "mdast";
import type { Node } from "prosemirror-model";
import { type BlockGroup, type BlockLeaf, blockTree, type ListGroup } from "../block-tree.ts";
import { noteOf, readParagraphAttributes } from "../blocks/paragraph.ts";
import { conversionOf } from "../conversions/conversions.ts";
import { maxItemNumber } from "../limits.ts";
import { inlineMdast } from "./inline-mdast.ts";
import { joinNotes, spellOrphans } from "./notes.ts";
import type { ItemNumbers } from "./serialize.ts";

/** A document of flat blocks as a Markdown tree, and the numbers of its ordered items. */
export function mdastOf(doc: Node): { root: Root; numbers: ItemNumbers } {
  const numbers: ItemNumbers = new WeakMap();
  const root: Root = { type: "root", children: inside(doc, numbers) };
  spellOrphans(root);
  return { root, numbers };
}

function inside(flow: Node, numbers: ItemNumbers): BlockContent[] {
  return childrenOf(blockTree(flow), numbers);
}

function childrenOf(groups: readonly BlockGroup[], numbers: ItemNumbers): BlockContent[] {
  const blocks = groups.flatMap((group): BlockContent[] => {
    switch (group.type) {
      case "quote":
        return [{ type: "blockquote", children: childrenOf(group.children, numbers) }];
      case "list":
        return [listOf(group, numbers)];
      case "block":
        return blockOf(group, numbers);
      default:
        return group satisfies never;
    }
  });
  return joinNotes(blocks);
}

function listOf({ isOrdered, start, items }: ListGroup, numbers: ItemNumbers): List {
  const first = Math.min(start, maxItemNumber - items.length + 1);
  const children = items.map((item, index): ListItem => {
    const line = item.checked === null ? blockOf(item.line, numbers) : [taskLine(item.line)];
    const children = [...line, ...childrenOf(item.children, numbers)];
    const listItem: ListItem = { type: "listItem", spread: false, checked: item.checked, children };
    if (isOrdered) numbers.set(listItem, first + index);
    return listItem;
  });
  return { type: "list", ordered: isOrdered, start: isOrdered ? first : null, spread: false, children };
}

/** A task's box belongs to a paragraph, whatever the paragraph is beside. */
function taskLine({ block }: BlockLeaf): Paragraph {
  return { type: "paragraph", children: inlineMdast(block, false) };
}

/** A block's Markdown. None for an empty paragraph: Markdown has no sign for one. */
function blockOf({ block }: BlockLeaf, numbers: ItemNumbers): BlockContent[] {
  const conversion = conversionOf(block);
  if (conversion === undefined) return paragraphOf(block);
  return conversion.toMdast(block, (flow) => inside(flow, numbers));
}

function paragraphOf(block: Node): BlockContent[] {
  const { kind, level } = readParagraphAttributes(block.attrs);
  if (kind === "heading") {
    const depth = headingDepths[(level ?? 1) - 1] ?? 1;
    return [{ type: "heading", depth, children: inlineMdast(block, true) }];
  }
  const children = inlineMdast(block, false);
  const note = noteOf(block.attrs);
  const lines = linesOf(children);
  if (note === null) return lines;
  return [{ type: "footnoteDefinition", identifier: note, label: note, children: lines }];
}

/** A tag alone on its line is a block of its own in Markdown. */
function linesOf(children: PhrasingContent[]): (Paragraph | Html)[] {
  if (children.length === 0) return [];
  return isLoneTag(children) ? [{ type: "html", value: "<br>" }] : [{ type: "paragraph", children }];
}

const headingDepths = [1, 2, 3, 4, 5, 6] as const;

function isLoneTag(children: readonly PhrasingContent[]): boolean {
  const [only] = children;
  return children.length === 1 && only?.type === "html" && only.value === "<br>";
}
