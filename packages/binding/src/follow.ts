import { Fragment, type Mark, type Node, type NodeType, type Schema } from "prosemirror-model";
import * as Y from "yjs";
import { attributeEdits, blockEdits, type Edit, inlineEdits, replacement } from "./edits.ts";
import { readMarks } from "./marks.ts";
import { type ElementPart, nodeOf, type Part, type SealedPart, type TextPart } from "./mirror.ts";
import type { Children, Reader } from "./reader.ts";
import type { Registry } from "./registry.ts";

export interface FollowOptions {
  readonly schema: Schema;
  readonly reader: Reader;
  readonly registry: Registry;
}

/** What becomes of the document: its node, and the edits that make it of the one before. */
export interface Followed {
  readonly node: Node;
  readonly edits: readonly Edit[];
}

/** The mirror's parts that a transaction of the shared document touched. */
interface Touched {
  readonly texts: ReadonlyMap<TextPart, Y.YTextEvent>;
  readonly attributes: ReadonlySet<ElementPart>;
  readonly children: ReadonlySet<ElementPart>;
  readonly sealed: ReadonlySet<SealedPart>;
  /** These and all that are around one of them. */
  readonly paths: ReadonlySet<Part>;
}

type Events = readonly Y.YEvent<Y.AbstractType<unknown>>[];

/**
 * Takes a change of the shared document over into the mirror, and tells it as edits of the view's document that are as
 * small as can be: inside a text where text changed, an attribute where only that did.
 */
export function follow(root: ElementPart, events: Events, options: FollowOptions): Followed {
  const follower = new Follower(findTouched(events, options.registry), options);
  const followed = follower.element(root, 0, 0);
  if (followed) return followed;
  // The whole does not fit the schema any more, whatever is sealed in it: it is read anew.
  const read = options.reader.document(root.type);
  take(root, read.parts);
  options.registry.add(root);
  return {
    node: read.node,
    edits: [replacement(0, root.node.content.size, read.node.children)],
  };
}

function findTouched(events: Events, registry: Registry): Touched {
  const texts = new Map<TextPart, Y.YTextEvent>();
  const attributes = new Set<ElementPart>();
  const children = new Set<ElementPart>();
  const sealed = new Set<SealedPart>();
  for (const event of events) {
    const part = registry.around(event.target);
    if (part?.kind === "sealed") sealed.add(part);
    // What is new in an element is read with it.
    if (part === undefined || part.kind === "sealed" || part.type !== event.target) continue;
    if (part.kind === "text") texts.set(part, event as Y.YTextEvent);
    else {
      const { attributesChanged, childListChanged } = xmlChanges(event);
      if (attributesChanged.size > 0) attributes.add(part);
      if (childListChanged) children.add(part);
    }
  }
  const paths = new Set<Part>();
  for (const part of [...texts.keys(), ...attributes, ...children, ...sealed]) {
    for (let at: Part | null = part; at !== null && !paths.has(at); at = at.parent) paths.add(at);
  }
  return { texts, attributes, children, sealed, paths };
}

/** What Yjs says of an element, beyond what its types say of it. */
function xmlChanges(event: unknown) {
  return event as { readonly attributesChanged: ReadonlySet<string>; readonly childListChanged: boolean };
}

/** A child as it was and as it is; null where it is new, or gone. */
interface Pair {
  readonly before: Part | null;
  readonly beforeNode: Node | null;
  readonly beforeSize: number;
  readonly after: Part | null;
  readonly afterNode: Node | null;
  /** What makes one of the other where both are the same thing. */
  readonly edits: readonly Edit[];
}

class Follower {
  readonly #touched: Touched;
  readonly #options: FollowOptions;

  constructor(touched: Touched, options: FollowOptions) {
    this.#touched = touched;
    this.#options = options;
  }

  /** An element whose content starts here. Null where the schema cannot show it any more. */
  element(part: ElementPart, start: number, depth: number): Followed | null {
    const { node } = part;
    const inside = node.inlineContent ? this.#inline(part, start, depth) : this.#blocks(part, start, depth);
    if (!inside) return null;
    const attrs = this.#attributes(part);
    if (!attrs) return null;
    const now = attrs === node.attrs ? inside.node : node.type.create(attrs, inside.node.content);
    return { node: now, edits: [...attributeEdits(node, now, start - 1), ...inside.edits] };
  }

  #attributes(part: ElementPart): Node["attrs"] | undefined {
    const { type, node } = part;
    if (!(type instanceof Y.XmlElement) || !this.#touched.attributes.has(part)) return node.attrs;
    return this.#options.reader.attributes(type, node.type);
  }

  #inline(part: ElementPart, start: number, depth: number): Followed | null {
    const { node } = part;
    const { texts, children, sealed, paths } = this.#touched;
    const before = part.parts;
    const isText = !children.has(part) && before.every((child) => child.kind === "text" || !paths.has(child));
    const exact = isText ? this.#textEdits(part, start, texts) : null;
    const parts = children.has(part) ? this.#children(part, depth) : before;
    const read = this.#read(parts, node.type, sealed, depth);
    const built = this.#options.reader.build(node.type, node.attrs, read);
    if (!built) return null;
    take(part, built.parts);
    return { node: built.node, edits: exact ?? inlineEdits(node.content, built.node.content, start) };
  }

  /** What each of an element's children is shown as now. */
  #read(parts: readonly Part[], type: NodeType, sealed: ReadonlySet<SealedPart>, depth: number): Children {
    const { reader } = this.#options;
    const nodes: Node[] = [];
    const read = parts.flatMap((part) => {
      if (part.kind === "filled") return [];
      if (part.kind === "text") {
        const text = reader.text(part.type, type, part.sealed);
        part.reset(text.sealed, part.type.length);
        nodes.push(...text.nodes);
        return [part];
      }
      const isStale = part.kind === "sealed" ? sealed.has(part) : this.#touched.paths.has(part);
      const now = isStale && part.item ? reader.child(part.item, type, depth + 1) : part;
      const node = nodeOf(now);
      if (node) nodes.push(node);
      return [now];
    });
    return { parts: read, nodes };
  }

  /** The edits that Yjs tells of, for texts that hold nothing sealed; null where they cannot be told that way. */
  #textEdits(part: ElementPart, start: number, texts: Touched["texts"]): readonly Edit[] | null {
    const edits: Edit[] = [];
    let offset = start;
    for (const child of part.parts) {
      const event = child.kind === "text" ? texts.get(child) : undefined;
      if (child.kind === "text" && event) {
        if (child.sealed.length > 0) return null;
        const told = deltaEdits(event, offset, part.node, start, this.#options.schema);
        if (!told) return null;
        edits.push(...told);
      }
      offset += child.size;
    }
    return edits;
  }

  #blocks(part: ElementPart, start: number, depth: number): Followed | null {
    const { children, paths } = this.#touched;
    if (!children.has(part) && !part.parts.some((child) => paths.has(child)))
      return { node: part.node, edits: [] };
    const pairs = this.#pairs(part, start, depth);
    const parts = pairs.flatMap(({ after }) => (after ? [after] : []));
    const nodes = pairs.flatMap(({ afterNode }) => (afterNode ? [afterNode] : []));
    const isSame = !children.has(part) && pairs.every(({ before, after }) => before === after);
    if (isSame)
      return { node: part.node.copy(Fragment.from(nodes)), edits: pairs.flatMap(({ edits }) => edits) };
    const built = this.#options.reader.build(part.node.type, part.node.attrs, { parts, nodes });
    if (!built) return null;
    take(part, built.parts);
    return { node: built.node, edits: hunks(withFilled(pairs, built.parts), start) };
  }

  #pairs(part: ElementPart, start: number, depth: number): readonly Pair[] {
    const pairs: Pair[] = [];
    const parts = this.#touched.children.has(part) ? this.#children(part, depth) : part.parts;
    const kept = new Set(parts);
    const known = new Set(part.parts);
    let at = 0;
    let pos = start;
    const gone = (before: Part) => {
      const pair = {
        before,
        beforeNode: nodeOf(before),
        beforeSize: before.size,
        after: null,
        afterNode: null,
      };
      pairs.push({ ...pair, edits: [] });
      pos += before.size;
    };
    for (const after of parts) {
      if (!known.has(after)) {
        pairs.push({
          before: null,
          beforeNode: null,
          beforeSize: 0,
          after,
          afterNode: nodeOf(after),
          edits: [],
        });
        continue;
      }
      for (; at < part.parts.length; at++) {
        const before = part.parts[at];
        if (before === undefined || before === after) break;
        if (!kept.has(before)) gone(before);
      }
      at++;
      pairs.push(this.#pair(after, part.node.type, pos, depth));
      pos += pairs.at(-1)?.beforeSize ?? 0;
    }
    for (const before of part.parts.slice(at)) gone(before);
    return pairs;
  }

  /** A child that is still there. */
  #pair(before: Part, parent: NodeType, pos: number, depth: number): Pair {
    const same = {
      before,
      beforeNode: nodeOf(before),
      beforeSize: before.size,
      after: before,
      afterNode: nodeOf(before),
      edits: [],
    };
    if (!this.#touched.paths.has(before)) return same;
    if (before.kind === "element") {
      const followed = this.element(before, pos + 1, depth + 1);
      if (followed) {
        return { ...same, afterNode: followed.node, edits: followed.edits };
      }
    }
    if (before.kind === "filled" || before.item === null) return same;
    const after = this.#options.reader.child(before.item, parent, depth + 1);
    return { ...same, after, afterNode: nodeOf(after) };
  }

  /** The parts of an element's children as they are now: the same for those that were there. */
  #children(part: ElementPart, depth: number): readonly Part[] {
    const known = new Map<Y.Item, Part>();
    for (const child of part.parts) if (child.item) known.set(child.item, child);
    const parts: Part[] = [];
    for (let item = part.type._start; item !== null; item = item.right) {
      if (item.deleted || !item.countable) continue;
      parts.push(known.get(item) ?? this.#options.reader.child(item, part.node.type, depth + 1));
    }
    return parts;
  }
}

function take(part: ElementPart, parts: readonly Part[]): void {
  part.parts = parts;
  for (const child of parts) child.parent = part;
}

/** Adds what the schema asked for beside the others. */
function withFilled(pairs: readonly Pair[], parts: readonly Part[]): readonly Pair[] {
  const filled = (part: Part): Pair[] =>
    part.kind === "filled" && !pairs.some(({ after }) => after === part)
      ? [{ before: null, beforeNode: null, beforeSize: 0, after: part, afterNode: part.node, edits: [] }]
      : [];
  const first = parts.findIndex((part) => part.kind !== "filled");
  const [before, after] = first < 0 ? [parts, []] : [parts.slice(0, first), parts.slice(first)];
  return [...before.flatMap(filled), ...pairs, ...after.flatMap(filled)];
}

/** The edits of runs of children that changed: each run on its own, what lies between stays. */
function hunks(pairs: readonly Pair[], start: number): readonly Edit[] {
  const edits: Edit[] = [];
  let run: Pair[] = [];
  let runStart = start;
  let pos = start;
  for (const pair of pairs) {
    if (pair.beforeNode === pair.afterNode) {
      edits.push(...runEdits(run, runStart));
      run = [];
      pos += pair.beforeSize;
      runStart = pos;
    } else {
      run.push(pair);
      pos += pair.beforeSize;
    }
  }
  return [...edits, ...runEdits(run, runStart)];
}

function runEdits(run: readonly Pair[], start: number): readonly Edit[] {
  if (run.length === 0) return [];
  if (run.every(({ before, after }) => before !== null && before === after))
    return run.flatMap(({ edits }) => edits);
  const before = run.flatMap(({ beforeNode }) => (beforeNode ? [beforeNode] : []));
  const after = run.flatMap(({ afterNode }) => (afterNode ? [afterNode] : []));
  const joined = blockEdits(before, after, start);
  if (joined) return joined;
  let pos = start;
  return run.flatMap((pair) => {
    const from = pos;
    pos += pair.beforeSize;
    if (pair.before !== null && pair.before === pair.after) return pair.edits;
    return [replacement(from, pos, pair.afterNode ? [pair.afterNode] : [])];
  });
}

/** The edits of one text, as Yjs tells them. */
function deltaEdits(
  event: Y.YTextEvent,
  start: number,
  block: Node,
  blockStart: number,
  schema: Schema,
): readonly Edit[] | null {
  const edits: Edit[] = [];
  let pos = start;
  for (const { retain, insert, delete: deleted, attributes } of event.delta) {
    if (deleted !== undefined) {
      edits.push(replacement(pos, pos + deleted, []));
      pos += deleted;
    } else if (retain !== undefined) {
      const marked = attributes ? markEdits(block, blockStart, pos, pos + retain, attributes, schema) : [];
      if (!marked) return null;
      edits.push(...marked);
      pos += retain;
    } else {
      const marks = readMarks(attributes ?? {}, schema);
      if (typeof insert !== "string" || !marks) return null;
      const allowed = marks.filter((mark) => block.type.allowsMarkType(mark.type));
      edits.push(replacement(pos, pos, [schema.text(insert, allowed)]));
    }
  }
  return edits;
}

/** The marks that a stretch gets and loses. */
function markEdits(
  block: Node,
  blockStart: number,
  from: number,
  to: number,
  formats: Readonly<Record<string, unknown>>,
  schema: Schema,
): readonly Edit[] | null {
  const edits: Edit[] = [];
  for (const [key, value] of Object.entries(formats)) {
    const name = key.replace(/--[a-zA-Z0-9+/=]{8}$/s, "");
    const type = Object.hasOwn(schema.marks, name) ? schema.marks[name] : undefined;
    // Marks that stand beside others of their type are told apart by what they are, not by name.
    if (!type || !type.excludes(type)) return null;
    const given = readMarks({ [key]: value }, schema);
    if (!given) return null;
    const [mark] = given;
    if (mark && block.type.allowsMarkType(type)) edits.push({ kind: "add-mark", from, to, mark });
    else if (!mark)
      for (const old of marksIn(block, blockStart, from, to, type.name))
        edits.push({ kind: "remove-mark", from, to, mark: old });
  }
  return edits;
}

function marksIn(block: Node, blockStart: number, from: number, to: number, name: string): readonly Mark[] {
  const found: Mark[] = [];
  block.nodesBetween(from - blockStart, to - blockStart, (node) => {
    for (const mark of node.marks) if (mark.type.name === name && !mark.isInSet(found)) found.push(mark);
  });
  return found;
}
