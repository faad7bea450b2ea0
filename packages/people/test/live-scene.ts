import { randomBytes } from "node:crypto";
import type { DocumentAccess, DocumentSummary, Group, LinkAccess, NewApiToken, Role } from "@quire/protocol";
import { expect } from "vitest";
import type { Browser } from "./browser.ts";
import type { Headers } from "./lines.ts";
import { type Member, type PeopleServer, password } from "./people-server.ts";

/** Who is there in each scene. */
export interface Cast {
  readonly server: PeopleServer;
  readonly olga: Member;
  readonly ann: Member;
}

/** A document of Ann's below another of hers, and what is done about both. */
export class Scene {
  readonly server: PeopleServer;
  /** An owner of the server. */
  readonly olga: Member;
  readonly ann: Member;
  readonly above: string;
  /** The document; another one once it was reset. */
  id: string;

  private constructor(cast: Cast, above: string, id: string) {
    this.server = cast.server;
    this.olga = cast.olga;
    this.ann = cast.ann;
    this.above = above;
    this.id = id;
  }

  static async make(cast: Cast): Promise<Scene> {
    const create = async (body: object) =>
      (await cast.ann.browser.post<DocumentSummary>("/api/documents", body)).body.id;
    const above = await create({});
    return new Scene(cast, above, await create({ parentId: above }));
  }

  /** Somebody new, given the role there; nothing where there is none. */
  async member(role?: Role, id = this.id): Promise<Member> {
    const member = await this.server.member(`Mo ${randomBytes(4).toString("hex")}`);
    if (role !== undefined) await this.give(member, role, id);
    return member;
  }

  /** Another browser that the member signs in with. */
  async another({ email }: Member): Promise<Browser> {
    const browser = this.server.browser();
    expect((await browser.post("/api/session", { email, password })).status).toBe(200);
    return browser;
  }

  give({ id: person }: Member, role: Role | "none", id = this.id) {
    return this.ask("put", `people/${person}`, { role }, id);
  }

  /** Asks as Ann for something about who may do what. */
  async ask(method: "put" | "post" | "patch" | "delete", path: string, body?: object, id = this.id) {
    const answer = await this.ann.browser[method]<DocumentAccess>(
      `/api/documents/${id}/access/${path}`,
      body,
    );
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return answer.body;
  }

  /** Puts the document elsewhere, as Ann. */
  async move(parentId: string | null): Promise<void> {
    const answer = await this.ann.browser.put(`/api/documents/${this.id}/parent`, { parentId });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  }

  /** A browser that came by a new link, and the link. */
  async guest(
    terms: object = {},
    browser = this.server.browser(),
    id = this.id,
  ): Promise<{ browser: Browser; link: LinkAccess }> {
    const path = `/api/documents/${id}/access`;
    const had = (await this.ann.browser.get<DocumentAccess>(path)).body.links.map((each) => each.id);
    const made = (await this.ask("post", "links", { role: "edit", ...terms }, id)).links;
    const link = made.find((each) => !had.includes(each.id))!;
    const by = terms as { readonly password?: string };
    const entered = await browser.post("/api/links/enter", {
      token: link.token,
      name: "Gus",
      ...passwordOf(by),
    });
    expect(entered.status).toBe(200);
    return { browser, link };
  }

  /** A group of the member, given the role. */
  async group(member: Member, role: Role): Promise<Group> {
    const made = await this.olga.browser.post<Group>("/api/groups", { name: "Team", members: [member.id] });
    await this.ask("put", `groups/${made.body.id}`, { role });
    return made.body;
  }

  async token({ browser }: Member, terms: object = {}): Promise<NewApiToken> {
    const plan = { name: "A program", scope: "write", ...terms };
    return (await browser.post<NewApiToken>("/api/account/tokens", plan)).body;
  }
}

function passwordOf({ password: wanted }: { readonly password?: string }): object {
  return wanted === undefined ? {} : { password: wanted };
}

/** What a program says. */
export const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` });
