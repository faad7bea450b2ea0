import type { Code, List, ListItem, Parents, Root, RootContent } from "mdast";
import type { Node } from "prosemirror-model";
import { codeBlock } from "../blocks/code-block.ts";
import type { ListKind } from "../blocks/paragraph.ts";
import { maxIndent, maxItemNumber, maxLevel } from "../limits.ts";
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
}

/** What is being made: the flat blocks, and the number that each ordered item shall have. */
interface Draft {
  readonly blocks: Node[];
  readonly numbers: Map<number, number>;
}

/** A Markdown tree as a document of flat blocks. Its depth is bounded by the schema's, however deep the tree is. */
export function docOf(root: Root, sources: Sources): Node {
  const draft: Draft = { blocks: [], numbers: new Map() };
  const stack: Frame[] = [{ parent: root, containers: [], quotes: 0, items: 0, next: 0, item: undefined }];
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const child = frame.parent.children[frame.next++];
    if (child === undefined) {
      if (frame.parent.children.length === 0 && frame.parent.type === "blockquote")
        addLine(draft, frame, {}, []);
      addPendingItem(draft, frame);
      stack.pop();
    } else {
      const opened = readBlock(child, frame, draft, sources);
      if (opened !== undefined) stack.push(opened);
    }
  }
  if (draft.blocks.length === 0) draft.blocks.push(schema.node("paragraph"));
  return numberItems(schema.node("doc", null, draft.blocks), draft.numbers);
}

/** Adds the block that the node is, or gives the frame in which its children are to be read. */
function readBlock(node: RootContent, frame: Frame, draft: Draft, sources: Sources): Frame | undefined {
  switch (node.type) {
    case "paragraph": {
      const inline = inlineOf(node, sources);
      const source = loneSource(inline);
      if (source !== undefined) return addSource(draft, frame, source);
      return addLine(draft, frame, {}, withoutBlank(inline, frame));
    }
    case "heading":
      return addLine(draft, frame, { kind: "heading", level: node.depth }, inlineOf(node, sources));
    case "blockquote":
    case "list":
    case "listItem":
      return frameOf(node, frame, draft);
    case "code":
      return addCode(draft, frame, node);
    case "thematicBreak":
      addPendingItem(draft, frame);
      draft.blocks.push(schema.node("horizontal_rule"));
      return undefined;
    case "html":
      if (isBreakTag(node)) return addLine(draft, frame, {}, [schema.node("hard_break")]);
      return addSource(draft, frame, sources.block(node, frame.containers));
    case "definition":
      if (!sources.isKept(node)) return undefined;
      return addSource(draft, frame, sources.block(node, frame.containers));
    default:
      return addSource(draft, frame, sources.block(node, frame.containers));
  }
}

function frameOf(node: Parents, frame: Frame, draft: Draft): Frame {
  const isItem = node.type === "listItem";
  const isQuote = node.type === "blockquote";
  if (!isItem) addPendingItem(draft, frame);
  return {
    parent: node,
    containers: isItem || isQuote ? [...frame.containers, node] : frame.containers,
    quotes: frame.quotes + (isQuote ? 1 : 0),
    items: frame.items + (isItem ? 1 : 0),
    next: 0,
    item:
      isItem && frame.parent.type === "list" ? pendingItem(node, frame.parent, frame.next - 1) : undefined,
  };
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
  draft: Draft,
  frame: Frame,
  attributes: Readonly<Record<string, unknown>>,
  inline: readonly Node[],
): undefined {
  const { item, quotes } = frame;
  frame.item = undefined;
  const depth = Math.min(frame.items - (item === undefined ? 0 : 1), maxIndent);
  const level = Math.min(quotes, maxLevel);
  if (item?.list === "ordered") draft.numbers.set(draft.blocks.length, item.number);
  draft.blocks.push(
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

/** An item that does not begin with a line of text gets an empty one, to stand below. */
function addPendingItem(draft: Draft, frame: Frame): void {
  if (frame.item !== undefined) addLine(draft, frame, {}, []);
}

function addCode(draft: Draft, frame: Frame, { value, lang }: Code): undefined {
  const language = codeBlock.attributes.language.read(lang);
  addCodeBlock(draft, frame, value, { language });
}

function addSource(draft: Draft, frame: Frame, { text, language }: BlockSource): undefined {
  addCodeBlock(draft, frame, text, { language, source: true });
}

function addCodeBlock(draft: Draft, frame: Frame, text: string, attributes: Record<string, unknown>): void {
  addPendingItem(draft, frame);
  const indent = Math.min(frame.items, maxIndent);
  draft.blocks.push(
    schema.node(
      "code_block",
      { ...attributes, indent: indent > 0 ? indent : null },
      text === "" ? [] : [schema.text(text)],
    ),
  );
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
