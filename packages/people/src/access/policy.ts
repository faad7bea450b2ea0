import { allows, type DocumentId, type GivenRole, type LinkRole, type Role } from "@quire/protocol";

/** Who asks, as far as rights go. */
export interface Asker {
  /** Undefined for who has not signed in. */
  readonly personId: string | undefined;
  /** The links that they came by, of those that are still good. */
  readonly links: readonly { readonly documentId: DocumentId; readonly role: LinkRole }[];
}

/** What the policy has to know of a document. */
export interface Level {
  /** The id that its rights stand at: a document that was made anew keeps those of the one it replaces. */
  readonly rightsId: DocumentId;
  readonly parentId: DocumentId | null;
  readonly createdBy: string;
}

/** What the policy looks at, and no more. All but `document` is asked by where rights stand. */
export interface World {
  document(id: DocumentId): Level | undefined;
  /** Whether what stands at the parents of the document holds for it. */
  inherits(rightsId: DocumentId): boolean;
  /** What was given to a person there. */
  given(rightsId: DocumentId, personId: string): GivenRole | undefined;
  /** Everybody whom something was given there, and every group. */
  peopleGiven(rightsId: DocumentId): Iterable<readonly [person: string, role: GivenRole]>;
  groupsGiven(rightsId: DocumentId): Iterable<readonly [group: string, role: GivenRole]>;
  isIn(group: string, personId: string): boolean;
}

/** A right, and where it comes from. */
export interface Right {
  readonly role: Role;
  /** The document that it stands at: the one asked about, or one above it. */
  readonly at: DocumentId;
  readonly by: "creator" | "person" | "group" | "link";
}

/** More levels than anybody nests; what a damaged store says beyond is not followed. */
export const maxDepth = 100;

/** The document and those above it that it takes after, nearest first. */
export function* levelsOf(id: DocumentId, world: World): Iterable<Level & { readonly at: DocumentId }> {
  let at: DocumentId | null = id;
  for (let depth = 0; at !== null && depth < maxDepth; depth++) {
    const document = world.document(at);
    if (document === undefined) return;
    yield { ...document, at };
    if (!world.inherits(document.rightsId)) return;
    at = document.parentId;
  }
}

/**
 * What the asker may do with the document; undefined for nothing. The one place where that is decided:
 *
 * 1. Whoever owns a document owns what is below it, unless that keeps to itself. Who made one owns it, unless something
 *    else was given to them there.
 * 2. What was given to a person counts where it was given nearest: there it says all, also that they may nothing (`none`).
 *    Groups count where they are given something nearer than that.
 * 3. What was given to a group likewise counts where it was given nearest. Of several groups, and of a person and their
 *    groups, the one that allows most counts: a group's exception takes back what that group has, and nothing else.
 * 4. A link gives its power to whoever comes by it, at its document and below, whatever else is said.
 */
export function rightOf(asker: Asker, id: DocumentId, world: World): Right | undefined {
  const { personId, links } = asker;
  let best: Right | undefined;
  /** Whether a nearer document says all of this person, and which groups a nearer one has spoken of. */
  let isSaid = false;
  const groups = new Set<string>();
  for (const { at, rightsId, createdBy } of levelsOf(id, world)) {
    if (personId !== undefined) {
      const given = world.given(rightsId, personId);
      const own = given ?? (createdBy === personId ? "own" : undefined);
      if (own === "own" || (own !== undefined && own !== "none" && !isSaid))
        best = more(best, { role: own, at, by: given === undefined ? "creator" : "person" });
      isSaid ||= own !== undefined;
      if (!isSaid) best = more(best, groupRight(personId, { at, rightsId, groups }, world));
    }
    for (const link of links)
      if (link.documentId === rightsId) best = more(best, { role: link.role, at, by: "link" });
    if (best?.role === "own") return best;
  }
  return best;
}

/** The world as it is once the document stands below another one, or below none. */
export function movedTo(parentId: DocumentId | null, id: DocumentId, world: World): World {
  return {
    ...world,
    document(at) {
      const found = world.document(at);
      return at === id && found !== undefined ? { ...found, parentId } : found;
    },
  };
}

/** Who owns the document as themselves, not as one of a group: groups may be emptied, and a document must not be left alone. */
export function ownersOf(id: DocumentId, world: World): Set<string> {
  const owners = new Set<string>();
  for (const { rightsId, createdBy } of levelsOf(id, world)) {
    if (world.given(rightsId, createdBy) === undefined) owners.add(createdBy);
    for (const [person, role] of world.peopleGiven(rightsId)) if (role === "own") owners.add(person);
  }
  return owners;
}

interface GroupLevel {
  readonly at: DocumentId;
  readonly rightsId: DocumentId;
  /** Groups that a nearer document has spoken of; those of this one are added. */
  readonly groups: Set<string>;
}

function groupRight(personId: string, { at, rightsId, groups }: GroupLevel, world: World): Right | undefined {
  let best: Right | undefined;
  for (const [group, role] of world.groupsGiven(rightsId)) {
    if (groups.has(group) || !world.isIn(group, personId)) continue;
    groups.add(group);
    if (role !== "none") best = more(best, { role, at, by: "group" });
  }
  return best;
}

/** The right that allows more; of equals, the nearer one, which comes first. */
function more(one: Right | undefined, other: Right | undefined): Right | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return allows(one.role, other.role) ? one : other;
}
