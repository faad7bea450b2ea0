import type { DocumentSummary, SessionList } from "@quire/protocol";
import { expect } from "vitest";
import type { Browser } from "./browser.ts";
import type { Headers } from "./lines.ts";
import { bearer, Scene } from "./live-scene.ts";
import { password } from "./people-server.ts";

/** What ends, and for whom: with what they say of themselves, and whose lines go on although they are the same person's. */
export interface Ending {
  readonly headers: Headers;
  readonly stays?: Browser;
  end(): Promise<unknown>;
}

export interface Cause {
  readonly code: 4401 | 4403 | 4410 | 4510;
  /** What becomes of their stream of the library. */
  readonly stream: 4401 | 4403 | "goes on" | "says that the list is another";
  begin(scene: Scene): Promise<Ending>;
}

const signedOut = { code: 4401, stream: 4401 } as const;
const unshared = { code: 4403, stream: "says that the list is another" } as const;
const anotherRole = { code: 4510, stream: "says that the list is another" } as const;
const gone = { code: 4410, stream: "goes on" } as const;

export const causes: Readonly<Record<string, Cause>> = {
  "they sign out": {
    ...signedOut,
    async begin(scene) {
      const member = await scene.member("edit");
      const headers = member.browser.ownHeaders();
      return {
        headers,
        stays: await scene.another(member),
        end: () => member.browser.delete("/api/session"),
      };
    },
  },
  "they sign out everywhere else": {
    ...signedOut,
    async begin(scene) {
      const member = await scene.member("edit");
      const stays = await scene.another(member);
      return {
        headers: member.browser.ownHeaders(),
        stays,
        end: () => stays.delete("/api/account/sessions"),
      };
    },
  },
  "they end that one of their sessions": {
    ...signedOut,
    async begin(scene) {
      const member = await scene.member("edit");
      const stays = await scene.another(member);
      const { sessions } = (await member.browser.get<SessionList>("/api/account/sessions")).body;
      const { id } = sessions.find(({ isThis }) => isThis)!;
      const end = () => stays.delete(`/api/account/sessions/${id}`);
      return { headers: member.browser.ownHeaders(), stays, end };
    },
  },
  "somebody else signs in with their browser": {
    ...signedOut,
    async begin(scene) {
      const { browser } = await scene.member("edit");
      const other = await scene.member("edit");
      const headers = browser.ownHeaders();
      return { headers, end: () => browser.post("/api/session", { email: other.email, password }) };
    },
  },
  "they change their password": {
    ...signedOut,
    async begin(scene) {
      const member = await scene.member("edit");
      const elsewhere = await scene.another(member);
      const wanted = { current: password, password: "another password of mine" };
      const end = () => elsewhere.put("/api/account/password", wanted);
      return { headers: member.browser.ownHeaders(), end };
    },
  },
  "they take another address to sign in with": {
    ...signedOut,
    async begin(scene) {
      const member = await scene.member("edit");
      const elsewhere = await scene.another(member);
      const { store, emailChanges } = scene.server.people;
      const { secret } = await store.write(() => emailChanges.make(member.id, `new.${member.email}`));
      const end = () => elsewhere.post("/api/account/email", { secret });
      return { headers: member.browser.ownHeaders(), end };
    },
  },
  "their password is set anew by a link": {
    ...signedOut,
    async begin(scene) {
      const member = await scene.member("edit");
      const { store, resets } = scene.server.people;
      const { secret: link } = await store.write(() => resets.make(member.id, { by: null }));
      const wanted = { secret: link, password: "another password of mine" };
      const end = () => scene.server.browser().post("/api/password/reset", wanted);
      return { headers: member.browser.ownHeaders(), end };
    },
  },
  "an owner of the server shuts them out": {
    ...signedOut,
    async begin(scene) {
      const { id, browser } = await scene.member("edit");
      const end = () => scene.olga.browser.patch(`/api/people/${id}`, { isDisabled: true });
      return { headers: browser.ownHeaders(), end };
    },
  },
  "an owner of the server removes them": {
    ...signedOut,
    async begin(scene) {
      const { id, browser } = await scene.member("edit");
      const end = () => scene.olga.browser.delete(`/api/people/${id}`, { password });
      return { headers: browser.ownHeaders(), end };
    },
  },
  "they delete their account": {
    ...signedOut,
    async begin(scene) {
      const { browser } = await scene.member("edit");
      const headers = browser.ownHeaders();
      return { headers, end: () => browser.delete("/api/account", { password }) };
    },
  },
  "their share is taken back": {
    ...unshared,
    async begin(scene) {
      const { id, browser } = await scene.member("edit");
      return { headers: browser.ownHeaders(), end: () => scene.ask("delete", `people/${id}`) };
    },
  },
  "they are taken out of the group that gave it": {
    ...unshared,
    async begin(scene) {
      const member = await scene.member();
      const { id } = await scene.group(member, "edit");
      const end = () => scene.olga.browser.put(`/api/groups/${id}`, { name: "Team", members: [] });
      return { headers: member.browser.ownHeaders(), end };
    },
  },
  "the group that gave it is deleted": {
    ...unshared,
    async begin(scene) {
      const member = await scene.member();
      const { id } = await scene.group(member, "edit");
      return {
        headers: member.browser.ownHeaders(),
        end: () => scene.olga.browser.delete(`/api/groups/${id}`),
      };
    },
  },
  "the group's share is taken back": {
    ...unshared,
    async begin(scene) {
      const member = await scene.member();
      const { id } = await scene.group(member, "edit");
      return { headers: member.browser.ownHeaders(), end: () => scene.ask("delete", `groups/${id}`) };
    },
  },
  "the document stops taking after its parent": {
    ...unshared,
    async begin(scene) {
      const { browser } = await scene.member("edit", scene.above);
      return { headers: browser.ownHeaders(), end: () => scene.ask("put", "inherits", { inherits: false }) };
    },
  },
  "an exception below says nothing for them": {
    ...unshared,
    async begin(scene) {
      const member = await scene.member("edit", scene.above);
      return { headers: member.browser.ownHeaders(), end: () => scene.give(member, "none") };
    },
  },
  "the document is moved away from where it was given": {
    ...unshared,
    async begin(scene) {
      const { browser } = await scene.member("edit", scene.above);
      return { headers: browser.ownHeaders(), end: () => scene.move(null) };
    },
  },
  "the document is moved to where they only read": {
    ...anotherRole,
    async begin(scene) {
      const member = await scene.member("edit", scene.above);
      const { above } = await Scene.make(scene);
      await scene.give(member, "view", above);
      return { headers: member.browser.ownHeaders(), end: () => scene.move(above) };
    },
  },
  "the document is moved away from where their link led": {
    ...unshared,
    async begin(scene) {
      const { browser } = await scene.guest({}, undefined, scene.above);
      return { headers: browser.ownHeaders(), end: () => scene.move(null) };
    },
  },
  "the parent's share is taken back": {
    ...unshared,
    async begin(scene) {
      const { id, browser } = await scene.member("edit", scene.above);
      const end = () => scene.ask("delete", `people/${id}`, undefined, scene.above);
      return { headers: browser.ownHeaders(), end };
    },
  },
  "they give the document to another owner": {
    ...anotherRole,
    async begin(scene) {
      const { browser } = await scene.member("own");
      const { id: person } = await scene.member("view");
      const transfer = `/api/documents/${scene.id}/access/transfer`;
      return { headers: browser.ownHeaders(), end: () => browser.post(transfer, { person }) };
    },
  },
  "the new owner takes what the old one was left": {
    ...unshared,
    async begin(scene) {
      const member = await scene.member("own");
      const transfer = `/api/documents/${scene.id}/access/transfer`;
      expect((await member.browser.post(transfer, { person: scene.ann.id })).status).toBe(200);
      return { headers: member.browser.ownHeaders(), end: () => scene.ask("delete", `people/${member.id}`) };
    },
  },
  "their role is lowered to one that only reads": {
    ...anotherRole,
    async begin(scene) {
      const member = await scene.member("edit");
      return { headers: member.browser.ownHeaders(), end: () => scene.give(member, "view") };
    },
  },
  "the link that they came by is switched off": {
    ...signedOut,
    async begin(scene) {
      const { browser, link } = await scene.guest();
      return { headers: browser.ownHeaders(), end: () => scene.ask("delete", `links/${link.id}`) };
    },
  },
  "the link that they came by, signed in, is switched off": {
    ...unshared,
    async begin(scene) {
      const { browser, link } = await scene.guest({}, (await scene.member()).browser);
      return { headers: browser.ownHeaders(), end: () => scene.ask("delete", `links/${link.id}`) };
    },
  },
  "their link's password is another": {
    ...signedOut,
    async begin(scene) {
      const { browser, link } = await scene.guest({ password: "open sesame" });
      const end = () => scene.ask("patch", `links/${link.id}`, { password: "another word" });
      return { headers: browser.ownHeaders(), end };
    },
  },
  "their link's power is lowered": {
    ...anotherRole,
    async begin(scene) {
      const { browser, link } = await scene.guest();
      return {
        headers: browser.ownHeaders(),
        end: () => scene.ask("patch", `links/${link.id}`, { role: "view" }),
      };
    },
  },
  "what their link led to, above the document, is deleted": {
    ...signedOut,
    async begin(scene) {
      const { browser } = await scene.guest({}, undefined, scene.above);
      const end = () => scene.ann.browser.delete(`/api/documents/${scene.above}`);
      return { headers: browser.ownHeaders(), end };
    },
  },
  "what their link, signed in, led to, above the document, is deleted": {
    ...unshared,
    async begin(scene) {
      const { browser } = await scene.guest({}, (await scene.member()).browser, scene.above);
      const end = () => scene.ann.browser.delete(`/api/documents/${scene.above}`);
      return { headers: browser.ownHeaders(), end };
    },
  },
  "the document is deleted": {
    ...gone,
    async begin(scene) {
      const { browser } = await scene.member("edit");
      return {
        headers: browser.ownHeaders(),
        end: () => scene.ann.browser.delete(`/api/documents/${scene.id}`),
      };
    },
  },
  "the document is reset": {
    ...gone,
    async begin(scene) {
      const { browser } = await scene.member("edit");
      const reset = () => scene.ann.browser.post<DocumentSummary>(`/api/documents/${scene.id}/reset`, {});
      const end = async () => {
        scene.id = (await reset()).body.id;
      };
      return { headers: browser.ownHeaders(), end };
    },
  },
  "their program's token is revoked": {
    ...signedOut,
    async begin(scene) {
      const member = await scene.member("edit");
      const token = await scene.token(member);
      const end = () => member.browser.delete(`/api/account/tokens/${token.id}`);
      return { headers: bearer(token.secret), stays: member.browser, end };
    },
  },
};
