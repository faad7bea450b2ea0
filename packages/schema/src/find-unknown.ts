import * as Y from "yjs";
import type { Attribute } from "./attribute.ts";
import { markNameOf, names } from "./names.ts";
import { markKinds, type NodeName, nodeKinds, schema } from "./schema.ts";
import { attributesOf, fragmentOf, isElement, type SharedChild, stretchesOf } from "./y-document.ts";

type Attributes = Readonly<Record<string, Attribute>>;

/** Names told, and characters of each: they are whatever somebody wrote. */
const maxFindings = 100;
const maxNameLength = 60;

/** What may stand in an element: y-prosemirror deletes, for everybody, an element that holds anything else. */
function contentOf(parent: string): { takes(name: string): boolean; hasText: boolean } | undefined {
  if (parent !== "document" && !nodeKinds.some(({ name }) => name === parent)) return undefined;
  const { contentMatch } = schema.nodes[parent === "document" ? "doc" : (parent as NodeName)];
  const takes = (name: string) => contentMatch.matchType(schema.nodes[name as NodeName]) !== null;
  return { takes, hasText: contentMatch.matchType(schema.nodes.text) !== null };
}

/**
 * What a shared document holds that an editor with this schema cannot show, such as `node gallery`, `mark sub`,
 * `attribute paragraph.tone` or `type Map`. Where there is any, y-prosemirror must not be bound: it would delete it.
 */
export function findUnknown(ydoc: Y.Doc): string[] {
  const findings = new Set<string>();
  const stack: { parent: string; children: readonly SharedChild[] }[] = [
    { parent: "document", children: fragmentOf(ydoc).toArray() },
  ];
  for (let frame = stack.pop(); frame !== undefined; frame = stack.pop()) {
    for (const child of frame.children) {
      if (findings.size >= maxFindings) return [...findings];
      for (const finding of checkChild(child, frame.parent)) findings.add(finding);
      if (isElement(child)) stack.push({ parent: child.nodeName, children: child.toArray() });
    }
  }
  return [...findings];
}

function* checkChild(child: SharedChild, parent: string): Generator<string> {
  const content = contentOf(parent);
  if (isElement(child)) {
    const name = child.nodeName;
    if (!names.nodes.has(name)) yield `node ${shorten(name)}`;
    else if (content !== undefined && !content.takes(name)) yield `node ${name} in ${parent}`;
    yield* checkAttributes(child);
  } else if (child instanceof Y.XmlText) {
    if (content !== undefined && !content.hasText) yield `text in ${parent}`;
    yield* checkText(child, parent);
  } else {
    yield `type ${typeName(child)}`;
  }
}

function* checkAttributes(element: Y.XmlElement): Generator<string> {
  const kind = nodeKinds.find(({ name }) => name === element.nodeName);
  if (kind === undefined) return;
  const attributes: Attributes = kind.attributes;
  for (const [key, value] of attributesOf(element))
    if (!canHold(attributes, key, value)) yield `attribute ${kind.name}.${shorten(key)}`;
}

/** Whether ProseMirror takes the value. It does not ask whether the value means anything. */
function canHold(attributes: Attributes, key: string, value: unknown): boolean {
  const attribute = Object.hasOwn(attributes, key) ? attributes[key] : undefined;
  if (attribute === undefined) return false;
  return value === null || value === undefined || typeof value === attribute.type;
}

function* checkText(text: Y.XmlText, parent: string): Generator<string> {
  for (const { insert, attributes = {} } of stretchesOf(text)) {
    if (typeof insert !== "string") yield "type embed";
    // Inherited keys too, since y-prosemirror takes them for marks: a format named __proto__ brings them.
    for (const key in attributes) yield* checkMark(key, attributes[key], parent);
  }
}

function* checkMark(key: string, value: unknown, parent: string): Generator<string> {
  const name = markNameOf(key);
  const kind = markKinds.find((known) => known.name === name);
  if (kind === undefined) return yield `mark ${shorten(name)}`;
  if (parent === "code_block") yield `mark ${name} in code_block`;
  const attributes: Attributes = kind.attributes;
  const required: readonly string[] = kind.required;
  const given = new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);
  for (const [key, attribute] of given)
    if (!canHold(attributes, key, attribute)) yield `attribute ${name}.${shorten(key)}`;
  for (const key of required)
    if (typeof given.get(key) !== attributes[key]?.type) yield `attribute ${name}.${key}`;
}

function shorten(name: string): string {
  return name.slice(0, maxNameLength);
}

function typeName(child: SharedChild): string {
  if (typeof child !== "object" || child === null) return typeof child;
  for (const [name, type] of sharedTypes) if (child instanceof type) return name;
  return "object";
}

const sharedTypes = [
  ["XmlHook", Y.XmlHook],
  ["Map", Y.Map],
  ["Array", Y.Array],
  ["Text", Y.Text],
  ["XmlFragment", Y.XmlFragment],
  ["Doc", Y.Doc],
] as const;
