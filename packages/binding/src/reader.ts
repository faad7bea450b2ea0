import { Fragment, type Node, type NodeType, type Schema } from "prosemirror-model";
import * as Y from "yjs";
import { type Formats, readMarks } from "./marks.ts";
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
import { textIn } from "./sealed-text.ts";
import { isSameValue, readValues } from "./values.ts";

/** Elements in elements that are drawn; Yjs itself overflows on some thousands. */
const maxDepth = 100;

/** What stands in the view for what the schema cannot show: atoms with the attributes `key`, `name` and `text`. */
export interface SealedTypes {
  readonly block: NodeType;
  readonly inline: NodeType;
}

/** What a shared text is drawn with. */
export interface ReadText {
  readonly nodes: readonly Node[];
  readonly sealed: readonly SealedSpan[];
}

/** Reads shared types into what the view shows of them. Never writes. */
export class Reader {
  readonly #schema: Schema;
  readonly #sealed: SealedTypes | undefined;
  readonly #registry: Registry;
  readonly #content = new Map<NodeType, ReadonlySet<NodeType>>();

  constructor(schema: Schema, sealed: SealedTypes | undefined, registry: Registry) {
    this.#schema = schema;
    this.#sealed = sealed;
    this.#registry = registry;
  }

  /** The whole document. */
  document(fragment: Y.XmlFragment): ElementPart {
    const type = this.#schema.topNodeType;
    const read = this.#children(fragment, type, 0);
    const built = this.build(type, null, read);
    // Where even that does not fit, the document is shown without what makes it so.
    const { node, parts } = built ?? this.#emptied(type, read);
    return this.#register(new ElementPart(fragment, node, parts));
  }

  /** A child of an element of this type. */
  child(item: Y.Item, parent: NodeType, depth: number): Part {
    const { content } = item;
    const type: unknown = content instanceof Y.ContentType ? content.type : undefined;
    if (type instanceof Y.XmlText && (parent.inlineContent || type.length === 0))
      return this.#text(type, parent);
    if (type instanceof Y.XmlElement) {
      const read = this.#element(type, parent, depth);
      if (read) return read;
    }
    return this.#register(new SealedPart(item, this.#sealedNode(item, parent)));
  }

  /** The node with these children and those that the schema asks for beside them; null where nothing helps. */
  build(
    type: NodeType,
    attrs: Node["attrs"] | null,
    { parts, nodes }: Children,
  ): { readonly node: Node; readonly parts: readonly Part[] } | null {
    const content = Fragment.from(nodes);
    if (type.validContent(content)) return { node: type.create(attrs, content), parts };
    const before = type.contentMatch.fillBefore(content);
    const after =
      before && type.contentMatch.matchFragment(before.append(content))?.fillBefore(Fragment.empty, true);
    if (!before || !after) return null;
    const all = before.append(content).append(after);
    if (!type.validContent(all)) return null;
    const filled = (fragment: Fragment) => fragment.content.map((node) => new FilledPart(node));
    return { node: type.create(attrs, all), parts: [...filled(before), ...parts, ...filled(after)] };
  }

  /** What a shared text is drawn with in an element of this type. What was sealed before keeps its node. */
  text(text: Y.XmlText, parent: NodeType, known: readonly SealedSpan[] = []): ReadText {
    const nodes: Node[] = [];
    const sealed: SealedSpan[] = [];
    const left = [...known];
    let index = 0;
    for (const { insert, attributes = {} } of deltaOf(text)) {
      const length = typeof insert === "string" ? insert.length : 1;
      const marks = typeof insert === "string" ? readMarks(attributes, this.#schema) : undefined;
      if (typeof insert === "string" && (marks || !this.#sealed)) {
        const shown = (marks ?? []).filter((mark) => parent.allowsMarkType(mark.type));
        if (insert !== "") nodes.push(this.#schema.text(insert, shown));
      } else {
        const same = left.findIndex((each) => isSameSpan(each, insert, attributes));
        const node =
          same < 0 ? this.#sealedSpan({ insert, attributes }) : (left.splice(same, 1)[0]?.node ?? null);
        if (node) nodes.push(node);
        sealed.push({ index, length, node, insert, attributes });
      }
      index += length;
    }
    return { nodes, sealed };
  }

  /** What the attributes of an element are shown as; undefined where one is missing that the schema cannot do without. */
  attributes(element: Y.XmlElement, type: NodeType): Node["attrs"] | undefined {
    return readValues(type.spec.attrs, (name) => element.getAttribute(name));
  }

  /** The node that stands for what the schema cannot show. */
  #sealedNode(item: Y.Item, parent: NodeType): Node | null {
    const type = parent.inlineContent ? this.#sealed?.inline : this.#sealed?.block;
    if (!type) return null;
    const { name, text } = textIn(item);
    return type.create({ key: this.#registry.seal(item), name, text });
  }

  #sealedSpan(span: SealedText): Node | null {
    const { insert, attributes } = span;
    const unknown = Object.keys(attributes).filter(
      (key) => !readMarks({ [key]: attributes[key] }, this.#schema),
    );
    const name = typeof insert === "string" ? `mark ${unknown.join(", ")}` : "embed";
    const text = typeof insert === "string" ? insert : "";
    return this.#sealed?.inline.create({ key: this.#registry.seal(span), name, text }) ?? null;
  }

  #element(element: Y.XmlElement, parent: NodeType, depth: number): ElementPart | null {
    const { nodes } = this.#schema;
    const type = Object.hasOwn(nodes, element.nodeName) ? nodes[element.nodeName] : undefined;
    if (!type || type.isText || depth >= maxDepth || !this.#mayHold(parent, type)) return null;
    if (type === this.#sealed?.block || type === this.#sealed?.inline) return null;
    const attrs = this.attributes(element, type);
    const built = attrs && this.build(type, attrs, this.#children(element, type, depth + 1));
    return built ? this.#register(new ElementPart(element, built.node, built.parts)) : null;
  }

  #children(parent: Y.XmlFragment, type: NodeType, depth: number): Children {
    const parts: Part[] = [];
    const nodes: Node[] = [];
    for (let item = parent._start; item !== null; item = item.right) {
      if (item.deleted || !item.countable) continue;
      const part = this.child(item, type, depth);
      parts.push(part);
      if (part.kind === "text") nodes.push(...this.text(part.type, type, part.sealed).nodes);
      else if (part.node) nodes.push(part.node);
    }
    return { parts, nodes };
  }

  #text(type: Y.XmlText, parent: NodeType): TextPart {
    return this.#register(new TextPart(type, this.text(type, parent).sealed, type.length));
  }

  #mayHold(parent: NodeType, child: NodeType): boolean {
    const known = this.#content.get(parent) ?? contentOf(parent);
    this.#content.set(parent, known);
    return known.has(child);
  }

  #emptied(type: NodeType, { parts }: Children): { readonly node: Node; readonly parts: readonly Part[] } {
    for (const part of parts) if (part.kind === "sealed") part.node = null;
    const kept = parts.filter((part) => part.kind === "sealed");
    const node = type.createAndFill();
    if (!node) throw new RangeError(`the schema's ${type.name} cannot be made without content`);
    return { node, parts: [...kept, ...node.children.map((child) => new FilledPart(child))] };
  }

  #register<Read extends Part>(part: Read): Read {
    this.#registry.add(part);
    return part;
  }
}

/** A shared text's stretches, as Yjs tells of them. */
export function deltaOf(text: Y.XmlText): readonly { insert: string | object; attributes?: Formats }[] {
  return text.toDelta();
}

function isSameSpan(span: SealedSpan, insert: string | object, formats: Formats): boolean {
  return span.insert === insert && isSameValue(span.attributes, formats);
}

/** What an element's children are shown as. */
export interface Children {
  readonly parts: readonly Part[];
  readonly nodes: readonly Node[];
}

/** The types that the schema lets stand somewhere in a node of this one. */
function contentOf(parent: NodeType): ReadonlySet<NodeType> {
  const found = new Set<NodeType>();
  const matches = [parent.contentMatch];
  for (const match of matches) {
    for (let index = 0; index < match.edgeCount; index++) {
      const { type, next } = match.edge(index);
      found.add(type);
      if (!matches.includes(next)) matches.push(next);
    }
  }
  return found;
}
