import { type DocumentId, everyone } from "@quire/protocol";
import type { Documents } from "../options.ts";
import type { PersonRecord } from "../store/records.ts";
import type { PeopleStore } from "../store/store.ts";
import { type Asker, levelsOf, ownersOf, type Right, rightOf, type World } from "./policy.ts";

/** The policy over what is stored: who may do what with the documents of this server. Writes nothing. */
export class Rights {
  readonly #store: PeopleStore;
  readonly #documents: () => Documents;

  constructor(store: PeopleStore, documents: () => Documents) {
    this.#store = store;
    this.#documents = documents;
  }

  /** What the asker may do with the document, and why. */
  of(asker: Asker, id: DocumentId): Right | undefined {
    return rightOf(asker, id, this.world);
  }

  /** Whether the person owns it, whichever way. */
  isOwner(personId: string, id: DocumentId): boolean {
    return this.of({ personId, links: [] }, id)?.role === "own";
  }

  /** Whether somebody who can sign in owns it as themselves. */
  hasOwner(id: DocumentId): boolean {
    return this.#owners(id).some(canSignIn);
  }

  /** Whether somebody who can sign in owns it as themselves beside the person. */
  hasOwnerBeside(personId: string, id: DocumentId): boolean {
    return this.#owners(id).some((owner) => owner.id !== personId && canSignIn(owner));
  }

  /** Whether somebody with an account owns it as themselves: who is shut out may be let in again. */
  isOwned(id: DocumentId): boolean {
    return this.#owners(id).length > 0;
  }

  #owners(id: DocumentId): PersonRecord[] {
    return [...ownersOf(id, this.world)].flatMap((owner) => this.#store.people.get(owner) ?? []);
  }

  /** Where the rights of a document stand: with the first of those that it was made anew from. */
  placeOf(id: DocumentId): DocumentId {
    return this.#documents().document(id)?.rightsId ?? id;
  }

  /** The document that somebody finds who was told of this one: it may have been made anew. Undefined where it is deleted. */
  newest(id: DocumentId): DocumentId | undefined {
    const seen = new Set<DocumentId>();
    for (let at: DocumentId | undefined = id; at !== undefined && !seen.has(at); ) {
      seen.add(at);
      const document = this.#documents().document(at);
      if (document?.deletedAt === null) return at;
      at = document?.replacedBy;
    }
    return undefined;
  }

  /** What a document is called. */
  titleOf(id: DocumentId): string {
    return this.#documents().document(id)?.title ?? "";
  }

  /** The document and those above it that it takes after, nearest first. */
  levels(id: DocumentId) {
    return levelsOf(id, this.world);
  }

  readonly world: World = {
    document: (id) => {
      const found = this.#documents().document(id);
      if (found === undefined) return undefined;
      const { parentId, rightsId = id } = found;
      // Who made it anew did not make it.
      const { createdBy } = (rightsId === id ? undefined : this.#documents().document(rightsId)) ?? found;
      return { rightsId, parentId, createdBy };
    },
    inherits: (id) => this.#store.rights.get(id)?.inherits ?? true,
    given: (id, person) => this.#store.shares.get([id, `person:${person}`])?.role,
    peopleGiven: (id) => this.#given(id, "person:"),
    groupsGiven: (id) => this.#given(id, "group:"),
    isIn: (group, personId) =>
      group === everyone || this.#store.groups.get(group)?.members.includes(personId) === true,
  };

  *#given(id: DocumentId, kind: "person:" | "group:") {
    for (const [principal, { role }] of this.#store.sharesOf(id, kind))
      yield [principal.slice(kind.length), role] as const;
  }
}

function canSignIn({ disabledAt }: PersonRecord): boolean {
  return disabledAt === null;
}
