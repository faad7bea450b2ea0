import { Fragment, Mark, type Node, type NodeType } from "prosemirror-model";
import type * as Y from "yjs";
import type { Attribute } from "./attribute.ts";
import { holdsBlocks } from "./leaf-blocks.ts";
import { maxDepth } from "./limits.ts";
import { markNameOf } from "./names.ts";
import { type MarkName, markKinds, type NodeName, nodeKinds, schema } from "./schema.ts";
import { fragmentOf, isElement, isText, type SharedChild, stretchesOf } from "./y-document.ts";

type Values = Record<string, unknown>;

/** A block that is being read. What stands between blocks inside it starts it anew, without its id. */
interface Draft {
  name: "paragraph" | "code_block" | "figure";
  /** Whether it was made from a block that holds a line of text: what we do not know in it is part of that line. */
  readonly isLine: boolean;
  attributes: Values;
  inline: Node[];
  /** Whether a block of it, or inside it, is in the document: an empty rest is then left out. */
  isWritten: boolean;
}

/** Blocks that stand in one another: those of the document, or of a kind that holds blocks. */
interface Flow {
  readonly name: NodeName | "doc";
  readonly attributes: Values;
  readonly blocks: Node[];
  readonly depth: number;
}

/** An element whose children are being read. The stack of them is a list of ours: depth cannot overflow. */
interface Frame {
  readonly children: readonly SharedChild[];
  next: number;
  readonly flow: Flow;
  readonly draft: Draft;
  /** What ends with this element: the flow, the draft, or neither. */
  readonly ends: "flow" | "draft" | null;
}

const nodeKindOf = new Map<string, (typeof nodeKinds)[number]>(nodeKinds.map((kind) => [kind.name, kind]));
const markKindOf = new Map<string, (typeof markKinds)[number]>(markKinds.map((kind) => [kind.name, kind]));

/**
 * The text of a shared document. Never writes to it, whatever it holds, unlike y-prosemirror's readers: of a node that the
 * schema lacks the text is read as plain paragraphs, of a mark that it lacks the text alone, and a bad value of an
 * attribute as null. With `maxBlocks` the text of its first blocks alone.
 */
export function readDocument(ydoc: Y.Doc, maxBlocks = Number.POSITIVE_INFINITY): Node {
  const root: Flow = { name: "doc", attributes: {}, blocks: [], depth: 0 };
  const stack: Frame[] = [flowFrame(fragmentOf(ydoc).toArray().slice(0, maxBlocks), root)];
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    if (frame.next < frame.children.length) {
      const opened = readChild(frame.children[frame.next++], frame);
      if (opened !== undefined) stack.push(opened);
    } else {
      if (frame.ends !== null) writeDraft(frame.draft, frame.flow.blocks);
      stack.pop();
      if (frame.ends === "flow") endFlow(frame.flow, stack.at(-1)?.flow);
    }
  }
  return schema.node("doc", null, root.blocks.length > 0 ? root.blocks : [schema.node("paragraph")]);
}

/** Puts what a flow was read as into the one around it; blocks that its kind does not take stand there by themselves. */
function endFlow({ name, attributes, blocks }: Flow, around: Flow | undefined): void {
  if (around === undefined) return;
  const isPart = schema.nodes[name].spec.group !== "block";
  if (
    schema.nodes[name].validContent(Fragment.from(blocks)) &&
    (!isPart || takes(around, schema.nodes[name]))
  )
    around.blocks.push(schema.node(name, attributes, blocks));
  else around.blocks.push(...blocks.flatMap((block) => standing(block, around)));
}

/** A part of a table outside of one is the blocks in it. */
function standing(block: Node, around: Flow): readonly Node[] {
  if (block.type.spec.group === "block" || takes(around, block.type)) return [block];
  return block.children.flatMap((inner) => standing(inner, around));
}

function takes({ name }: Flow, part: NodeType): boolean {
  return schema.nodes[name].contentMatch.matchType(part) !== null;
}

/** Reads one child, or gives the frame in which its children are to be read. */
function readChild(child: SharedChild, frame: Frame): Frame | undefined {
  const { draft, flow } = frame;
  if (isText(child)) {
    for (const node of readText(child, draft.name !== "code_block")) draft.inline.push(node);
    return undefined;
  }
  if (!isElement(child)) return undefined;
  const children = child.toArray();
  const name = nodeKindOf.get(child.nodeName)?.name;
  const isInline = name !== undefined && schema.nodes[name].isInline;
  if (isInline && children.length === 0) {
    readLeaf(schema.node(name, readAttributes(child, name)), draft);
    return undefined;
  }
  const isUnknown = name === undefined || isInline;
  const isInLine = draft.isLine || draft.inline.length > 0 || frame.ends === null;
  // A mention, most likely.
  if (isUnknown && isInLine && frame.ends !== "flow") return { children, next: 0, flow, draft, ends: null };

  writeDraft(draft, flow.blocks, true);
  if (isUnknown) return blockFrame(children, flow, { name: "paragraph", isLine: false });
  const attributes = readAttributes(child, name);
  if (name === "paragraph" || name === "code_block" || name === "figure")
    return blockFrame(children, flow, { name, isLine: true, attributes });
  if (!holdsBlocks(schema.nodes[name].create())) {
    flow.blocks.push(schema.node(name, attributes));
    return blockFrame(children, flow, { name: "paragraph", isLine: false, isWritten: true });
  }
  if (flow.depth === maxDepth) return blockFrame(children, flow, { name: "paragraph", isLine: false });
  return flowFrame(children, { name, attributes, blocks: [], depth: flow.depth + 1 });
}

/** Takes up what stands in a line as one thing: in code, which is text alone, as its text. */
function readLeaf(leaf: Node, draft: Draft): void {
  if (draft.name !== "code_block") draft.inline.push(leaf);
  else if (leaf.textContent !== "") draft.inline.push(schema.text(leaf.textContent));
}

function flowFrame(children: readonly SharedChild[], flow: Flow): Frame {
  const draft: Draft = { name: "paragraph", isLine: false, attributes: {}, inline: [], isWritten: true };
  return { children, next: 0, flow, draft, ends: "flow" };
}

function blockFrame(
  children: readonly SharedChild[],
  flow: Flow,
  block: Pick<Draft, "name" | "isLine"> & Partial<Draft>,
): Frame {
  const draft: Draft = { attributes: {}, inline: [], isWritten: false, ...block };
  return { children, next: 0, flow, draft, ends: "draft" };
}

function writeDraft(draft: Draft, blocks: Node[], isInterrupted = false): void {
  const isEmpty = draft.inline.length === 0;
  const isFigure = draft.name === "figure";
  if (!isEmpty || isFigure || (!draft.isWritten && !isInterrupted)) {
    blocks.push(schema.node(draft.name, draft.attributes, draft.inline));
    if (isFigure) draft.name = "paragraph"; // there is one picture
    draft.attributes = isFigure ? {} : { ...draft.attributes, id: null };
    draft.inline = [];
  }
  draft.isWritten = true;
}

function* readText(text: Y.Text, withMarks: boolean): Generator<Node> {
  for (const { insert, attributes } of stretchesOf(text))
    if (typeof insert === "string" && insert !== "")
      yield schema.text(insert, withMarks && attributes !== undefined ? readMarks(attributes) : Mark.none);
}

function readMarks(formats: Readonly<Record<string, unknown>>): readonly Mark[] {
  let marks = Mark.none;
  for (const [key, value] of Object.entries(formats)) {
    const kind = markKindOf.get(markNameOf(key));
    const values = kind === undefined ? undefined : readMarkValues(kind.name, value);
    if (kind !== undefined && values !== undefined) marks = schema.mark(kind.name, values).addToSet(marks);
  }
  return marks;
}

/** The attributes of a mark, or undefined where it lacks one that it means nothing without. */
function readMarkValues(name: MarkName, stored: unknown): Values | undefined {
  const kind = markKindOf.get(name);
  if (kind === undefined) return undefined;
  const given = typeof stored === "object" && stored !== null ? new Map(Object.entries(stored)) : undefined;
  const attributes: Readonly<Record<string, Attribute>> = kind.attributes;
  const required: readonly string[] = kind.required;
  const values: Values = {};
  for (const [key, attribute] of Object.entries(attributes)) {
    values[key] = attribute.read(given?.get(key));
    if (values[key] === null && required.includes(key)) return undefined;
  }
  return values;
}

function readAttributes(element: Y.XmlElement, name: NodeName): Values {
  const attributes: Readonly<Record<string, Attribute>> = nodeKindOf.get(name)?.attributes ?? {};
  const values: Values = {};
  for (const [key, attribute] of Object.entries(attributes))
    values[key] = attribute.read(element.getAttribute(key));
  return values;
}
