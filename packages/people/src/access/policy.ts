import { allows, type DocumentId, everyone, type Role } from "@quire/protocol";
import type { GroupRecord, LinkRecord, ShareRecord } from "../store/records.ts";
import type { Principal } from "../store/store.ts";

/** Who asks, as far as rights go. */
export interface Asker {
  /** Undefined for who has not signed in. */
  readonly personId: string | undefined;
  /** The links that they came by, of those that are still good. */
  readonly links: readonly LinkRecord[];
}

/** What the policy looks at, and no more. */
export interface World {
  document(id: DocumentId): { readonly parentId: DocumentId | null; readonly createdBy: string } | undefined;
  /** Whether what stands at the parents of the document holds for it. */
  inherits(id: DocumentId): boolean;
  share(id: DocumentId, principal: Principal): ShareRecord | undefined;
  sharesOf(id: DocumentId): Iterable<readonly [Principal, ShareRecord]>;
  group(id: string): GroupRecord | undefined;
}

/** A right, and where it comes from. */
export interface Right {
  readonly role: Role;
  /** The document that it stands at: the one asked about, or one above it. */
  readonly at: DocumentId;
  readonly by: "creator" | "person" | "group" | "link";
}

/** More levels than anybody nests; what a damaged store says beyond is not followed. */
const maxDepth = 100;

/**
 * What the asker may do with the document; undefined for nothing. The one place where that is decided:
 *
 * 1. A person's own share at the document says all, also that they may nothing (`none`).
 * 2. Else who made it owns it; and what groups they are in may do, they may.
 * 3. If the document takes after its parent, what they may do there they may do here as well. The most counts.
 * 4. A link gives its power to whoever comes by it, at its document and below, whatever else is said.
 */
export function rightOf(asker: Asker, id: DocumentId, world: World): Right | undefined {
  let best: Right | undefined;
  /** Whether what is said of people still counts: an exception, or a document that keeps to itself, ends that upwards. */
  let isOpen = asker.personId !== undefined;
  let at: DocumentId | null = id;
  for (let depth = 0; at !== null && depth < maxDepth; depth++) {
    const document = world.document(at);
    if (document === undefined) break;
    for (const link of asker.links)
      if (link.documentId === at) best = more(best, { role: link.role, at, by: "link" });
    if (isOpen && asker.personId !== undefined) {
      const own = world.share(at, `person:${asker.personId}`);
      if (own !== undefined) {
        if (own.role !== "none") best = more(best, { role: own.role, at, by: "person" });
        isOpen = false;
      } else {
        if (document.createdBy === asker.personId) best = more(best, { role: "own", at, by: "creator" });
        best = more(best, groupRight(asker.personId, at, world));
      }
    }
    if (!world.inherits(at)) break;
    at = document.parentId;
  }
  return best;
}

function groupRight(personId: string, at: DocumentId, world: World): Right | undefined {
  let best: Right | undefined;
  for (const [principal, { role }] of world.sharesOf(at)) {
    if (!principal.startsWith("group:") || role === "none") continue;
    const group = principal.slice("group:".length);
    const isIn = group === everyone || world.group(group)?.members.includes(personId) === true;
    if (isIn) best = more(best, { role, at, by: "group" });
  }
  return best;
}

/** The right that allows more; of equals, the nearer one, which comes first. */
function more(one: Right | undefined, other: Right | undefined): Right | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return allows(one.role, other.role) ? one : other;
}
