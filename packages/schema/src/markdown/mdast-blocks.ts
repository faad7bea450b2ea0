import type { FootnoteDefinition, List, ListItem, Parents, Root, RootContent } from "mdast";
import type { Node } from "prosemirror-model";
import type { ListKind } from "../blocks/paragraph.ts";
import { codeBlockOf } from "../conversions/code-block.ts";
import type { Lines, Reading } from "../conversions/conversion.ts";
import { readingOf } from "../conversions/conversions.ts";
import { maxDepth, maxIndent, maxItemNumber, maxLevel } from "../limits.ts";
import { schema } from "../schema.ts";
import { isBreakTag } from "./html-tags.ts";
import { numberItems } from "./item-numbers.ts";
import { inlineOf } from "./mdast-inline.ts";
import type { BlockSource, Sources } from "./sources.ts";

/** The line of a list item that is still to come: its first paragraph takes it up. */
interface PendingItem {
  readonly list: ListKind;
  readonly checked: true | null;
  readonly number: number;
}

interface Frame {
  readonly parent: Parents;
  /** The quotes and items around, outermost first. */
  readonly containers: readonly Parents[];
  readonly quotes: number;
  readonly items: number;
  next: number;
  item: PendingItem | undefined;
  readonly flow: Flow;
  /** Says that the flow ends with these nodes, and what it then is. */
  readonly ends?: { readonly around: Frame; make(blocks: readonly Node[]): Node };
}

/** What is being made: flat blocks, and the number that each ordered item shall have. */
interface Flow {
  readonly blocks: Node[];
  readonly numbers: Map<number, number>;
  readonly depth: number;
}

/** A Markdown tree as a document of flat blocks. Its depth is bounded by the schema's, however deep the tree is. */
export function docOf(root: Root, sources: Sources): Node {
  const lines: Lines = { definition: sources.definition, read: (line) => inlineOf(line, sources) };
  const flow: Flow = { blocks: [], numbers: new Map(), depth: 0 };
  const place = { containers: [], quotes: 0, items: 0, next: 0, item: undefined };
  const stack: Frame[] = [{ ...place, parent: root, flow }];
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const child = frame.parent.children[frame.next++];
    if (child === undefined) {
      if (frame.parent.children.length === 0 && frame.parent.type === "blockquote") addLine(frame, {}, []);
      addPendingItem(frame);
      if (frame.ends) addBlock(frame.ends.around, frame.ends.make(blocksOf(frame.flow)));
      stack.pop();
    } else {
      const opened = readBlock(child, frame, sources, lines);
      if (opened !== undefined) stack.push(opened);
    }
  }
  return schema.node("doc", null, blocksOf(flow));
}

function blocksOf({ blocks, numbers }: Flow): readonly Node[] {
  return blocks.length === 0 ? [schema.node("paragraph")] : numberItems(blocks, numbers);
}

/** Adds the block that the node is, or gives the frame in which its children are to be read. */
function readBlock(node: RootContent, frame: Frame, sources: Sources, lines: Lines): Frame | undefined {
  const reading = readingOf(node, lines);
  if (reading?.type === "block") return addBlock(frame, reading.block);
  if (reading?.type === "flow") return flowFrame(reading, node, frame);
  switch (node.type) {
    case "paragraph": {
      const inline = inlineOf(node, sources);
      const source = node.data?.isCell === true ? undefined : loneSource(inline);
      if (source !== undefined) return addSource(frame, source);
      return addLine(frame, {}, withoutBlank(inline, frame));
    }
    case "heading":
      return addLine(frame, { kind: "heading", level: node.depth }, inlineOf(node, sources));
    case "blockquote":
    case "list":
    case "listItem":
      return frameOf(node, frame);
    case "html":
      if (isBreakTag(node)) return addLine(frame, {}, [schema.node("hard_break")]);
      return addSource(frame, sources.block(node, frame.containers));
    case "footnoteDefinition": {
      if (node.data?.isNote !== true) return addSource(frame, sources.block(node, frame.containers));
      return addNote(frame, node, sources);
    }
    case "definition":
      if (!sources.isKept(node)) return undefined;
      return addSource(frame, sources.block(node, frame.containers));
    default:
      return addSource(frame, sources.block(node, frame.containers));
  }
}

function frameOf(node: Parents, frame: Frame): Frame {
  const isItem = node.type === "listItem";
  const isQuote = node.type === "blockquote";
  if (!isItem) addPendingItem(frame);
  return {
    parent: node,
    containers: isItem || isQuote ? [...frame.containers, node] : frame.containers,
    quotes: frame.quotes + (isQuote ? 1 : 0),
    items: frame.items + (isItem ? 1 : 0),
    next: 0,
    item:
      isItem && frame.parent.type === "list" ? pendingItem(node, frame.parent, frame.next - 1) : undefined,
    flow: frame.flow,
  };
}

/** A flow in a flow: no list and no quote around it is around its blocks. */
function flowFrame(
  { children, make }: Extract<Reading, { type: "flow" }>,
  node: RootContent,
  around: Frame,
): Frame {
  addPendingItem(around);
  const containers = node.type === "blockquote" ? [...around.containers, node] : around.containers;
  const parent: Root = { type: "root", children };
  const place = { parent, containers, next: 0, item: undefined };
  const depth = around.flow.depth + 1;
  if (depth > maxDepth) return { ...around, ...place };
  const flow: Flow = { blocks: [], numbers: new Map(), depth };
  return { ...place, quotes: 0, items: 0, flow, ends: { around, make } };
}

function pendingItem(item: ListItem, list: List, index: number): PendingItem {
  const isTask = typeof item.checked === "boolean";
  return {
    list: isTask ? "task" : list.ordered === true ? "ordered" : "bullet",
    checked: item.checked === true ? true : null,
    number: Math.min((list.start ?? 1) + index, maxItemNumber),
  };
}

/** Adds a paragraph, which is its item's line if that is still to come. */
function addLine(
  frame: Frame,
  attributes: Readonly<Record<string, unknown>>,
  inline: readonly Node[],
): undefined {
  const { item, quotes, flow } = frame;
  frame.item = undefined;
  const depth = Math.min(frame.items - (item === undefined ? 0 : 1), maxIndent);
  const level = Math.min(quotes, maxLevel);
  if (item?.list === "ordered") flow.numbers.set(flow.blocks.length, item.number);
  flow.blocks.push(
    schema.node(
      "paragraph",
      {
        ...(quotes > 0 && { kind: "quote", level: level > 1 ? level : null }),
        ...attributes,
        indent: depth > 0 ? depth : null,
        list: item?.list ?? null,
        checked: item?.checked ?? null,
      },
      inline,
    ),
  );
}

/** Adds a footnote's paragraphs: one, if it has none. */
function addNote(frame: Frame, { identifier, children }: FootnoteDefinition, sources: Sources): undefined {
  addPendingItem(frame);
  const note = { kind: "footnote", level: null, name: identifier };
  if (children.length === 0) addLine(frame, note, []);
  for (const line of children) {
    if (line.type === "paragraph") addLine(frame, note, inlineOf(line, sources));
    else addLine(frame, note, [schema.node("hard_break")]);
  }
}

/** An item that does not begin with a line of text gets an empty one, to stand below. */
function addPendingItem(frame: Frame): void {
  if (frame.item !== undefined) addLine(frame, {}, []);
}

/** Adds a block that is no paragraph, in the item that it stands in if it is of a kind that may. */
function addBlock(frame: Frame, block: Node): undefined {
  addPendingItem(frame);
  const indent = Math.min(frame.items, maxIndent);
  const isIndented = indent > 0 && "indent" in block.attrs;
  frame.flow.blocks.push(isIndented ? block.type.create({ ...block.attrs, indent }, block.content) : block);
}

function addSource(frame: Frame, { text, language }: BlockSource): undefined {
  addBlock(frame, codeBlockOf(text, { language, source: true }));
}

/** The source that a paragraph is nothing but, such as an image on a line of its own. It is then a block. */
function loneSource(inline: readonly Node[]): BlockSource | undefined {
  const [only] = inline;
  const [mark] = only?.marks ?? [];
  if (inline.length !== 1 || only?.marks.length !== 1 || mark?.attrs.source !== true) return undefined;
  const text = only.text ?? "";
  return { text, language: text.startsWith("<") ? "html" : "markdown" };
}

/** An empty task has a blank in Markdown, since a checkbox alone is text. */
function withoutBlank(inline: readonly Node[], { item }: Frame): readonly Node[] {
  const [only] = inline;
  return item?.list === "task" && inline.length === 1 && only?.text === " " ? [] : inline;
}
