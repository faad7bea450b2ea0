import type { DocumentId, Person } from "@quire/protocol";
import type { Grant, Refusal } from "@quire/server";
import type { LinkRecord } from "../store/records.ts";
import type { Rights } from "./rights.ts";

/** Whoever asks: somebody who is signed in, a guest, or both by one browser. */
export interface Who {
  readonly person: Person;
  /** Undefined for a guest. */
  readonly personId: string | undefined;
  /** The good links that this browser came by. */
  readonly links: readonly LinkRecord[];
  /** When they are no longer who they are, in milliseconds since 1970; undefined where nothing ends by itself. */
  readonly until: number | undefined;
}

/**
 * The answer to the plugin's one question. Nobody is told but that they are nobody; somebody, nothing of what is not theirs:
 * what is absent, what is deleted and what is another's are refused alike.
 */
export function grantOf(who: Who | undefined, id: DocumentId | null, rights: Rights): Grant | Refusal {
  if (who === undefined) return { refused: "unauthenticated" };
  const { person, personId, links } = who;
  const asker = { personId, links };
  const ends = endOf(who);
  if (id === null) {
    const sees = (document: DocumentId) => rights.of(asker, document)?.role ?? false;
    return { person, role: personId === undefined ? "view" : "edit", sees, ...ends };
  }
  const right = rights.of(asker, id);
  return right === undefined ? { refused: "forbidden" } : { person, role: right.role, ...ends };
}

/** The first moment at which something of it ends. */
function endOf({ until, links }: Who): { readonly until?: number } {
  const ends = [until, ...links.map(({ expiresAt }) => expiresAt)].filter((end) => typeof end === "number");
  return ends.length === 0 ? {} : { until: Math.min(...ends) };
}
