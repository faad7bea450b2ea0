import { Fragment, type Node, type NodeType, type Schema } from "prosemirror-model";
import * as Y from "yjs";
import { contentEdits } from "./content-edits.ts";
import { deltaEdits } from "./delta-edits.ts";
import { attributeEdits, type Edit, replacement } from "./edits.ts";
import { hunks, type Pair, withFilled } from "./hunks.ts";
import { type ElementPart, isEven, nodeOf, type Part, type SealedPart } from "./mirror.ts";
import type { Children, Reader } from "./reader.ts";
import type { Registry } from "./registry.ts";
import { placesOf, stayed } from "./stayed.ts";
import { type Events, findTouched, type Touched } from "./touched.ts";

export interface FollowOptions {
  readonly schema: Schema;
  readonly reader: Reader;
  readonly registry: Registry;
  readonly idAttributes: readonly string[];
}

/** What becomes of the document: its node, and the edits that make it of the one before. */
export interface Followed {
  readonly node: Node;
  readonly edits: readonly Edit[];
}

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

class Follower {
  readonly #touched: Touched;
  readonly #options: FollowOptions;
  readonly #followed = new Map<ElementPart, Followed | null>();

  constructor(touched: Touched, options: FollowOptions) {
    this.#touched = touched;
    this.#options = options;
  }

  /**
   * An element whose content starts here, in the document before. Null where the schema cannot show it any more. What is asked
   * for again is not followed again: its parts are those of the document after by then.
   */
  element(part: ElementPart, start: number, depth: number): Followed | null {
    const known = this.#followed.get(part);
    if (known !== undefined) return known;
    const followed = this.#element(part, start, depth);
    this.#followed.set(part, followed);
    return followed;
  }

  #element(part: ElementPart, start: number, depth: number): Followed | null {
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
    if (!children.has(part) && !before.some((child) => paths.has(child))) return { node, edits: [] };
    const isText = !children.has(part) && before.every((child) => child.kind === "text" || !paths.has(child));
    const exact = isText ? this.#textEdits(part, start, texts) : null;
    const parts = children.has(part) ? this.#children(part, depth) : before;
    const places = placesOf(before);
    const read = this.#read(parts, node.type, sealed, depth);
    const built = this.#options.reader.build(node.type, node.attrs, read);
    if (!built) return null;
    take(part, built.parts);
    if (exact) return { node: built.node, edits: exact };
    const known = stayed(places, placesOf(built.parts), this.#touched);
    return { node: built.node, edits: contentEdits(node, built.node, start, { known }) };
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
    const { children, inside } = this.#touched;
    if (!children.has(part)) {
      const within = inside.get(part);
      if (!within) return { node: part.node, edits: [] };
      const followed = isEven(part) ? this.#few(part, within, start, depth) : null;
      if (followed) return followed;
    }
    const pairs = this.#pairs(part, start, depth);
    const parts = pairs.flatMap(({ after }) => (after ? [after] : []));
    const nodes = pairs.flatMap(({ afterNode }) => (afterNode ? [afterNode] : []));
    const isSame = !children.has(part) && pairs.every(({ before, after }) => before === after);
    if (isSame)
      return { node: part.node.copy(Fragment.from(nodes)), edits: pairs.flatMap(({ edits }) => edits) };
    const built = this.#options.reader.build(part.node.type, part.node.attrs, { parts, nodes });
    if (!built) return null;
    take(part, built.parts);
    return {
      node: built.node,
      edits: hunks(withFilled(pairs, built.parts), start, this.#options.idAttributes),
    };
  }

  /** The same where only some children changed, each in itself; null where one of them became something else. */
  #few(part: ElementPart, touched: readonly Part[], start: number, depth: number): Followed | null {
    const edits: Edit[] = [];
    let { content } = part.node;
    let [next, pos] = [0, start];
    const places = touched.map((child) => ({ child, index: part.parts.indexOf(child) }));
    for (const { child, index } of places.sort((a, b) => a.index - b.index)) {
      for (; next < index; next++) pos += part.node.child(next).nodeSize;
      const followed = child.kind === "element" ? this.element(child, pos + 1, depth + 1) : null;
      if (!followed) return null;
      edits.push(...followed.edits);
      content = content.replaceChild(index, followed.node);
    }
    return { node: part.node.copy(content), edits };
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
