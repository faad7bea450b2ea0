import type { DocumentId, DocumentSummary } from "@quire/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Member, type PeopleServer, password, startPeople } from "./people-server.ts";

let server: PeopleServer;
let olga: Member;
let ann: Member;
let ben: Member;

beforeEach(async () => {
  server = await startPeople();
  olga = await server.owner();
  [ann, ben] = [await server.member("Ann"), await server.member("Ben")];
});
afterEach(() => server.remove());

async function create({ browser }: Member): Promise<DocumentId> {
  return (await browser.post<DocumentSummary>("/api/documents", { title: "ours" })).body.id as DocumentId;
}

const give = (by: Member, id: string, to: Member, role: string) =>
  by.browser.put(`/api/documents/${id}/access/people/${to.id}`, { role });

const shut = ({ id }: Member, isDisabled = true) =>
  olga.browser.patch(`/api/people/${id}`, { isDisabled }).then(({ status }) => expect(status).toBe(200));

const owns = ({ id: person }: Member, id: DocumentId) => server.people.rights.isOwner(person, id);

async function signIn({ email }: Member): Promise<Member["browser"]> {
  const browser = server.browser();
  expect((await browser.post("/api/session", { email, password })).status).toBe(200);
  return browser;
}

describe("a document whose other owner is shut out", () => {
  it.each<[string, () => Promise<{ status: number }>]>([
    ["they delete it themselves", () => ann.browser.delete("/api/account", { password })],
    ["an owner deletes it", () => olga.browser.delete(`/api/people/${ann.id}`, { password })],
  ])("B10 goes to who can sign in when its owner's account goes: %s", async (_, remove) => {
    const id = await create(ann);
    await give(ann, id, ben, "own");
    await shut(ben);
    expect((await remove()).status).toBe(204);
    expect([server.people.rights.hasOwner(id), owns(olga, id)]).toEqual([true, true]);
    const { entries } = server.people.audit.read({ action: "transfer" }, { limit: 5 });
    expect(entries.map(({ documentId }) => documentId)).toEqual([id]);
    // Who is let in again owns it as well.
    await shut(ben, false);
    expect(owns(ben, id)).toBe(true);
  });

  it("B10 stays with its other owner, who can sign in, when the one who is shut out is deleted", async () => {
    const id = await create(ann);
    await give(ann, id, ben, "own");
    await shut(ben);
    expect((await olga.browser.delete(`/api/people/${ben.id}`, { password })).status).toBe(204);
    expect([owns(ann, id), owns(olga, id)]).toEqual([true, false]);
  });
});

describe("a document whose only owner is shut out", () => {
  it("B41 waits for them: nobody is let into it by that, and they own it when they are let in again", async () => {
    const id = await create(ann);
    await give(ann, id, ben, "edit");
    await shut(ann);
    expect((await olga.browser.get(`/api/documents/${id}`)).status).toBe(403);
    expect((await ben.browser.get(`/api/documents/${id}`)).status).toBe(200);
    await shut(ann, false);
    const browser = await signIn(ann);
    expect((await browser.get<{ role: string }>(`/api/documents/${id}/access`)).body.role).toBe("own");
  });

  it("B41 is not taken from them meanwhile by those of a group that owns it", async () => {
    const id = await create(ann);
    await ann.browser.put(`/api/documents/${id}/access/groups/everyone`, { role: "own" });
    await shut(ann);
    const last = { status: 409, body: { code: "QUIRE_ERR_LAST_OWNER_OF_DOCUMENT" } };
    expect(await ben.browser.delete(`/api/documents/${id}/access/people/${ann.id}`)).toMatchObject(last);
    expect(await give(ben, id, ann, "view")).toMatchObject(last);
    expect(owns(ann, id)).toBe(true);
    // Somebody else who owns it as themselves makes room.
    expect((await give(ben, id, ben, "own")).status).toBe(200);
    expect((await give(ben, id, ann, "view")).status).toBe(200);
  });

  it("B191 B41 is owned as themselves by who owned it by a group, and moves it away from its last owner who can sign in", async () => {
    const above = await create(ann);
    await give(ann, above, ben, "edit");
    const { body } = await ben.browser.post<DocumentSummary>("/api/documents", { parentId: above });
    const id = body.id as DocumentId;
    const cleo = await server.member("Cleo");
    await ben.browser.put(`/api/documents/${id}/access/groups/everyone`, { role: "own" });
    await shut(ben);
    expect((await cleo.browser.put(`/api/documents/${id}/parent`, { parentId: null })).status).toBe(200);
    expect(owns(ann, id)).toBe(true);
    await cleo.browser.put(`/api/documents/${id}/access/groups/everyone`, { role: "view" });
    expect([owns(ann, id), owns(cleo, id), server.people.rights.hasOwner(id)]).toEqual([false, true, true]);
  });

  it("B191 is not moved away from its last owner who can sign in by somebody without an account", async () => {
    const { sharing, store } = server.people;
    const above = await create(ann);
    await give(ann, above, ben, "edit");
    const { body } = await ben.browser.post<DocumentSummary>("/api/documents", { parentId: above });
    await shut(ben);
    const moved = store.write(() => sharing.keepMoved(body.id as DocumentId, null, "crm:ben"));
    await expect(moved).rejects.toMatchObject({ code: "QUIRE_ERR_LAST_OWNER_OF_DOCUMENT" });
  });

  it("B10 goes to who deletes the account", async () => {
    const id = await create(ann);
    await shut(ann);
    expect((await olga.browser.delete(`/api/people/${ann.id}`, { password })).status).toBe(204);
    expect(owns(olga, id)).toBe(true);
  });
});

it("threat D21 B41 of owners who leave and are shut out at once, none leaves a document to nobody", async () => {
  const pia = await server.member("Pia", "owner");
  const ids = await Promise.all(Array.from({ length: 10 }, () => create(ann)));
  for (const id of ids) await give(ann, id, ben, "own");
  await Promise.all([
    ann.browser.delete("/api/account", { password }),
    pia.browser.patch(`/api/people/${ben.id}`, { isDisabled: true }),
    olga.browser.delete(`/api/people/${ben.id}`, { password }),
  ]);
  for (const id of ids) expect(server.people.rights.hasOwner(id)).toBe(true);
});

it("threat D21 B10 a document made while its maker's account is deleted goes to an owner, and one below another's to nobody else", async () => {
  const { store, documents, audit, rights } = server.people;
  const above = await create(ben);
  await give(ben, above, ann, "edit");
  /** Makes one; the account is deleted before anybody can read that it is there. */
  const makeLast = async (maker: Member, body: object) => {
    const { write } = store;
    const { records } = documents;
    store.write = async (change) => {
      store.write = write;
      documents.records = () => [];
      expect((await maker.browser.delete("/api/account", { password })).status).toBe(204);
      documents.records = records;
      return await store.write(change);
    };
    const made = await maker.browser.post<DocumentSummary>("/api/documents", body);
    expect(made.status).toBe(201);
    return made.body.id as DocumentId;
  };
  const below = await makeLast(ann, { title: "below", parentId: above });
  expect([owns(ben, below), owns(olga, below)]).toEqual([true, false]);
  const alone = await makeLast(await server.member("Cleo"), { title: "alone" });
  expect([rights.hasOwner(alone), owns(olga, alone)]).toEqual([true, true]);
  expect((await olga.browser.get(`/api/documents/${alone}`)).status).toBe(200);
  const { entries } = audit.read({ action: "transfer" }, { limit: 5 });
  expect(entries.map(({ documentId, subject }) => [documentId, subject])).toEqual([
    [alone, `person:${olga.id} own`],
  ]);
});
