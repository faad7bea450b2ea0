import { Mark, type Node } from "prosemirror-model";
import type * as Y from "yjs";
import type { Attribute } from "./attribute.ts";
import { markNameOf } from "./names.ts";
import { type MarkName, markKinds, type NodeName, nodeKinds, schema } from "./schema.ts";
import { fragmentOf, isElement, isText, type SharedChild, stretchesOf } from "./y-document.ts";

type Values = Record<string, unknown>;

/** A block that is being read. What stands between blocks inside it starts it anew, without its id. */
interface Draft {
  readonly name: "paragraph" | "code_block";
  /** Whether it was made from a block that holds a line of text: what we do not know in it is part of that line. */
  readonly isLine: boolean;
  attributes: Values;
  inline: Node[];
  /** Whether a block of it, or inside it, is in the document: an empty rest is then left out. */
  isWritten: boolean;
}

/** An element whose children are being read. The stack of them is a list of ours: depth cannot overflow. */
interface Frame {
  readonly children: readonly SharedChild[];
  next: number;
  readonly draft: Draft;
  /** Whether the draft ends with this element. */
  readonly owns: boolean;
}

const nodeKindOf = new Map<string, (typeof nodeKinds)[number]>(nodeKinds.map((kind) => [kind.name, kind]));
const markKindOf = new Map<string, (typeof markKinds)[number]>(markKinds.map((kind) => [kind.name, kind]));

/**
 * The text of a shared document. Never writes to it, whatever it holds, unlike y-prosemirror's readers: of a node that the
 * schema lacks the text is read as plain paragraphs, of a mark that it lacks the text alone, and a bad value of an
 * attribute as null.
 */
export function readDocument(ydoc: Y.Doc): Node {
  const blocks: Node[] = [];
  const root: Draft = { name: "paragraph", isLine: false, attributes: {}, inline: [], isWritten: true };
  const stack: Frame[] = [{ children: fragmentOf(ydoc).toArray(), next: 0, draft: root, owns: true }];
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    if (frame.next < frame.children.length) {
      const opened = readChild(frame.children[frame.next++], frame, stack.length === 1, blocks);
      if (opened !== undefined) stack.push(opened);
    } else {
      if (frame.owns) writeDraft(frame.draft, blocks);
      stack.pop();
    }
  }
  return schema.node("doc", null, blocks.length > 0 ? blocks : [schema.node("paragraph")]);
}

/** Reads one child, or gives the frame in which its children are to be read. */
function readChild(child: SharedChild, frame: Frame, isTop: boolean, blocks: Node[]): Frame | undefined {
  const { draft } = frame;
  if (isText(child)) {
    for (const node of readText(child, draft.name === "paragraph")) draft.inline.push(node);
    return undefined;
  }
  if (!isElement(child)) return undefined;
  const children = child.toArray();
  const name = nodeKindOf.get(child.nodeName)?.name;
  if (name === "hard_break" && children.length === 0) {
    draft.inline.push(draft.name === "paragraph" ? schema.node("hard_break") : schema.text("\n"));
    return undefined;
  }
  const isUnknown = name === undefined || name === "hard_break";
  const isInLine = draft.isLine || draft.inline.length > 0 || !frame.owns;
  // A mention, most likely.
  if (isUnknown && isInLine && !isTop) return { children, next: 0, draft, owns: false };

  writeDraft(draft, blocks, true);
  if (name === "horizontal_rule") blocks.push(schema.node(name, readAttributes(child, name)));
  const isLine = name === "paragraph" || name === "code_block";
  const block: Draft = {
    name: name === "code_block" ? name : "paragraph",
    isLine,
    attributes: isLine ? readAttributes(child, name) : {},
    inline: [],
    isWritten: name === "horizontal_rule",
  };
  return { children, next: 0, draft: block, owns: true };
}

function writeDraft(draft: Draft, blocks: Node[], isInterrupted = false): void {
  const isEmpty = draft.inline.length === 0;
  if (!isEmpty || (!draft.isWritten && !isInterrupted)) {
    blocks.push(schema.node(draft.name, draft.attributes, draft.inline));
    draft.attributes = { ...draft.attributes, id: null };
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
