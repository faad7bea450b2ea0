import type { BlockContent, List, ListItem, Paragraph, PhrasingContent, Root } from "mdast";
import type { Node } from "prosemirror-model";
import { type BlockGroup, type BlockLeaf, blockTree, type ListGroup } from "../block-tree.ts";
import { codeBlock } from "../blocks/code-block.ts";
import { readParagraphAttributes } from "../blocks/paragraph.ts";
import { maxItemNumber } from "../limits.ts";
import { inlineMdast } from "./inline-mdast.ts";
import type { ItemNumbers } from "./serialize.ts";
import { standsAlone, trimSource } from "./source-check.ts";

/** A document of flat blocks as a Markdown tree, and the numbers of its ordered items. */
export function mdastOf(doc: Node): { root: Root; numbers: ItemNumbers } {
  const numbers: ItemNumbers = new WeakMap();
  return { root: { type: "root", children: childrenOf(blockTree(doc), numbers) }, numbers };
}

function childrenOf(groups: readonly BlockGroup[], numbers: ItemNumbers): BlockContent[] {
  return groups.flatMap((group): BlockContent[] => {
    switch (group.type) {
      case "quote":
        return [{ type: "blockquote", children: childrenOf(group.children, numbers) }];
      case "list":
        return [listOf(group, numbers)];
      case "block":
        return blockOf(group);
      default:
        return group satisfies never;
    }
  });
}

function listOf({ isOrdered, start, items }: ListGroup, numbers: ItemNumbers): List {
  const first = Math.min(start, maxItemNumber - items.length + 1);
  const children = items.map((item, index): ListItem => {
    const line = item.checked === null ? blockOf(item.line) : [taskLine(item.line)];
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
function blockOf({ block }: BlockLeaf): BlockContent[] {
  switch (block.type.name) {
    case "horizontal_rule":
      return [{ type: "thematicBreak" }];
    case "code_block":
      return codeOf(block);
    default:
      return paragraphOf(block);
  }
}

function paragraphOf(block: Node): BlockContent[] {
  const { kind, level } = readParagraphAttributes(block.attrs);
  if (kind === "heading") {
    const depth = headingDepths[(level ?? 1) - 1] ?? 1;
    return [{ type: "heading", depth, children: inlineMdast(block, true) }];
  }
  const children = inlineMdast(block, false);
  const [only] = children;
  if (only === undefined) return [];
  return isLoneTag(children) ? [{ type: "html", value: "<br>" }] : [{ type: "paragraph", children }];
}

const headingDepths = [1, 2, 3, 4, 5, 6] as const;

/** A tag alone on its line is a block of its own in Markdown. */
function isLoneTag(children: readonly PhrasingContent[]): boolean {
  const [only] = children;
  return children.length === 1 && only?.type === "html" && only.value === "<br>";
}

function codeOf(block: Node): BlockContent[] {
  const text = block.textContent.replace(/\r\n?/g, "\n");
  const lang = codeBlock.attributes.language.read(block.attrs.language);
  if (block.attrs.source !== true) return [{ type: "code", lang, value: text }];
  const source = trimSource(text);
  if (source === "") return [];
  return [standsAlone(source) ? { type: "html", value: source } : { type: "code", lang, value: text }];
}
