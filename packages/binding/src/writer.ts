import type { Node } from "prosemirror-model";
import type { StepMap } from "prosemirror-transform";
import * as Y from "yjs";
import { writeInline } from "./inline-writer.ts";
import { type Kept, keptRanges } from "./kept-ranges.ts";
import { matchChildren } from "./matching.ts";
import { adoptChildren, type ElementPart, isEven, nodeOf, type Part, sizeOfFirst } from "./mirror.ts";
import { newPart } from "./new-parts.ts";
import type { Reader } from "./reader.ts";
import type { Registry } from "./registry.ts";
import { isSameValue } from "./values.ts";

export interface WriteOptions {
  readonly reader: Reader;
  readonly registry: Registry;
  readonly idAttributes: readonly string[];
}

/**
 * Writes what was edited into the shared document, and the mirror after it. An element stays while its node does; only
 * attributes and words that changed are written, so that nothing of what others do meanwhile is written over.
 */
export function write(
  root: ElementPart,
  doc: Node,
  maps: readonly StepMap[],
  transaction: Y.Transaction,
  options: WriteOptions,
): void {
  const kept = keptRanges(root.node.content.size, maps);
  const gone: Y.Item[] = [];
  new Writer(kept, { ...options, gone }).element(root, doc, 0, 0);
  // Last: what moves from one to another is a copy of what is still there.
  for (const item of gone) if (!item.deleted) item.delete(transaction);
}

interface WriterOptions extends WriteOptions {
  /** What is to be deleted in the end. */
  readonly gone: Y.Item[];
}

class Writer {
  readonly #kept: readonly Kept[];
  readonly #options: WriterOptions;

  constructor(kept: readonly Kept[], options: WriterOptions) {
    this.#kept = kept;
    this.#options = options;
  }

  /** Writes a node over the one that an element was shown as, whose contents start here in the views before and after. */
  element(part: ElementPart, node: Node, before: number, after: number): void {
    if (part.node === node) return;
    writeAttributes(part, node);
    if (node.inlineContent) {
      // In a thing that stands in a line the ranges are not looked for.
      const inside = new Writer([], this.#options);
      writeInline(
        part,
        node,
        { before, after, kept: this.#kept },
        { ...this.#options, writeElement: (child, now) => inside.element(child, now, 0, 0) },
      );
    } else this.#blocks(part, node, before, after);
    part.node = node;
    if (node.inlineContent) adoptChildren(part);
  }

  #blocks(part: ElementPart, node: Node, before: number, after: number): void {
    const same = isEven(part) ? sameNodes(part.node, node) : sameEnds(part.parts, node);
    const middle = part.parts.slice(same.head, part.parts.length - same.tail);
    const shown = middle.filter((child) => child.size > 0);
    const nodes = node.children.slice(same.shownHead, node.childCount - same.shownTail);
    const matches = matchChildren(
      shown.flatMap((child) => nodeOf(child) ?? []),
      nodes,
      this.#options.idAttributes,
    );
    const isInPlace = matches.length === nodes.length && middle.length === nodes.length;
    if (isInPlace && middle.every(({ kind }) => kind !== "filled")) {
      return this.#inPlace(middle, nodes, before + same.size, after + same.size);
    }
    const goesOn = new Map(matches.map(([index, other]) => [shown[index], other]));
    const parts = part.parts.slice(0, same.head);
    const gone: Part[] = [];
    let next = 0;
    let [oldPos, newPos] = [before + same.size, after + same.size];
    const insertUpTo = (end: number) => {
      for (const each of nodes.slice(next, end)) {
        parts.push(this.#insert(part, parts, each));
        newPos += each.nodeSize;
      }
      next = Math.max(next, end);
    };
    for (const child of middle) {
      // What stands in the view only becomes part of the document with the first edit in it.
      const other = child.kind === "filled" ? undefined : goesOn.get(child);
      const now = other === undefined ? undefined : nodes[other];
      const { size } = child;
      if (other !== undefined && now) {
        insertUpTo(other);
        this.#goOn(child, now, oldPos, newPos);
        parts.push(child);
        next = other + 1;
        newPos += now.nodeSize;
      } else if (size > 0) gone.push(child);
      else parts.push(child);
      oldPos += size;
    }
    insertUpTo(nodes.length);
    for (const { item } of gone) if (item) this.#options.gone.push(item);
    for (const child of parts) child.parent = part;
    part.parts = [...parts, ...part.parts.slice(part.parts.length - same.tail)];
  }

  /** Writes children that all go on as what stands at their place now. */
  #inPlace(parts: readonly Part[], nodes: readonly Node[], before: number, after: number): void {
    let [oldPos, newPos] = [before, after];
    nodes.forEach((node, index) => {
      const part = parts[index];
      const size = part?.size ?? 0;
      if (part) this.#goOn(part, node, oldPos, newPos);
      oldPos += size;
      newPos += node.nodeSize;
    });
  }

  #goOn(part: Part, node: Node, before: number, after: number): void {
    if (part.kind === "element") this.element(part, node, before + 1, after + 1);
    else if (part.kind === "sealed") part.node = node;
  }

  /** Puts a new node behind these parts. */
  #insert(part: ElementPart, behind: readonly Part[], node: Node): Part {
    const made = newPart(node, this.#options.registry);
    // What cannot be written is in the view only.
    if (made.type) part.type.insertAfter(lastItem(behind), [made.type]);
    return made.complete();
  }
}

/** Writes the attributes that changed; one that is null is left out. */
function writeAttributes({ type, node: before }: ElementPart, { attrs }: Node): void {
  if (!(type instanceof Y.XmlElement)) return;
  for (const [name, value] of Object.entries(attrs)) {
    if (isSameValue(before.attrs[name], value)) continue;
    if (value === null || value === undefined) type.removeAttribute(name);
    else type.setAttribute(name, value);
  }
}

interface SameEnds {
  /** Parts, and children of the node, that are the same at the start and at the end. */
  readonly head: number;
  readonly shownHead: number;
  readonly tail: number;
  readonly shownTail: number;
  /** How much of the view those at the start take. */
  readonly size: number;
}

/** The same where every part is one child: found by the children alone, ten thousand in some microseconds. */
function sameNodes(old: Node, node: Node): SameEnds {
  const fewer = Math.min(old.childCount, node.childCount);
  let [head, tail] = [0, 0];
  while (head < fewer && old.child(head) === node.child(head)) head++;
  while (
    tail < fewer - head &&
    old.child(old.childCount - tail - 1) === node.child(node.childCount - tail - 1)
  )
    tail++;
  return { head, shownHead: head, tail, shownTail: tail, size: sizeOfFirst(node, head) };
}

function sameEnds(parts: readonly Part[], node: Node): SameEnds {
  let [head, shownHead, tail, shownTail, size] = [0, 0, 0, 0, 0];
  for (const part of parts) {
    if (part.size > 0) {
      if (shownHead >= node.childCount || nodeOf(part) !== node.child(shownHead)) break;
      shownHead++;
      size += part.size;
    }
    head++;
  }
  for (let index = parts.length - 1; index >= head; index--) {
    const part = parts[index];
    if (part && part.size > 0) {
      const last = node.childCount - shownTail - 1;
      if (last < shownHead || nodeOf(part) !== node.child(last)) break;
      shownTail++;
    }
    tail++;
  }
  return { head, shownHead, tail, shownTail, size };
}

/** The last of these parts that is in the shared document. */
function lastItem(parts: readonly Part[]): Y.Item | null {
  for (let index = parts.length - 1; index >= 0; index--) {
    const item = parts[index]?.item;
    if (item) return item;
  }
  return null;
}
