import { type DocumentId, linkRoles, type Role, roles, type Standing } from "@quire/protocol";
import { newId } from "../src/secrets.ts";
import type { LinkRecord } from "../src/store/records.ts";
import type { Browser } from "./browser.ts";
import type { PeopleServer } from "./people-server.ts";

/** Somebody in the matrix, and what they are known to be. */
export interface Actor {
  readonly name: string;
  readonly browser: Browser;
  readonly isSomebody: boolean;
  readonly hasAccount: boolean;
  readonly ownsServer: boolean;
  /** What they have in the document; undefined for nothing. */
  readonly role: Role | undefined;
}

/** One document and everybody there can be about it. */
export interface Case {
  readonly document: DocumentId;
  /** Somebody whom things are done to. */
  readonly person: string;
  readonly group: string;
  readonly actors: readonly Actor[];
}

/** Makes a document below another and everybody who has something in it, in each way, and who has nothing. */
export async function makeCase(server: PeopleServer, password: string): Promise<Case> {
  const { browser: maker } = await server.owner();
  const create = async (body: object) =>
    (await maker.post<{ id: DocumentId }>("/api/documents", body)).body.id;
  const above = await create({});
  const document = await create({ parentId: above });
  const cast = new Cast(server, password);
  await server.people.store.write(() => cast.fill(above, document));
  return { document, person: cast.account("spare").id, group: cast.group, actors: cast.actors };
}

class Cast {
  readonly actors: Actor[] = [];
  readonly group = newId();
  readonly #server: PeopleServer;
  readonly #password: string;

  constructor(server: PeopleServer, password: string) {
    this.#server = server;
    this.#password = password;
  }

  fill(above: DocumentId, document: DocumentId): void {
    const { store, links, sessions } = this.#server.people;
    const share = (at: DocumentId, to: string, role: Role | "none") =>
      void store.shares.put([at, to], { role, by: "matrix", at: 0 });
    void store.groups.put(this.group, { id: this.group, name: "Spare", members: [] });
    this.#add("anonymous", this.#server.browser(), { isSomebody: false, hasAccount: false });
    this.#add("a stranger", this.account("s").browser, {});
    this.#add("an owner of the server", this.account("o", "owner").browser, { ownsServer: true });
    for (const role of roles) {
      const [direct, inherited, member] = [this.account("d"), this.account("i"), this.account("g")];
      share(document, `person:${direct.id}`, role);
      this.#add(`${role} directly`, direct.browser, { role });
      share(above, `person:${inherited.id}`, role);
      this.#add(`${role} from above`, inherited.browser, { role });
      const group = newId();
      void store.groups.put(group, { id: group, name: role, members: [member.id] });
      share(document, `group:${group}`, role);
      this.#add(`${role} by a group`, member.browser, { role });
      const excepted = this.account("x");
      share(above, `group:${group}`, "edit");
      share(above, `person:${excepted.id}`, role);
      share(document, `person:${excepted.id}`, "none");
      // Who owns what is above is no exception below.
      this.#add(`${role} from above, none here`, excepted.browser, role === "own" ? { role } : {});
    }
    for (const role of linkRoles)
      for (const [at, where] of [
        [document, "here"],
        [above, "above"],
      ] as const) {
        const link = links.make(at, "matrix", { ...plain, role });
        const guest = { role, hasAccount: false };
        this.#add(`guest by a link to ${role} ${where}`, this.#visit(link), guest);
        this.#add(`an account by a link to ${role} ${where}`, this.#visit(link, this.account("l")), { role });
      }
    const lower = this.account("lower");
    share(above, `person:${lower.id}`, "edit");
    share(document, `person:${lower.id}`, "view");
    this.#add("edit from above, view here", lower.browser, { role: "view" });
    const nobody = { isSomebody: false, hasAccount: false };
    const disabled = this.account("disabled");
    share(document, `person:${disabled.id}`, "own");
    void store.people.put(disabled.id, { ...store.people.get(disabled.id)!, disabledAt: 1 });
    this.#add("a disabled owner", disabled.browser, nobody);
    const out = this.account("out");
    share(document, `person:${out.id}`, "own");
    sessions.end(out.id);
    this.#add("an owner whose session ended", out.browser, nobody);
    const ended = links.make(document, "matrix", { ...plain, role: "edit" });
    const guest = this.#visit(ended);
    links.end(document, [...store.linksInto(document)].find(([, { id }]) => id === ended.id)![0]);
    this.#add("guest by a link that ended", guest, nobody);
    const over = links.make(document, "matrix", { ...plain, role: "edit", expiresAt: 1 });
    this.#add("guest by a link that is over", this.#visit(over), nobody);
  }

  /** An account with a session and no more. To be called inside of a write, or before anybody looks. */
  account(name: string, standing: Standing = "member"): { readonly id: string; readonly browser: Browser } {
    const { store, sessions, now } = this.#server.people;
    const id = newId();
    const email = `${id}@example.org`;
    const record = { id, email, name, hue: 1, standing, createdAt: now(), disabledAt: null };
    void store.people.put(id, { ...record, password: this.#password });
    void store.emails.put(email.toLowerCase(), id);
    const browser = this.#server.browser();
    const secret = sessions.begin(id, { address: "127.0.0.1", agent: "matrix" });
    browser.cookies.set("quire-session", secret);
    return { id, browser };
  }

  #visit(link: LinkRecord, account?: { readonly id: string; readonly browser: Browser }): Browser {
    const browser = account?.browser ?? this.#server.browser();
    const comer = { before: undefined, personId: account?.id ?? null, name: "Gus", present: [] };
    browser.cookies.set("quire-visit", this.#server.people.visits.enter(link, comer));
    return browser;
  }

  #add(name: string, browser: Browser, known: Partial<Omit<Actor, "name" | "browser">>): void {
    const actor = { isSomebody: true, hasAccount: true, ownsServer: false, role: undefined };
    this.actors.push({ name, browser, ...actor, ...known });
  }
}

const plain = {
  password: null,
  expiresAt: null,
  isPublic: false,
  isListed: false,
  hasPreview: false,
} as const;
