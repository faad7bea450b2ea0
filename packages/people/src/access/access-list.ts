import {
  type AccessInvitation,
  type DocumentAccess,
  type DocumentId,
  everyone,
  type GivenRole,
  type GroupAccess,
  type LinkAccess,
  type PersonAccess,
  type Role,
} from "@quire/protocol";
import { personOf } from "../person-of.ts";
import type { Invitations } from "../sign-in/invitations.ts";
import type { PeopleStore } from "../store/store.ts";
import type { Who } from "./grant.ts";
import { linkShown } from "./links.ts";
import type { Rights } from "./rights.ts";

/** What something is called that nobody named. */
const everyoneName = "Everyone";

export interface AccessListContext {
  readonly store: PeopleStore;
  readonly rights: Rights;
  readonly invitations: Pick<Invitations, "into">;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Something given, and how far above the document: 0 at itself. */
interface Given {
  readonly level: number;
  readonly at: DocumentId;
  readonly role: GivenRole;
  /** Whether somebody gave it; else they made the document. */
  readonly isGiven: boolean;
}

/**
 * Who may do what with a document, as the asker may see it: a guest only what they may themselves; who may read it, the
 * people and groups; who owns it, also exceptions, requests, who is invited to it, and the links of each document that they own. A link opens what
 * it stands at: who owns only what is below is not shown it.
 */
export function accessOf(id: DocumentId, who: Who, role: Role, context: AccessListContext): DocumentAccess {
  const { personId } = who;
  const document = context.rights.world.document(id);
  if (personId === undefined || document === undefined) return nothingOf(role);
  const isOwner = role === "own";
  const look = new AccessLook(id, { ...who, personId }, context);
  const { parentId, rightsId } = document;
  return {
    role,
    people: look.people().filter((row) => isOwner || row.role !== "none"),
    groups: look.groups().filter((row) => isOwner || row.role !== "none"),
    links: isOwner ? look.links() : [],
    requests: isOwner ? look.requests() : [],
    invitations: isOwner ? look.invitations() : [],
    inherits: parentId === null ? null : context.rights.world.inherits(rightsId),
    ...(parentId !== null && { parent: look.nameOf(parentId) }),
  };
}

/** What is shown to who may not see others. */
export function nothingOf(role: Role): DocumentAccess {
  return { role, people: [], groups: [], links: [], requests: [], invitations: [], inherits: null };
}

class AccessLook {
  readonly #context: AccessListContext;
  readonly #who: Who & { readonly personId: string };
  readonly #levels;

  constructor(id: DocumentId, who: Who & { readonly personId: string }, context: AccessListContext) {
    this.#context = context;
    this.#who = who;
    this.#levels = [...context.rights.levels(id)];
  }

  people(): PersonAccess[] {
    const { rights, store } = this.#context;
    const found = new Map<string, Given[]>();
    for (const [level, { at, rightsId, createdBy }] of this.#levels.entries()) {
      for (const [person, role] of rights.world.peopleGiven(rightsId))
        add(found, person, { level, at, role, isGiven: true });
      if (rights.world.given(rightsId, createdBy) === undefined)
        add(found, createdBy, { level, at, role: "own", isGiven: false });
    }
    return [...found].flatMap(([id, given]) => {
      const record = store.people.get(id);
      const holds = personalOf(given);
      if (record === undefined || holds === undefined) return [];
      const row = { person: personOf(record), role: holds.role, from: this.#from(holds) };
      return { ...row, isGiven: holds.isGiven, ...this.#instead(holds, personalOf(given.slice(1))) };
    });
  }

  groups(): GroupAccess[] {
    const { rights, store } = this.#context;
    const found = new Map<string, Given[]>();
    for (const [level, { at, rightsId }] of this.#levels.entries())
      for (const [group, role] of rights.world.groupsGiven(rightsId))
        add(found, group, { level, at, role, isGiven: true });
    return [...found].flatMap(([id, [holds, above]]) => {
      const group =
        id === everyone
          ? { id, name: everyoneName, size: store.people.getKeysCount() }
          : sized(store.groups.get(id));
      if (group === undefined || holds === undefined) return [];
      return { group, role: holds.role, from: this.#from(holds), ...this.#instead(holds, above) };
    });
  }

  links(): LinkAccess[] {
    const { rights, store, now } = this.#context;
    return this.#levels.flatMap(({ at, rightsId }, level) => {
      if (!rights.isOwner(this.#who.personId, at)) return [];
      const from = this.#from({ level, at });
      return [...store.linksInto(rightsId)].flatMap(([, link]) => {
        if (link.expiresAt !== null && link.expiresAt <= now()) return [];
        return { ...linkShown(link), token: link.token, from };
      });
    });
  }

  requests(): DocumentAccess["requests"] {
    const { store } = this.#context;
    const [own] = this.#levels;
    if (own === undefined) return [];
    return [...store.requestsFor(own.rightsId)].flatMap(({ personId, role, at }) => {
      const record = store.people.get(personId);
      return record?.disabledAt === null ? { person: personOf(record), role, at } : [];
    });
  }

  invitations(): AccessInvitation[] {
    const [own] = this.#levels;
    if (own === undefined) return [];
    return this.#context.invitations.into(own.rightsId).flatMap(({ id, email, share, expiresAt }) => {
      return email === null || share === undefined ? [] : { id, email, role: share.role, expiresAt };
    });
  }

  /** A document by its id, and by its title for who may read it. */
  nameOf(at: DocumentId): { readonly id: DocumentId; readonly title: string | null } {
    const { rights } = this.#context;
    const id = rights.newest(at) ?? at;
    return { id, title: rights.of(this.#who, id) === undefined ? null : rights.titleOf(id) };
  }

  #from({ level, at }: Pick<Given, "level" | "at">) {
    return level === 0 ? null : this.nameOf(at);
  }

  #instead(holds: Given, above: Given | undefined) {
    if (holds.level !== 0 || !holds.isGiven || above === undefined || above.role === "none") return {};
    return { instead: { role: above.role, from: this.#from(above) } };
  }
}

/** What holds of what was given to a person, nearest first: to own goes down past all exceptions. */
function personalOf(given: readonly Given[]): Given | undefined {
  return given.find(({ role }) => role === "own") ?? given[0];
}

function add(found: Map<string, Given[]>, name: string, given: Given): void {
  const before = found.get(name);
  if (before === undefined) found.set(name, [given]);
  else before.push(given);
}

function sized(group: { id: string; name: string; members: readonly string[] } | undefined) {
  return group && { id: group.id, name: group.name, size: group.members.length };
}
