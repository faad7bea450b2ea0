import type {
  AuditAction,
  DocumentAccess,
  DocumentSummary,
  Group,
  InvitedToDocument,
  NewInvitation,
} from "@quire/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Member, type PeopleServer, password, startPeople } from "./people-server.ts";
import { accountOf, signInBy, startWithFake } from "./provider-servers.ts";

let server: PeopleServer;
let olga: Member;

beforeEach(async () => {
  server = await startPeople();
  olga = await server.owner();
});
afterEach(() => server.remove());

async function create({ browser }: Member): Promise<string> {
  return (await browser.post<DocumentSummary>("/api/documents", { title: "ours" })).body.id;
}

/** The entries of one kind, oldest first. */
function putDown({ people }: PeopleServer, action: AuditAction) {
  return people.audit.read({ action }, { limit: 200 }).entries.toReversed();
}

it("B184 an invitation to the server is put down as taken back where a newer one takes its place", async () => {
  const body = { email: "ben@example.org", standing: "member" };
  const invite = async () => (await olga.browser.post<NewInvitation>("/api/invitations", body)).body.id;
  const [older, newer] = [await invite(), await invite()];
  expect(putDown(server, "invite").map(({ subject }) => subject)).toEqual([
    `${older} member`,
    `${older} taken back`,
    `${newer} member`,
  ]);
});

describe("an invitation into a document", () => {
  it("B184 is put down by its id each time, also where a newer one takes its place", async () => {
    const { browser, ...ann } = await server.member("Ann");
    const id = await create({ browser, ...ann });
    const path = `/api/documents/${id}/access/invitations`;
    const invite = async (role: string): Promise<string> => {
      const { body } = await browser.post<InvitedToDocument>(path, { email: "ben@example.org", role });
      return body.access.invitations?.[0]?.id ?? "";
    };
    const [older, newer] = [await invite("edit"), await invite("view")];
    expect((await browser.patch(`${path}/${newer}`, { role: "comment" })).status).toBe(200);
    expect((await browser.delete(`${path}/${newer}`)).status).toBe(200);
    const entries = putDown(server, "invite");
    expect(entries.map(({ subject }) => subject)).toEqual([
      `${older} member, edit`,
      `${older} taken back`,
      `${newer} member, view`,
      `${newer} comment`,
      `${newer} taken back`,
    ]);
    for (const entry of entries)
      expect(entry).toMatchObject({ personId: ann.id, name: "Ann", documentId: id });
  });
});

describe("a role that somebody comes in with", () => {
  it("B49 is put down for the person and the document, and who gave it", async () => {
    const ann = await server.member("Ann");
    const id = await create(ann);
    const email = "ben@example.org";
    const share = { documentId: id as never, role: "edit" } as const;
    const { store, invitations } = server.people;
    const secret = await store.write(() =>
      invitations.make({ email, standing: "member", by: ann.id, share }),
    );
    const browser = server.browser();
    const body = { secret, email, name: "Ben", password };
    const joined = await browser.post<{ person: { id: string } }>("/api/invitations/accept", body);
    expect(joined.status).toBe(201);
    const { id: ben } = joined.body.person;
    expect(putDown(server, "share")).toMatchObject([
      {
        personId: ben,
        name: "Ben",
        documentId: id,
        subject: `person ${ben} edit, by invitation of ${ann.id}`,
      },
    ]);
  });

  it("B49 is not put down where it was not given: who invited may not give it any more", async () => {
    const ann = await server.member("Ann");
    const share = { documentId: (await create(ann)) as never, role: "edit" } as const;
    const { store, invitations } = server.people;
    const secret = await store.write(() =>
      invitations.make({ email: null, standing: "member", by: olga.id, share }),
    );
    const body = { secret, email: "cal@example.org", name: "Cal", password };
    expect((await server.browser().post("/api/invitations/accept", body)).status).toBe(201);
    expect(putDown(server, "share")).toEqual([]);
  });

  it("B49 is put down where they come by a provider, with what they are here", async () => {
    const { fake, server: other } = await startWithFake();
    const { id: by, browser: owner } = await other.owner();
    const documentId = (await owner.post<DocumentSummary>("/api/documents", { title: "ours" })).body.id;
    const email = "ada@example.com";
    const { store, invitations } = other.people;
    await store.write(() => {
      const share = { documentId: documentId as never, role: "comment" } as const;
      invitations.make({ email, standing: "member", by, share });
      invitations.make({ email, standing: "owner", by });
    });
    const browser = other.browser();
    expect(await signInBy(fake, browser)).toBe("/");
    const ada = (await accountOf(browser))?.person.id ?? "";
    expect(putDown(other, "share")).toMatchObject([
      { personId: ada, documentId, subject: `person ${ada} comment, by invitation of ${by}` },
    ]);
    expect(putDown(other, "join").at(-1)).toMatchObject({ personId: ada, subject: "idp owner" });
  });
});

describe("who comes into a group, and leaves it,", () => {
  it("B186 is put down by their ids, in one entry a change that names the group, also where it goes", async () => {
    const [ann, ben, cal] = [
      await server.member("Ann"),
      await server.member("Ben"),
      await server.member("Cal"),
    ];
    const { browser } = olga;
    const team = { name: 'The "A" team', members: [ann.id, ben.id] };
    const { id } = (await browser.post<Group>("/api/groups", team)).body;
    await browser.put(`/api/groups/${id}`, { name: "Team", members: [ben.id, cal.id] });
    await browser.put(`/api/groups/${id}`, { name: "Renamed", members: [cal.id, ben.id] });
    await browser.delete(`/api/groups/${id}`);
    const entries = putDown(server, "group-change");
    expect(entries.map(({ subject }) => subject)).toEqual([
      `${id} "The \\"A\\" team" 2: came in ${ann.id} ${ben.id}`,
      `${id} "Team" 2: came in ${cal.id}, left ${ann.id}`,
      `${id} "Renamed" 2`,
      `${id} "Renamed" deleted: left ${cal.id} ${ben.id}`,
    ]);
    expect(new Set(entries.map(({ personId }) => personId))).toEqual(new Set([olga.id]));
  });

  it("B186 is named in further entries where they are more than a hundred, and none is left out", async () => {
    const ids = Array.from({ length: 230 }, (_, n) => `member-of-the-large-group-${n}`);
    const group = { id: "large", name: "Large", members: ids };
    await server.people.store.write(() => void server.people.store.groups.put(group.id, group));
    expect((await olga.browser.delete("/api/groups/large")).status).toBe(204);
    const said = putDown(server, "group-change").map(({ subject }) => subject?.split(": left ") ?? []);
    expect(said.map(([what, named = ""]) => [what, named.split(" ").length])).toEqual(
      [100, 100, 30].map((count) => ['large "Large" deleted', count]),
    );
    expect(said.flatMap(([, named = ""]) => named.split(" "))).toEqual(ids);
  });
});

it("B60 that somebody takes along what is kept of them is put down, before they are answered", async () => {
  const ann = await server.member("Ann");
  const { body } = await ann.browser.get<{ audit: object[] }>("/api/account/export");
  expect(body.audit[0]).toMatchObject({ action: "export", documentId: null, subject: "account" });
  expect(putDown(server, "export")).toMatchObject([
    { personId: ann.id, name: "Ann", address: "127.0.0.1", subject: "account" },
  ]);
});

it("B49 what changed of a link is put down, and never its password", async () => {
  const id = await create(olga);
  const links = `/api/documents/${id}/access/links`;
  const make = async (isPublic: boolean) => {
    const { body } = await olga.browser.post<DocumentAccess>(links, { role: "view", isPublic });
    return body.links.find((link) => link.isPublic === isPublic)!.id;
  };
  const [one, page] = [await make(false), await make(true)];
  const expiresAt = server.clock.now + 60_000;
  const secret = "a password that is nobody's to read";
  for (const [link, change] of [
    [one, { role: "edit" }],
    [one, { password: secret }],
    [one, { password: null, expiresAt }],
    [one, { password: null, expiresAt: null, role: "edit" }],
    [one, { role: "edit" }],
    [page, { isListed: true, hasPreview: true }],
    [page, { isListed: false, hasPreview: true }],
    [page, { hasPreview: false }],
  ] as const)
    expect((await olga.browser.patch(`${links}/${link}`, change)).status).toBe(200);
  const entries = putDown(server, "link-change").map(({ subject }) => subject);
  expect(entries).toEqual([
    `link ${one} edit: new role`,
    `link ${one} edit: new password`,
    `link ${one} edit: no password, new end`,
    `link ${one} edit: no end`,
    `link ${one} edit`,
    `link ${page} view public: listed, preview`,
    `link ${page} view public: not listed`,
    `link ${page} view public: no preview`,
  ]);
  expect(JSON.stringify(entries)).not.toContain(secret);
});
