import { findUnknown, fragmentName } from "@quire/schema";
import type { Mark, Node, Schema } from "prosemirror-model";
import * as Y from "yjs";

/** Whether y-prosemirror can draw the whole document. It deletes what it cannot draw, for everybody. */
export function canBind(ydoc: Y.Doc, schema: Schema): boolean {
  if (findUnknown(ydoc).length > 0) return false;
  return ydoc
    .getXmlFragment(fragmentName)
    .toArray()
    .every((block) => canDraw(block, schema));
}

/**
 * Whether y-prosemirror can draw what this transaction changed. Asked before the binding hears of it; looks at the
 * blocks that changed and no others.
 */
export function canFollow(transaction: Y.Transaction, schema: Schema): boolean {
  const fragment = transaction.doc.getXmlFragment(fragmentName);
  const types: ReadonlyMap<unknown, unknown> = transaction.changed;
  const changed = new Set<unknown>();
  for (const type of types.keys()) {
    const block = topBlock(type, fragment);
    if (block) changed.add(block);
  }
  if (types.has(fragment)) {
    for (const block of fragment.toArray()) if (isNewIn(block, transaction)) changed.add(block);
  }
  return [...changed].every((block) => canDraw(block, schema));
}

/** Whether the transaction brought this child. Hostile documents hold bare values, which count as new. */
export function isNewIn(child: unknown, transaction: Y.Transaction): boolean {
  const id = child instanceof Y.AbstractType ? child._item?.id : undefined;
  return id === undefined || id.clock >= (transaction.beforeState.get(id.client) ?? 0);
}

function topBlock(type: unknown, fragment: Y.XmlFragment): unknown {
  let block = type;
  while (block instanceof Y.AbstractType && block.parent !== fragment) block = block.parent;
  return block instanceof Y.AbstractType && block._item?.deleted === false ? block : null;
}

/** A block holds text and line breaks; nothing deeper is known, so nothing deeper needs to be followed. */
function canDraw(block: unknown, schema: Schema): boolean {
  if (!(block instanceof Y.XmlElement) || !hasKnownAttributes(block, schema)) return false;
  const type = schema.nodes[block.nodeName];
  const children: Node[] = [];
  for (const child of block.toArray()) {
    const drawn = child instanceof Y.XmlText ? drawText(child, schema) : drawLeaf(child, schema);
    if (!drawn || !type) return false;
    children.push(...drawn);
  }
  try {
    return type?.createChecked(block.getAttributes(), children) !== undefined;
  } catch {
    return false; // what createChecked throws at is what y-prosemirror would delete
  }
}

function drawLeaf(child: Y.XmlElement | Y.XmlHook, schema: Schema): readonly Node[] | null {
  if (!(child instanceof Y.XmlElement) || child.length > 0 || !hasKnownAttributes(child, schema)) return null;
  const type = schema.nodes[child.nodeName];
  return type?.isInline && type.isLeaf ? [type.create(child.getAttributes())] : null;
}

function hasKnownAttributes(element: Y.XmlElement, schema: Schema): boolean {
  const type = Object.hasOwn(schema.nodes, element.nodeName) ? schema.nodes[element.nodeName] : undefined;
  const names = [...element._map].filter(([, { deleted }]) => !deleted).map(([name]) => name);
  return type !== undefined && isKnown(names, type.spec.attrs);
}

function drawText(text: Y.XmlText, schema: Schema): readonly Node[] | null {
  const nodes: Node[] = [];
  for (const piece of text.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[]) {
    const marks = drawMarks(piece.attributes ?? {}, schema);
    if (typeof piece.insert !== "string" || !marks) return null;
    if (piece.insert.length > 0) nodes.push(schema.text(piece.insert, marks));
  }
  return nodes;
}

function drawMarks(attributes: Readonly<Record<string, unknown>>, schema: Schema): readonly Mark[] | null {
  const marks: Mark[] = [];
  // Inherited keys too: y-prosemirror takes them for marks.
  for (const name in attributes) {
    const type = Object.hasOwn(schema.marks, name) ? schema.marks[name] : undefined;
    const value = attributes[name];
    if (!type || typeof value !== "object") return null;
    if (!isKnown(Object.keys(value ?? {}), type.spec.attrs)) return null;
    try {
      marks.push(type.create(value));
    } catch {
      return null; // an attribute that the mark cannot be without is missing
    }
  }
  return marks;
}

function isKnown(names: Iterable<string>, known: object = {}): boolean {
  return [...names].every((name) => Object.hasOwn(known, name));
}
