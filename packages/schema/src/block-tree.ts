import type { Fragment, Node } from "prosemirror-model";
import { type ParagraphAttributes, readParagraphAttributes } from "./blocks/paragraph.ts";

/** One block and where it stands in its flow: among the blocks of the document, or of a block that holds blocks. */
export interface BlockLeaf {
  readonly type: "block";
  readonly block: Node;
  readonly index: number;
}

/** Blocks that stand in one quote. */
export interface QuoteGroup {
  readonly type: "quote";
  readonly children: BlockGroup[];
}

/** Items that follow one another in one list. Tasks and bullets share a list. */
export interface ListGroup {
  readonly type: "list";
  readonly isOrdered: boolean;
  /** The number of its first item. */
  readonly start: number;
  readonly items: ListItem[];
}

/** An item: its own line, then what is in it below that line. */
export interface ListItem {
  readonly line: BlockLeaf;
  /** Whether a task is done, null where the item is no task. */
  readonly checked: boolean | null;
  readonly children: BlockGroup[];
}

export type BlockGroup = BlockLeaf | QuoteGroup | ListGroup;

/** A container that further blocks may join. */
type Open =
  | { readonly type: "quote"; readonly children: BlockGroup[] }
  | {
      readonly type: "item";
      readonly children: BlockGroup[];
      readonly list: ListGroup;
      /** The indent that its items have. Lowered when an item follows that no deeper list holds. */
      indent: number;
    };

interface Place extends Pick<ParagraphAttributes, "list" | "start" | "checked"> {
  readonly quotes: number;
  readonly indent: number;
}

/**
 * Nests the flat blocks of a flow in the lists and quotes that they stand in, as Markdown and HTML do.
 *
 * A list item stands in its quote (`> - x`); a block with an indent and no list stands in the item above it at that depth,
 * a quote too (`- > x`). What stands in an item is in every quote that the item is in, since only the whole item could
 * leave it. An indent with no item to belong to is as deep as there are items.
 *
 *     bullet 0 "a"                        ul ── li "a"
 *     bullet 1 "b"                               └── ul ── li "b"
 *     quote    indent 1 "c"                      └── blockquote ── "c"
 *     plain    "d"                        "d"
 */
export function blockTree(flow: Node | Fragment): BlockGroup[] {
  const root: BlockGroup[] = [];
  const open: Open[] = [];
  flow.forEach((block, _, index) => {
    const leaf: BlockLeaf = { type: "block", block, index };
    const place = placeOf(block);
    const base = baseOf(open, place.indent);
    const sibling = place.list === null ? undefined : siblingItem(open, base, place);
    if (sibling === undefined) enterQuotes(root, open, base, place.quotes);
    const children = open.at(-1)?.children ?? root;
    if (place.list === null) children.push(leaf);
    else addItem(children, open, sibling, leaf, place);
  });
  return root;
}

function placeOf(block: Node): Place {
  const { kind, level, list, indent, start, checked } = readParagraphAttributes(block.attrs);
  const isParagraph = block.type.name === "paragraph";
  const quotes = isParagraph && kind === "quote" ? (level ?? 1) : 0;
  return { quotes, list: isParagraph ? list : null, indent: indent ?? 0, start, checked };
}

/** How many containers stay open at least: those up to the item that a block at this indent stands in. */
function baseOf(open: readonly Open[], indent: number): number {
  return open.findLastIndex((container) => container.type === "item" && container.indent < indent) + 1;
}

/** The open item whose list a new item joins, with all that is open inside it closed. */
function siblingItem(open: Open[], base: number, place: Place): (Open & { type: "item" }) | undefined {
  const at = open.findIndex((container, index) => index >= base && container.type === "item");
  const sibling = open[at];
  if (sibling?.type !== "item") return undefined;
  const isOrdered = place.list === "ordered";
  const { list } = sibling;
  if (list.isOrdered !== isOrdered) return undefined;
  if (isOrdered && place.start !== null && place.start !== list.start + list.items.length) return undefined;
  if (at - base !== Math.max(place.quotes - quotesIn(open, base), 0)) return undefined;
  open.length = at + 1;
  return sibling;
}

/** Closes what the block does not stand in, and opens the quotes that it does. */
function enterQuotes(root: BlockGroup[], open: Open[], base: number, quotes: number): void {
  const needed = Math.max(quotes - quotesIn(open, base), 0);
  let kept = 0;
  while (kept < needed && open[base + kept]?.type === "quote") kept++;
  open.length = base + kept;
  for (; kept < needed; kept++) {
    const group: QuoteGroup = { type: "quote", children: [] };
    (open.at(-1)?.children ?? root).push(group);
    open.push(group);
  }
}

function addItem(
  children: BlockGroup[],
  open: Open[],
  sibling: (Open & { type: "item" }) | undefined,
  line: BlockLeaf,
  place: Place,
): void {
  const isOrdered = place.list === "ordered";
  let list = sibling?.list;
  if (sibling !== undefined) open.pop();
  if (list === undefined) {
    list = { type: "list", isOrdered, start: isOrdered ? (place.start ?? 1) : 1, items: [] };
    children.push(list);
  }
  const checked = place.list === "task" ? place.checked === true : null;
  const item: ListItem = { line, checked, children: [] };
  list.items.push(item);
  open.push({ type: "item", children: item.children, list, indent: place.indent });
}

function quotesIn(open: readonly Open[], base: number): number {
  let quotes = 0;
  for (let index = 0; index < base; index++) if (open[index]?.type === "quote") quotes++;
  return quotes;
}
