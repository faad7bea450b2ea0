import { fragmentName, names, schema, titleName } from "@quire/schema";
import type { NodeType } from "prosemirror-model";
import * as Y from "yjs";
import type { DocIndex } from "./doc-index.ts";
import type { NamedRanges } from "./named-ranges.ts";

/**
 * Where an id stands. Most ids are characters of a text that may be formatted, so those are written down nowhere.
 *
 *     document, paragraph, code_block …   beside a root's or an element's children
 *     title                               in the title
 *     code                                in a text that takes no formats
 *     paragraph.level …                   the values of an element's attribute
 *     collected                           nobody can tell any more, and nobody will see it
 */
export type Place = string;

/** In a text that may be formatted: the place of every id that has no other. */
export const inText = "text";
export const inPlainText = "code";
export const inCollected = "collected";

/** What a shared type is: the name of its node, or one of the two kinds of text. */
export type Kind = string;

/** What an item may build on: what is there, and what the update itself brought so far. */
export interface Ground {
  readonly places: NamedRanges;
  readonly kinds: NamedRanges;
}

/** Where an item stands. Where its parent is not written into it, it stands where its neighbour does. */
export function placeOf(
  item: Y.Item,
  index: DocIndex,
  grounds: readonly Ground[],
): Place | { readonly refused: string } {
  const { client, clock } = item.id;
  const known = index.clock(client);
  // Its first part is there: the rest stands behind that, whatever it says.
  if (clock < known) return index.places.nameOf(client, known - 1) ?? inText;
  // Yjs' types say only what an integrated item has; in an update the parent is a root's name, an id, or left out.
  const parent: unknown = item.parent;
  if (typeof parent === "string") {
    if (item.parentSub !== null) return { refused: "an attribute of a root type" };
    if (parent === fragmentName || parent === titleName) return parent;
    return { refused: `the root type ${show(parent)}` };
  }
  if (parent instanceof Y.ID) {
    const kind = find(grounds, "kinds", parent);
    // A deleted element's kind is forgotten at the next fold, and Yjs collects what stands on no type.
    if (kind === undefined) return inCollected;
    if (item.parentSub === null) return kind;
    // Nobody writes one, and a survey of the document would take its values for letters.
    if (isText(kind)) return { refused: `the attribute ${show(item.parentSub)} of ${show(kind)}` };
    return placeOfValue(kind, item.parentSub);
  }
  const beside = item.origin ?? item.rightOrigin;
  return beside === null ? inCollected : (find(grounds, "places", beside) ?? inText);
}

/** Where the values of an element's attribute stand. */
export function placeOfValue(owner: Kind, attribute: string): Place {
  return `${owner}.${attribute}`;
}

/** The owner and the attribute whose values stand at this place, undefined where it is another place. */
export function attributeAt(place: Place): { readonly owner: Kind; readonly name: string } | undefined {
  const dot = place.indexOf(".");
  return dot === -1 ? undefined : { owner: place.slice(0, dot), name: place.slice(dot + 1) };
}

/** The kind of a shared type at its place, undefined where its place holds no such type. */
export function kindOf(type: unknown, place: Place): Kind | undefined {
  if (type instanceof Y.XmlText) {
    if (!childrenOf.get(place)?.has(inText)) return undefined;
    return schema.nodes[place]?.markSet?.length === 0 ? inPlainText : inText;
  }
  // XmlHook extends YMap, not XmlElement; XmlFragment is what XmlElement extends.
  if (!(type instanceof Y.XmlElement)) return undefined;
  const { nodeName } = type;
  return childrenOf.get(place)?.has(nodeName) ? nodeName : undefined;
}

/** Whether a place is in a text, and whether it takes formats. */
export function isText(place: Place): boolean {
  return place === inText || place === inPlainText || place === titleName;
}

/** What may stand in the fragment and in each node, by the schema. */
const childrenOf: ReadonlyMap<Place, ReadonlySet<Kind>> = new Map(
  Object.values<NodeType>(schema.nodes).map((type) => [
    type === schema.topNodeType ? fragmentName : type.name,
    childKinds(type),
  ]),
);

function childKinds(type: NodeType): Set<Kind> {
  const kinds = new Set<Kind>();
  const seen = new Set([type.contentMatch]);
  for (const match of seen) {
    for (let edge = 0; edge < match.edgeCount; edge++) {
      const { type: child, next } = match.edge(edge);
      if (child.isText) kinds.add(inText);
      // What only stands in views for something else is in the schema too, and no name of documents.
      else if (names.nodes.has(child.name)) kinds.add(child.name);
      seen.add(next);
    }
  }
  return kinds;
}

function find(grounds: readonly Ground[], what: keyof Ground, { client, clock }: Y.ID): string | undefined {
  for (const ground of grounds) {
    const name = ground[what].nameOf(client, clock);
    if (name !== undefined) return name;
  }
  return undefined;
}

/** A name as a sentence may hold it: whatever somebody wrote, but not all of it. */
export function show(name: string): string {
  return JSON.stringify(name.length > 40 ? `${name.slice(0, 40)}…` : name);
}
