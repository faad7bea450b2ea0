import type { People } from "@quire/people";
import {
  type DocumentId,
  linkRoles,
  type Role,
  roles,
  type Standing,
  type TokenScope,
} from "@quire/protocol";
import { type AccountOf, addAccount, cookies, type Headers, newId, newSecret } from "./accounts.ts";
import { comersTo } from "./matrix-applications.ts";
import { memberVisitCookie, origin, sessionCookie, visitCookie } from "./whole-server.ts";

/** Somebody in the matrix, and what they are known to be. */
export interface Actor {
  readonly name: string;
  readonly headers: Headers;
  /** Where they ask from, each from elsewhere: nobody is held up for what others try. */
  readonly address: string;
  /** Whether they bring a token, good or bad. */
  readonly isProgram: boolean;
  /** Whether the server knows who they are. */
  readonly isKnown: boolean;
  /** Whether they have the library: an account, a good link, or a token that is not for a document alone. */
  readonly isSomebody: boolean;
  /** Whether they may do what an account may: also by a token that may write. */
  readonly hasAccount: boolean;
  readonly ownsServer: boolean;
  /** What they have in the document; undefined for nothing. */
  readonly role: Role | undefined;
}

/** What is said of an actor who is not like most. */
export type Known = Partial<Omit<Actor, "name" | "headers" | "address" | "isProgram">>;

/** Nobody knows who they are. */
export const nobody: Known = { isKnown: false, isSomebody: false, hasAccount: false };

type LinkTerms = Parameters<People["links"]["make"]>[2];
type Link = ReturnType<People["links"]["make"]>;

let addresses = 0;

/** Everybody in a case. What it puts down is to be put down inside of a write. */
export class Cast {
  readonly actors: Actor[] = [];
  readonly group = newId();
  readonly #people: People;

  constructor(people: People) {
    this.#people = people;
  }

  fill(above: DocumentId, document: DocumentId): void {
    this.addGroup();
    this.add("anonymous", {}, nobody);
    this.add("anonymous in a browser", cookies({ [sessionCookie]: newSecret() }), nobody);
    this.add("a stranger", this.account("s").headers, {});
    this.add("an owner of the server", this.account("o", "owner").headers, { ownsServer: true });
    for (const role of roles) this.#addByShares(above, document, role);
    for (const role of linkRoles) this.#addByLinks(above, document, role);
    const lower = this.account("lower");
    this.share(above, `person:${lower.id}`, "edit");
    this.share(document, `person:${lower.id}`, "view");
    this.add("edit from above, view here", lower.headers, { role: "view" });
    this.#addWhoEnded(above, document);
    this.#addTokens(above, document);
    for (const { name, token, isKnown, role } of comersTo(document))
      this.add(name, bearer(token), isKnown ? { isSomebody: false, hasAccount: false, role } : nobody);
  }

  /** A group; the one to which things are given where no other is named. */
  addGroup(id = this.group, members: readonly string[] = []): void {
    void this.#people.store.groups.put(id, { id, name: "Spare", members: [...members] });
  }

  /** An account with a session and no more. */
  account(name: string, standing: Standing = "member"): AccountOf {
    return addAccount(this.#people, name, standing);
  }

  share(at: DocumentId, to: `person:${string}` | `group:${string}`, role: Role | "none"): void {
    this.#people.store.shares.put([at, to], { role, by: "matrix", at: 0 });
  }

  add(name: string, headers: Headers, known: Known): void {
    this.actors.push(this.known(name, headers, known));
  }

  /** Somebody who is known to be this, and else what most are. */
  known(name: string, headers: Headers, known: Known = {}): Actor {
    const address = `10.${(++addresses >> 16) & 255}.${(addresses >> 8) & 255}.${addresses & 255}`;
    const isProgram = "authorization" in headers;
    const usual = { isKnown: true, isSomebody: true, hasAccount: true, ownsServer: false, role: undefined };
    return { name, headers, address, isProgram, ...usual, ...known };
  }

  #addByShares(above: DocumentId, document: DocumentId, role: Role): void {
    const [direct, inherited, member] = [this.account("d"), this.account("i"), this.account("g")];
    this.share(document, `person:${direct.id}`, role);
    this.add(`${role} directly`, direct.headers, { role });
    this.share(above, `person:${inherited.id}`, role);
    this.add(`${role} from above`, inherited.headers, { role });
    const group = newId();
    this.addGroup(group, [member.id]);
    this.share(document, `group:${group}`, role);
    this.add(`${role} by a group`, member.headers, { role });
    const excepted = this.account("x");
    this.share(above, `group:${group}`, "edit");
    this.share(above, `person:${excepted.id}`, role);
    this.share(document, `person:${excepted.id}`, "none");
    // Who owns what is above is no exception below.
    this.add(`${role} from above, none here`, excepted.headers, role === "own" ? { role } : {});
  }

  /** A link into the document; for as long as it is there where nothing else is said. */
  link(at: DocumentId, terms: Partial<LinkTerms>): Link {
    const flags = { isPublic: false, isListed: false, hasPreview: false };
    const plain = { role: "view", password: null, expiresAt: null, ...flags } as const;
    return this.#people.links.make(at, "matrix", { ...plain, ...terms });
  }

  /** What a browser says that came by the links, one after the other: a guest's, or that of somebody who is signed in there. */
  visit(links: readonly Link[], member?: AccountOf): Headers {
    const { visits } = this.#people;
    const personId = member?.id ?? null;
    let secret: string | undefined;
    for (const link of links) {
      const before =
        personId === null ? visits.find(secret, undefined) : visits.ofMember(secret, undefined, personId);
      ({ secret } = visits.enter(link, { before, personId, name: "Gus", present: [] }));
    }
    const visit = `${member === undefined ? visitCookie : memberVisitCookie}=${secret}`;
    return { origin, cookie: member === undefined ? visit : `${member.headers.cookie}; ${visit}` };
  }

  /** What a program says by a token of the person's. */
  token(personId: string, scope: TokenScope, more: object = {}): Headers {
    const plan = { personId, name: "matrix", scope, documentId: null, expiresAt: null, ...more };
    return bearer(this.#people.apiTokens.make(plan).said);
  }

  #addByLinks(above: DocumentId, document: DocumentId, role: (typeof linkRoles)[number]): void {
    for (const [at, where] of [
      [document, "here"],
      [above, "above"],
    ] as const) {
      const guest = this.visit([this.link(at, { role })]);
      this.add(`guest by a link to ${role} ${where}`, guest, { role, hasAccount: false });
      const both = this.visit([this.link(at, { role })], this.account("l"));
      this.add(`an account by a link to ${role} ${where}`, both, { role });
    }
  }

  /** Who had what they have no more. */
  #addWhoEnded(above: DocumentId, document: DocumentId): void {
    const { store, sessions, links } = this.#people;
    const disabled = this.#owner(document);
    void store.people.put(disabled.id, { ...store.people.get(disabled.id)!, disabledAt: 1 });
    this.add("a disabled owner", disabled.headers, nobody);
    const out = this.#owner(document);
    sessions.end(out.id);
    this.add("an owner whose session ended", out.headers, nobody);
    for (const [at, where] of [
      [document, "here"],
      [above, "above"],
    ] as const) {
      const page = this.link(at, { isPublic: true });
      this.add(`who once came in by a public page ${where}`, this.visit([page]), nobody);
      this.add(
        `an account that once came in by a public page ${where}`,
        this.visit([page], this.account("p")),
        {},
      );
    }
    const ended = this.link(document, { role: "edit" });
    const guest = this.visit([ended]);
    links.end(document, [...store.linksInto(document)].find(([, { id }]) => id === ended.id)![0]);
    this.add("guest by a link that ended", guest, nobody);
    this.add(
      "guest by a link that is over",
      this.visit([this.link(document, { role: "edit", expiresAt: 1 })]),
      nobody,
    );
  }

  /** Programs with tokens of people. */
  #addTokens(above: DocumentId, document: DocumentId): void {
    const { apiTokens, store } = this.#people;
    const token = this.token.bind(this);
    const reader = { role: "view", hasAccount: false } as const;
    for (const role of roles) {
      const { id } = this.account("t");
      this.share(document, `person:${id}`, role);
      this.add(`a token to read of somebody with ${role}`, token(id, "read"), reader);
      const most = role === "own" ? "edit" : role;
      this.add(`a token to write of somebody with ${role}`, token(id, "write"), { role: most });
    }
    const owner = this.#owner(document);
    const here = { isSomebody: false, hasAccount: false };
    for (const [at, where] of [
      [document, "this document"],
      [above, "the one above"],
    ] as const) {
      const [reads, writes] = (["read", "write"] as const).map((scope) =>
        token(owner.id, scope, { documentId: at }),
      );
      this.add(`an owner's token to read ${where}`, reads!, { ...here, role: "view" });
      this.add(`an owner's token to write ${where}`, writes!, { ...here, role: "edit" });
    }
    this.add(
      "an owner's token for another document",
      token(owner.id, "write", { documentId: newId() }),
      here,
    );
    this.add("a stranger's token", token(this.account("t").id, "write"), {});
    this.add("a token of an owner of the server", token(this.account("t", "owner").id, "write"), {});
    const beside = { ...owner.headers, ...token(owner.id, "read") };
    this.add("an owner's token to read beside their cookie", beside, reader);
    this.add("an owner with a bad token", { ...owner.headers, ...bearer("quire_none") }, nobody);
    this.add("an owner with an empty token", { ...owner.headers, ...bearer("") }, nobody);
    this.add("a token that never was", bearer(`quire_${newSecret()}`), nobody);
    this.add("a token that is over", token(owner.id, "write", { expiresAt: 1 }), nobody);
    const [revoked, shutOut] = [this.#owner(document), this.#owner(document)];
    this.add("a token that was revoked", token(revoked.id, "write"), nobody);
    apiTokens.end(revoked.id);
    this.add("a token of somebody who was shut out", token(shutOut.id, "write"), nobody);
    void store.people.put(shutOut.id, { ...store.people.get(shutOut.id)!, disabledAt: 1 });
    this.add("a token of nobody any more", token(newId(), "write"), nobody);
  }

  #owner(document: DocumentId): AccountOf {
    const account = this.account("owner");
    this.share(document, `person:${account.id}`, "own");
    return account;
  }
}

/** What a program says: no cookie, no Origin. */
export function bearer(token: string): Headers {
  return { authorization: `Bearer ${token}` };
}
