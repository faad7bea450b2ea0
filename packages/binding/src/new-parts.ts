import type { Node } from "prosemirror-model";
import * as Y from "yjs";
import { writeMarks } from "./marks.ts";
import {
  ElementPart,
  FilledPart,
  type Part,
  SealedPart,
  type SealedSpan,
  type SealedText,
  TextPart,
} from "./mirror.ts";
import type { Registry } from "./registry.ts";

/** What a new node is written as. */
export interface NewPart {
  /** Undefined where there is nothing to write. */
  readonly type: Y.XmlElement | Y.XmlText | undefined;
  /** The part, once the type is in the document. */
  complete(): Part;
}

/** Makes what a node of the view is written as, with all that is in it. */
export function newPart(node: Node, registry: Registry): NewPart {
  const sealed = registry.sealed(node);
  if (sealed) return sealedPart(node, sealed, registry);
  const type = new Y.XmlElement(node.type.name);
  for (const [name, value] of Object.entries(node.attrs))
    if (value !== null && value !== undefined) type.setAttribute(name, value);
  const made = childrenOf(node, registry);
  type.insert(
    0,
    made.flatMap((each) => each.type ?? []),
  );
  return {
    type,
    complete: () => {
      const part = new ElementPart(
        type,
        node,
        made.map((each) => each.complete()),
      );
      registry.add(part);
      return part;
    },
  };
}

/** Makes a text of these nodes of the view. */
export function newText(nodes: readonly Node[], registry: Registry): NewPart & { readonly type: Y.XmlText } {
  const type = new Y.XmlText();
  type.applyDelta(deltaOfNodes(nodes, registry));
  return {
    type,
    complete: () => {
      const part = new TextPart(type, spansOf(nodes, registry), type.length);
      registry.add(part);
      return part;
    },
  };
}

/** What Yjs is told of these nodes of a text. */
export function deltaOfNodes(
  nodes: readonly Node[],
  registry: Registry,
): { insert: string | object; attributes: Record<string, unknown> }[] {
  return nodes.map((node) => {
    const sealed = registry.sealedText(node);
    if (!sealed) return { insert: node.text ?? "", attributes: writeMarks(node.marks) };
    const { attributes } = sealed;
    const insert = registry.embeds.copy(sealed.insert);
    if (insert !== sealed.insert) registry.reseal(node, { insert, attributes });
    return { insert, attributes: { ...attributes } };
  });
}

function spansOf(nodes: readonly Node[], registry: Registry): readonly SealedSpan[] {
  let index = 0;
  return nodes.flatMap((node): SealedSpan[] => {
    const sealed = registry.sealedText(node);
    const length = typeof sealed?.insert === "string" ? sealed.insert.length : node.nodeSize;
    const span = sealed && { ...sealed, index, length, node };
    index += length;
    return span ? [span] : [];
  });
}

/** A text block's texts and things, and an empty text where it has none: whoever types there first would each make one. */
function childrenOf(node: Node, registry: Registry): readonly NewPart[] {
  if (!node.inlineContent) return node.children.map((child) => newPart(child, registry));
  const made: NewPart[] = [];
  let run: Node[] = [];
  const end = () => {
    if (run.length > 0) made.push(newText(run, registry));
    run = [];
  };
  for (const child of node.children) {
    if (registry.isText(child)) run.push(child);
    else {
      end();
      made.push(newPart(child, registry));
    }
  }
  end();
  return made.length > 0 ? made : [newText([], registry)];
}

/** What the schema cannot show goes along as it is. Where that cannot be, it is in the view only. */
function sealedPart(node: Node, sealed: Y.Item | SealedText, registry: Registry): NewPart {
  const content = sealed instanceof Y.Item && !sealed.deleted ? sealed.content : undefined;
  const type = content instanceof Y.ContentType ? cloneOf(content.type) : undefined;
  if (!type) return { type: undefined, complete: () => new FilledPart(node) };
  return {
    type,
    complete: () => {
      if (!type._item) return new FilledPart(node);
      const part = new SealedPart(type._item, node);
      registry.add(part);
      registry.reseal(node, type._item);
      return part;
    },
  };
}

function cloneOf(type: Y.AbstractType<unknown>): Y.XmlElement | Y.XmlText | undefined {
  try {
    return type.clone() as Y.XmlElement | Y.XmlText;
  } catch {
    return undefined; // nested so deep that Yjs overflows
  }
}
