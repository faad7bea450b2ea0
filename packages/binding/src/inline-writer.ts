import type { Node } from "prosemirror-model";
import type * as Y from "yjs";
import { indexAt, nodeEnd, offsetOf, runsOf } from "./inline-places.ts";
import { type Kept, within } from "./kept-ranges.ts";
import { formatChange } from "./marks.ts";
import type { ElementPart, Part, SealedSpan, TextPart } from "./mirror.ts";
import { deltaOfNodes, newPart, newText } from "./new-parts.ts";
import { deltaOf, type Reader } from "./reader.ts";
import type { Registry } from "./registry.ts";
import { sameInside } from "./same-inside.ts";

/** Where a text block's content starts in the views before and after, and what of them is the same. */
export interface InlinePlace {
  readonly before: number;
  readonly after: number;
  readonly kept: readonly Kept[];
}

export interface InlineOptions {
  readonly reader: Reader;
  readonly registry: Registry;
  /** What is to be deleted in the end. */
  readonly gone: Y.Item[];
  readonly writeElement: (part: ElementPart, node: Node) => void;
}

/** Writes the content of a text block: what was taken out and put in, where that was, and the marks that changed. */
export function writeInline(part: ElementPart, node: Node, place: InlinePlace, options: InlineOptions): void {
  const old = part.node;
  const [size, newSize] = [old.content.size, node.content.size];
  const kept = sameInside(
    within(
      place.kept,
      { from: place.before, to: place.before + size },
      { from: place.after, to: place.after + newSize },
    ),
    old,
    node,
  );
  const writer = new InlineWriter(part, node, options);
  // From the end: what lies before stays where it is.
  let [oldEnd, newEnd] = [size, newSize];
  for (const range of [...kept].reverse()) {
    writer.replace(range.before + range.length, oldEnd, insideOf(node, range.after + range.length, newEnd));
    [oldEnd, newEnd] = [range.before, range.after];
  }
  writer.replace(0, oldEnd, insideOf(node, 0, newEnd));
  writer.finish(node, kept, old);
}

function sealedIn(node: Node, registry: Registry): readonly SealedSpan[] {
  if (!registry.hasSealed) return [];
  return node.children.flatMap((child): SealedSpan[] => {
    const sealed = registry.sealedText(child);
    return sealed ? [{ ...sealed, index: 0, length: 0, node: child }] : [];
  });
}

function insideOf(node: Node, from: number, to: number): readonly Node[] {
  return from < to ? node.content.cut(from, to).content : [];
}

class InlineWriter {
  readonly #part: ElementPart;
  readonly #node: Node;
  readonly #options: InlineOptions;

  /** Writes the content of a node into that of a part. */
  constructor(part: ElementPart, node: Node, options: InlineOptions) {
    this.#part = part;
    this.#node = node;
    this.#options = options;
  }

  /** Puts nodes in place of what lies between two offsets of what the parts show. */
  replace(from: number, to: number, nodes: readonly Node[]): void {
    if (from === to && nodes.length === 0) return;
    const size = nodes.reduce((sum, node) => sum + node.nodeSize, 0);
    if (nodes.every(this.#isText)) {
      // First, while Yjs can still tell their place from the end of what goes, where somebody else may write on.
      if (size > 0) this.#insert(from, nodes);
      if (from < to) this.#delete(from + size, to + size);
    } else {
      if (from < to) this.#delete(from, to);
      this.#insert(from, nodes);
    }
  }

  /** Writes the attributes and the marks that changed where nothing came or went. */
  finish(node: Node, kept: readonly Kept[], old: Node): void {
    const { writeElement } = this.#options;
    let offset = 0;
    for (const child of this.#part.parts) {
      const now = child.kind === "element" ? node.nodeAt(offset) : null;
      if (child.kind === "element" && now && now !== child.node) writeElement(child, now);
      if (child.kind === "text") this.#format(child, offset, node, old, kept);
      offset += child.size;
    }
  }

  #delete(from: number, to: number): void {
    const parts: Part[] = [];
    let offset = 0;
    for (const part of this.#part.parts) {
      const [start, end] = [Math.max(from - offset, 0), Math.min(to - offset, part.size)];
      const { size } = part;
      offset += size;
      if (start >= end) parts.push(part);
      else if (part.kind === "text") {
        const index = part.indexAt(start);
        this.#deleteText(part, index, part.indexAt(end) - index);
        this.#reset(part);
        parts.push(part);
      } else if (part.item) this.#options.gone.push(part.item);
    }
    this.#take(parts);
  }

  #insert(offset: number, nodes: readonly Node[]): void {
    const { parts } = this.#part;
    const index = indexAt(parts, offset);
    const at = parts[index];
    const inside = at?.kind === "text" ? offset - offsetOf(parts, index) : 0;
    const runs = runsOf(nodes, this.#isText);
    const [first] = runs;
    if (at?.kind === "text" && runs.length === 1 && first?.every(this.#isText)) {
      this.#type(at, inside, first);
      return;
    }
    this.#insertAround(index, inside, runs);
  }

  /** Puts things, and texts between them, into a text that is cut for them, or between parts. */
  #insertAround(index: number, inside: number, runs: readonly (readonly Node[])[]): void {
    const { parts } = this.#part;
    const at = parts[index];
    const before = parts.slice(0, index);
    const after = parts.slice(index + 1);
    let rest: readonly Piece[] = [];
    const remaining = [...runs];
    if (at?.kind === "text" && inside === 0 && at.size > 0 && !runs[0]?.every(this.#isText)) {
      // Before a text: what others write in it goes on there.
      const last = remaining.at(-1);
      if (last?.every(this.#isText)) {
        this.#type(at, 0, last);
        remaining.pop();
      }
      after.unshift(at);
    } else if (at?.kind === "text") {
      rest = this.#cutText(at, at.indexAt(inside));
      const [first] = remaining;
      if (first?.every(this.#isText)) {
        this.#type(at, inside, first);
        remaining.shift();
      }
      this.#reset(at);
      before.push(at);
    } else if (at) after.unshift(at);
    for (const run of remaining) before.push(this.#add(before, run));
    if (rest.length > 0) {
      const last = before.at(-1);
      const text = last?.kind === "text" && last !== at ? last : this.#add(before, []);
      if (text.kind === "text") {
        text.type.applyDelta([...retain(text.type.length), ...rest]);
        this.#reset(text);
        if (text !== last) before.push(text);
      }
    }
    this.#take([...before, ...after]);
  }

  /** Adds a run of text, or a thing, behind these parts. */
  #add(behind: readonly Part[], run: readonly Node[]): Part {
    const { registry } = this.#options;
    const [only] = run;
    const made = only && !this.#isText(only) ? newPart(only, registry) : newText(run, registry);
    let ref: Y.Item | null = null;
    for (const part of behind) ref = part.item ?? ref;
    if (made.type) this.#part.type.insertAfter(ref, [made.type]);
    return made.complete();
  }

  #type(part: TextPart, offset: number, nodes: readonly Node[]): void {
    const index = part.indexAt(offset);
    part.type.applyDelta([...retain(index), ...deltaOfNodes(nodes, this.#options.registry)]);
    this.#reset(part);
  }

  readonly #isText = (node: Node): boolean => this.#options.registry.isText(node);

  #format(part: TextPart, start: number, node: Node, old: Node, kept: readonly Kept[]): void {
    for (const range of kept) {
      const from = Math.max(range.after, start);
      const to = Math.min(range.after + range.length, start + part.size);
      const shift = range.before - range.after;
      for (let at = from; at < to; ) {
        const now = node.nodeAt(at);
        const was = old.nodeAt(at + shift);
        const end = Math.min(to, nodeEnd(node, at), nodeEnd(old, at + shift) - shift);
        if (now?.isText && was?.isText && now.marks !== was.marks) {
          const change = formatChange(was.marks, now.marks);
          if (Object.keys(change).length > 0) {
            const index = part.indexAt(at - start);
            part.type.format(index, part.indexAt(end - start) - index, change);
          }
        }
        at = Math.max(end, at + 1);
      }
    }
  }

  #deleteText({ sealed, type }: TextPart, from: number, length: number): void {
    for (const { index, insert } of sealed)
      if (index >= from && index < from + length) this.#options.registry.embeds.keep(insert);
    if (length > 0) type.delete(from, length);
  }

  /** Takes the end of a text away, and gives it. */
  #cutText(part: TextPart, from: number): readonly Piece[] {
    const { length } = part.type;
    const rest: Piece[] = [];
    let at = 0;
    for (const piece of from < length ? deltaOf(part.type) : []) {
      const { insert } = piece;
      const size = typeof insert === "string" ? insert.length : 1;
      const skip = Math.max(0, from - at);
      if (skip < size)
        rest.push(typeof insert === "string" ? { ...piece, insert: insert.slice(skip) } : piece);
      at += size;
    }
    const { sealed } = part;
    this.#deleteText(part, from, length - from);
    return rest.map((piece) => this.#moved(piece, sealed));
  }

  /** A piece for another place, for which its node goes on standing. */
  #moved(piece: Piece, sealed: readonly SealedSpan[]): Piece {
    const { registry } = this.#options;
    const insert = registry.embeds.copy(piece.insert);
    const node = sealed.find((span) => span.insert === piece.insert)?.node;
    if (insert !== piece.insert && node)
      registry.reseal(node, { insert, attributes: piece.attributes ?? {} });
    return { ...piece, insert };
  }

  #reset(part: TextPart): void {
    // What is sealed in the node that is written, or was in the one before.
    const known = [...sealedIn(this.#node, this.#options.registry), ...part.sealed];
    part.reset(this.#options.reader.text(part.type, this.#part.node.type, known).sealed, part.type.length);
  }

  #take(parts: readonly Part[]): void {
    this.#part.parts = parts;
    for (const part of parts) part.parent = this.#part;
  }
}

type Piece = ReturnType<typeof deltaOf>[number];

/** Of an object with a prototype Yjs would take a format named `__proto__` to be asked for, and delete what it passes. */
function retain(length: number): { retain: number; attributes: object }[] {
  const attributes: object = Object.create(null);
  return length > 0 ? [{ retain: length, attributes }] : [];
}
