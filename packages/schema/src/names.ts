import { markKinds, nodeKinds } from "./schema.ts";

/** Names that a document may hold, each with the schema version that brought it. */
export interface Names {
  readonly nodes: ReadonlyMap<string, number>;
  readonly marks: ReadonlyMap<string, number>;
  /** Attributes of nodes, of any node. */
  readonly attributes: ReadonlyMap<string, number>;
}

/** Every name that this schema knows: what a server may let in, and what it then asks of a page. */
export const names: Names = {
  nodes: new Map(nodeKinds.map(({ name, since }) => [name, since])),
  marks: new Map(markKinds.map(({ name, since }) => [name, since])),
  attributes: attributesOfNodes(),
};

/** A name that several kinds have is as old as the oldest of them. */
function attributesOfNodes(): ReadonlyMap<string, number> {
  const known = new Map<string, number>();
  for (const kind of nodeKinds)
    for (const [name, { since }] of Object.entries(kind.attributes))
      known.set(name, Math.min(known.get(name) ?? Number.POSITIVE_INFINITY, Math.max(since, kind.since)));
  return known;
}

const hashed = /^(.*)--[a-zA-Z0-9+/=]{8}$/s;

/** The mark that a format's key stands for. y-prosemirror writes marks that may overlap as `name--hash`. */
export function markNameOf(key: string): string {
  return hashed.exec(key)?.[1] ?? key;
}

/** Whether a format's key, `name` or `name--hash`, stands for a mark of this schema. */
export function isKnownMark(key: string): boolean {
  return names.marks.has(markNameOf(key));
}
