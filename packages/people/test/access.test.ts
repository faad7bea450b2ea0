import {
  type DocumentAccess,
  type DocumentId,
  type DocumentList,
  type DocumentSummary,
  type InvitedToDocument,
  linkRoles,
} from "@quire/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Browser } from "./browser.ts";
import { type Member, type PeopleServer, startPeople } from "./people-server.ts";
import { openSocket } from "./socket.ts";

describe("the rights of documents", () => {
  let server: PeopleServer;
  let ann: Member;
  let bob: Member;
  let cleo: Member;

  beforeAll(async () => {
    server = await startPeople();
    ann = await server.member("Ann");
    bob = await server.member("Bob");
    cleo = await server.member("Cleo");
  });
  afterAll(() => server.remove());

  async function create(by: Member, body: object = {}): Promise<string> {
    const { status, body: made } = await by.browser.post<DocumentSummary>("/api/documents", body);
    expect(status).toBe(201);
    return made.id;
  }
  const roleOf = async (browser: Browser, id: string): Promise<unknown> => {
    const { status, body } = await browser.get<{ role: string }>(`/api/documents/${id}`);
    return status === 200 ? body.role : status;
  };
  const give = (by: Member, id: string, to: Member, role: string) =>
    by.browser.put<DocumentAccess>(`/api/documents/${id}/access/people/${to.id}`, { role });
  const access = async (by: Member, id: string) =>
    (await by.browser.get<DocumentAccess>(`/api/documents/${id}/access`)).body;

  it("B42 who made a document owns it, and nobody else has anything until it is given", async () => {
    const id = await create(ann);
    expect(await roleOf(ann.browser, id)).toBe("own");
    expect(await roleOf(bob.browser, id)).toBe(403);
    for (const role of ["view", "comment", "suggest", "edit", "own"]) {
      expect((await give(ann, id, bob, role)).status).toBe(200);
      expect(await roleOf(bob.browser, id)).toBe(role);
    }
    expect((await give(ann, id, bob, "none")).body.people).toContainEqual({
      person: expect.objectContaining({ id: bob.id }),
      role: "none",
      from: null,
      isGiven: true,
    });
    expect(await roleOf(bob.browser, id)).toBe(403);
    await ann.browser.delete(`/api/documents/${id}/access/people/${bob.id}`);
    expect((await access(ann, id)).people.map(({ person }) => person.id)).toEqual([ann.id]);
  });

  it("B134 the list says what each may do with a document, as the document itself does", async () => {
    const id = await create(ann, { title: "For each" });
    const listed = async ({ browser }: Member) =>
      (await browser.get<DocumentList>("/api/documents")).body.documents.find((each) => each.id === id)?.role;
    expect(await listed(ann)).toBe("own");
    for (const role of ["view", "comment", "suggest", "edit", "own"]) {
      await give(ann, id, bob, role);
      expect(await listed(bob)).toBe(role);
    }
  });

  it("B42 nobody but an owner gives anything, to themselves least of all", async () => {
    const id = await create(ann);
    await give(ann, id, bob, "edit");
    expect((await give(bob, id, bob, "own")).status).toBe(403);
    expect((await give(bob, id, cleo, "view")).status).toBe(403);
    expect((await give(cleo, id, cleo, "view")).status).toBe(403);
    expect(await roleOf(bob.browser, id)).toBe("edit");
  });

  it.each(["none", ...linkRoles])(
    "B42 SH-4 who has %s raises it in none of the ways there are",
    async (role) => {
      const id = await create(ann);
      await give(ann, id, bob, role);
      const before = await access(ann, id);
      const at = `/api/documents/${id}/access`;
      const { browser, email } = bob;
      const answers = await Promise.all([
        browser.put(`${at}/people/${bob.id}`, { role: "own" }),
        browser.delete(`${at}/people/${ann.id}`),
        browser.put(`${at}/groups/everyone`, { role: "edit" }),
        browser.post(`${at}/invitations`, { email, role: "own" }),
        browser.post(`${at}/links`, { role: "edit" }),
        browser.post(`${at}/transfer`, { person: bob.id }),
        browser.put(`${at}/inherits`, { inherits: false }),
        browser.delete(`${at}/requests/${cleo.id}`),
      ]);
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 403));
      expect(await access(ann, id)).toEqual(before);
      expect(await roleOf(browser, id)).toBe(role === "none" ? 403 : role);
    },
  );

  it("B43 what is below takes after it, and an exception says what it stands in place of", async () => {
    const above = await create(ann, { title: "Above" });
    const below = await create(ann, { title: "Below", parentId: above });
    await give(ann, above, bob, "edit");
    expect(await roleOf(bob.browser, below)).toBe("edit");
    await give(ann, below, bob, "view");
    expect(await roleOf(bob.browser, below)).toBe("view");
    expect(await roleOf(bob.browser, above)).toBe("edit");
    const row = (await access(ann, below)).people.find(({ person }) => person.id === bob.id);
    expect(row).toMatchObject({
      role: "view",
      from: null,
      instead: { role: "edit", from: { id: above, title: "Above" } },
    });
    await ann.browser.delete(`/api/documents/${below}/access/people/${bob.id}`);
    expect(await roleOf(bob.browser, below)).toBe("edit");
    await ann.browser.put(`/api/documents/${below}/access/inherits`, { inherits: false });
    expect(await roleOf(bob.browser, below)).toBe(403);
    expect(await access(ann, below)).toMatchObject({ inherits: false, parent: { id: above } });
  });

  it("B43 a document above is named by its title to who may read it, and to nobody else", async () => {
    const above = await create(ann, { title: "Canary above" });
    const below = await create(ann, { parentId: above });
    await give(ann, below, bob, "view");
    const seen = await access(bob, below);
    expect(JSON.stringify(seen)).not.toContain("Canary");
    expect(seen.parent).toEqual({ id: above, title: null });
  });

  it("B43 somebody makes a document only below one that they may write in", async () => {
    const above = await create(ann);
    const under = { parentId: above };
    const absent = { parentId: "0123456789abcdef0123" };
    for (const body of [under, absent])
      expect(await bob.browser.post("/api/documents", body)).toMatchObject({
        status: 400,
        body: { code: "QUIRE_ERR_PARENT_NOT_FOUND" },
      });
    await give(ann, above, bob, "view");
    expect((await bob.browser.post("/api/documents", under)).status).toBe(403);
    await give(ann, above, bob, "edit");
    expect((await bob.browser.post("/api/documents", under)).status).toBe(201);
  });

  const move = (by: Member, id: string, parentId: string | null) =>
    by.browser.put(`/api/documents/${id}/parent`, { parentId });

  it("B190 threat D17 nobody raises what they may by a move: not into what they own, nor out of what takes it from them", async () => {
    const [above, mine] = [await create(ann), await create(bob)];
    const below = await create(ann, { parentId: above });
    await give(ann, above, bob, "edit");
    for (const to of [mine, null]) expect((await move(bob, below, to)).status).toBe(403);
    // What keeps him out is taken along by nobody but an owner.
    await give(ann, below, bob, "none");
    for (const to of [mine, above, null]) expect((await move(bob, below, to)).status).toBe(403);
    expect(await roleOf(bob.browser, below)).toBe(403);
    // Nor does what he owns take him into what he may not open.
    const theirs = await create(cleo);
    for (const to of [theirs, "0123456789abcdef0123"])
      expect(await move(bob, mine, to)).toMatchObject({
        status: 400,
        body: { code: "QUIRE_ERR_PARENT_NOT_FOUND" },
      });
    await give(cleo, theirs, bob, "view");
    expect((await move(bob, mine, theirs)).status).toBe(403);
    // Where he may write, its owners own what he brings, and he has of them what he had.
    await give(cleo, theirs, bob, "edit");
    expect((await move(bob, mine, theirs)).status).toBe(200);
    const roles = [
      [bob, mine],
      [cleo, mine],
      [bob, theirs],
    ] as const;
    expect(await Promise.all(roles.map(([{ browser }, id]) => roleOf(browser, id)))).toEqual([
      "own",
      "own",
      "edit",
    ]);
  });

  it("B193 B191 what is below goes along, and whoever moves a document goes on owning it, so that somebody does", async () => {
    const [above, place] = [await create(ann), await create(cleo)];
    await give(ann, above, bob, "own");
    await give(ann, above, cleo, "edit");
    await give(cleo, place, bob, "edit");
    const moved = await create(cleo, { parentId: above });
    const under = await create(cleo, { parentId: moved });
    // They own what they made no more: Ann and Bob do, by what is above.
    for (const id of [moved, under]) await give(ann, id, cleo, "view");
    expect((await move(bob, moved, null)).status).toBe(200);
    const rolesAt = (id: string) => Promise.all([ann, bob, cleo].map(({ browser }) => roleOf(browser, id)));
    expect([await rolesAt(moved), await rolesAt(under)]).toEqual([
      [403, "own", "view"],
      [403, "own", "view"],
    ]);
    expect((await move(bob, moved, place)).status).toBe(200);
    expect([await rolesAt(moved), await rolesAt(under)]).toEqual([
      [403, "own", "own"],
      [403, "own", "own"],
    ]);
    expect(await access(bob, moved)).toMatchObject({ inherits: true, parent: { id: place } });
    // What keeps to itself does so wherever it stands.
    await bob.browser.put(`/api/documents/${moved}/access/inherits`, { inherits: false });
    expect((await move(bob, moved, above)).status).toBe(200);
    expect(await rolesAt(moved)).toEqual([403, "own", "view"]);
  });

  it("B192 B193 what was begun anew takes what is below it along, also that which was made before", async () => {
    const [above, first] = [await create(ann), await create(ann)];
    const under = await create(ann, { parentId: first });
    await give(ann, above, bob, "view");
    const again = (await ann.browser.post<DocumentSummary>(`/api/documents/${first}/reset`, {})).body.id;
    expect((await move(ann, again, under)).status).toBe(409);
    expect((await move(ann, again, above)).status).toBe(200);
    expect(await roleOf(bob.browser, under)).toBe("view");
    expect((await move(ann, again, null)).status).toBe(200);
    expect(await roleOf(bob.browser, under)).toBe(403);
  });

  it("B192 threat D21 of two moves that would make a circle together, one is refused", async () => {
    for (let round = 0; round < 10; round++) {
      const [one, other] = [await create(ann), await create(ann)];
      const answers = await Promise.all([move(ann, one, other), move(ann, other, one)]);
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    }
  });

  it("B44 groups are given something, and what a person was given nearer counts before it", async () => {
    const id = await create(ann);
    await server.people.store.write(() =>
      server.people.store.groups.put("team", { id: "team", name: "Team", members: [bob.id] }),
    );
    const group = (name: string, role: string) =>
      ann.browser.put<DocumentAccess>(`/api/documents/${id}/access/groups/${name}`, { role });
    expect((await group("team", "comment")).body.groups).toEqual([
      { group: { id: "team", name: "Team", size: 1 }, role: "comment", from: null },
    ]);
    expect([await roleOf(bob.browser, id), await roleOf(cleo.browser, id)]).toEqual(["comment", 403]);
    await group("everyone", "view");
    expect([await roleOf(bob.browser, id), await roleOf(cleo.browser, id)]).toEqual(["comment", "view"]);
    await give(ann, id, bob, "none");
    expect(await roleOf(bob.browser, id)).toBe(403);
    expect((await group("nobody-made-it", "view")).body).toMatchObject({ code: "QUIRE_ERR_GROUP_NOT_FOUND" });
  });

  it("B41 somebody goes on owning it, whoever is taken away", async () => {
    const id = await create(ann);
    const last = { status: 409, body: { code: "QUIRE_ERR_LAST_OWNER_OF_DOCUMENT" } };
    expect(await give(ann, id, ann, "edit")).toMatchObject(last);
    expect(await ann.browser.delete(`/api/documents/${id}/access/people/${ann.id}`)).toMatchObject(last);
    await ann.browser.put(`/api/documents/${id}/access/groups/everyone`, { role: "own" });
    expect(await give(ann, id, ann, "none")).toMatchObject(last);
    expect(await roleOf(ann.browser, id)).toBe("own");
    await give(ann, id, bob, "own");
    expect((await ann.browser.delete(`/api/documents/${id}/access/people/${ann.id}`)).status).toBe(200);
    await ann.browser.delete(`/api/documents/${id}/access/groups/everyone`);
  });

  it("B41 an owner of what is above is no exception below", async () => {
    const above = await create(ann);
    const below = await create(ann, { parentId: above });
    await give(ann, above, bob, "own");
    expect((await give(ann, below, bob, "view")).body).toMatchObject({ code: "QUIRE_ERR_OWNS_ABOVE" });
    const mine = await create(bob, { parentId: above });
    await ann.browser.put(`/api/documents/${mine}/access/inherits`, { inherits: false });
    expect([await roleOf(ann.browser, mine), await roleOf(bob.browser, mine)]).toEqual(["own", "own"]);
  });

  it("threat D21 of a hundred who take each other's ownership away at once, one is left", async () => {
    for (let round = 0; round < 3; round++) {
      const id = await create(ann);
      await give(ann, id, bob, "own");
      await give(ann, id, cleo, "own");
      const people = [ann, bob, cleo];
      const steps = Array.from({ length: 100 }, (_, n) => {
        const by = people[n % 3] as Member;
        const to = people[(n * 7 + round) % 3] as Member;
        return n % 2 === 0
          ? give(by, id, to, n % 4 === 0 ? "view" : "own")
          : by.browser.delete(`/api/documents/${id}/access/people/${to.id}`);
      });
      for (const { status } of await Promise.all(steps)) expect([200, 403, 409]).toContain(status);
      const roles = await Promise.all(people.map(({ browser }) => roleOf(browser, id)));
      expect(roles).toContain("own");
    }
  });

  it("B45 who gives a document away may edit it from then on", async () => {
    const id = await create(ann);
    const { status, body } = await ann.browser.post<DocumentAccess>(`/api/documents/${id}/access/transfer`, {
      person: bob.id,
    });
    expect([status, body.role]).toEqual([200, "edit"]);
    expect([await roleOf(ann.browser, id), await roleOf(bob.browser, id)]).toEqual(["edit", "own"]);
    expect((await ann.browser.post(`/api/documents/${id}/access/transfer`, { person: ann.id })).status).toBe(
      403,
    );
    const to = { person: "nobody" };
    expect((await bob.browser.post(`/api/documents/${id}/access/transfer`, to)).status).toBe(404);
  });

  it("B46 a document that is made anew keeps its rights, and goes on keeping them", async () => {
    const id = await create(ann, { markdown: "words" });
    await give(ann, id, bob, "own");
    await give(ann, id, cleo, "comment");
    const first = (await bob.browser.post<DocumentSummary>(`/api/documents/${id}/reset`, {})).body.id;
    const second = (await ann.browser.post<DocumentSummary>(`/api/documents/${first}/reset`, {})).body.id;
    expect(await Promise.all([ann, bob, cleo].map(({ browser }) => roleOf(browser, second)))).toEqual([
      "own",
      "own",
      "comment",
    ]);
    await give(ann, second, cleo, "none");
    expect(await roleOf(cleo.browser, second)).toBe(403);
    await server.restart();
    expect(await roleOf(ann.browser, second)).toBe("own");
  });

  it("B47 asking to be let in is answered alike for what is there, forbidden, deleted and absent", async () => {
    const id = await create(ann);
    const deleted = await create(ann);
    await ann.browser.delete(`/api/documents/${deleted}`);
    const ask = (document: string, by = cleo) =>
      by.browser.post(`/api/documents/${document}/access/requests`, { role: "edit" });
    const answers = await Promise.all([id, deleted, "0123456789abcdef0123"].map((document) => ask(document)));
    const plain = answers.map(({ status, body, headers }) => {
      const { date: _, ...rest } = Object.fromEntries(headers);
      return { status, body, rest };
    });
    expect(plain[0]).toMatchObject({ status: 202 });
    expect(plain[1]).toEqual(plain[0]);
    expect(plain[2]).toEqual(plain[0]);
    expect((await access(ann, id)).requests).toEqual([
      { person: expect.objectContaining({ id: cleo.id }), role: "edit", at: server.clock.now },
    ]);
    await give(ann, id, bob, "view");
    expect((await access(bob, id)).requests).toEqual([]);
    await give(ann, id, cleo, "view");
    expect((await access(ann, id)).requests).toEqual([]);
    await ask(id);
    const declined = await ann.browser.delete<DocumentAccess>(
      `/api/documents/${id}/access/requests/${cleo.id}`,
    );
    expect(declined.body.requests).toEqual([]);
    expect(
      (await server.browser().post(`/api/documents/${id}/access/requests`, { role: "view" })).status,
    ).toBe(401);
  });

  it("B111 who listens to the library hears that they are to read again when somebody asks, or access is given", async () => {
    const id = await create(ann);
    const { socket, spoken } = openSocket(ann.browser, "/api/events");
    expect(JSON.parse(String(await spoken))).toEqual({ type: "ready" });
    for (const change of [
      () => cleo.browser.post(`/api/documents/${id}/access/requests`, { role: "edit" }),
      () => give(ann, id, cleo, "view"),
    ]) {
      const isTold = new Promise<boolean>((resolve) =>
        socket.addEventListener("message", ({ data }) => {
          if (JSON.parse(String(data)).type === "ready") resolve(true);
        }),
      );
      await change();
      expect(await isTold).toBe(true);
    }
    socket.close();
  });

  it("B47 one person asks twenty times an hour and no more", async () => {
    const dora = await server.member("Dora");
    const ask = () =>
      dora.browser.post("/api/documents/0123456789abcdef0123/access/requests", { role: "view" });
    for (let count = 0; count < 20; count++) expect((await ask()).status).toBe(202);
    expect((await ask()).status).toBe(429);
    server.clock.now += 60 * 60_000;
    expect((await ask()).status).toBe(202);
  });

  it("B48 SH-1 sharing with an address gives who has it each of the roles, and invites who has no account", async () => {
    const id = await create(ann);
    const path = `/api/documents/${id}/access/invitations`;
    for (const role of linkRoles) {
      const known = await ann.browser.post<InvitedToDocument>(path, { email: bob.email, role });
      expect(known.body.url).toBeNull();
      expect(JSON.stringify(known.body)).not.toContain("@");
      expect(await roleOf(bob.browser, id)).toBe(role);
    }

    const email = "new@example.org";
    const olga = await server.owner();
    await give(ann, id, olga, "own");
    const { url } = (await olga.browser.post<InvitedToDocument>(path, { email, role: "comment" })).body;
    const secret = new URL(url ?? "").hash.slice(1);
    const fred = server.browser();
    const joined = await fred.post("/api/invitations/accept", {
      secret,
      email,
      name: "Fred",
      password: "correct horse battery staple",
    });
    expect(joined).toMatchObject({ status: 201, body: { standing: "member" } });
    expect(await roleOf(fred, id)).toBe("comment");
  });

  it("B4 B48 an invitation into a document is over when who invited may not give that any more", async () => {
    const id = await create(ann);
    await give(ann, id, bob, "own");
    const email = "late@example.org";
    const { store, invitations } = server.people;
    const share = { documentId: id as DocumentId, role: "own" } as const;
    const secret = await store.write(() =>
      invitations.make({ email, standing: "member", by: bob.id, share }),
    );
    const gil = server.browser();
    const look = async () => (await gil.post("/api/invitations/look", { secret })).status;
    expect(await look()).toBe(200);
    await give(ann, id, bob, "view");
    expect(await look()).toBe(410);
    const gils = { secret, email, name: "Gil", password: "correct horse battery staple" };
    expect(await gil.post("/api/invitations/accept", gils)).toMatchObject({
      status: 410,
      body: { code: "QUIRE_ERR_INVITATION_OVER" },
    });
    expect(invitations.all().map((one) => one.email)).not.toContain(email);
    // Nobody was shown it meanwhile, so nobody could take it back.
    await give(ann, id, bob, "own");
    expect(await look()).toBe(410);
  });

  it("B4 an owner of the server lets in whom they invited to a document that is not theirs any more, without it", async () => {
    const [id, olga] = [await create(ann), await server.owner()];
    await give(ann, id, olga, "own");
    const email = "hugo@example.org";
    const path = `/api/documents/${id}/access/invitations`;
    const { url } = (await olga.browser.post<InvitedToDocument>(path, { email, role: "edit" })).body;
    await give(ann, id, olga, "view");
    const hugo = server.browser();
    const hugos = {
      secret: url?.split("#")[1],
      email,
      name: "Hugo",
      password: "correct horse battery staple",
    };
    expect((await hugo.post("/api/invitations/accept", hugos)).status).toBe(201);
    expect(await roleOf(hugo, id)).toBe(403);
  });

  it("B172 owners of a document see who is invited to it, and change or take back what they were invited to", async () => {
    const [id, other] = [await create(ann), await create(ann)];
    await give(ann, id, bob, "own");
    await give(ann, id, cleo, "edit");
    const path = `/api/documents/${id}/access/invitations`;
    const email = "wrong.address@example.org";
    await ann.browser.post(path, { email: "WRONG.address@example.org", role: "edit" });
    const invited = await ann.browser.post<InvitedToDocument>(path, { email, role: "view" });
    // Of two to one address the newer is good.
    const [one, ...more] = invited.body.access.invitations;
    expect([one, more]).toMatchObject([{ email, role: "view" }, []]);
    expect((await access(bob, id)).invitations).toEqual([one]);
    expect(JSON.stringify(await access(cleo, id))).not.toContain(email);
    expect((await access(ann, other)).invitations).toEqual([]);

    const { store, invitations } = server.people;
    const at = `${path}/${one?.id}`;
    const elsewhere = `/api/documents/${other}/access/invitations/${one?.id}`;
    const over = { status: 410, body: { code: "QUIRE_ERR_INVITATION_OVER" } };
    expect(await ann.browser.patch(elsewhere, { role: "own" })).toMatchObject(over);
    expect(await ann.browser.delete(elsewhere)).toMatchObject(over);
    expect((await cleo.browser.patch(at, { role: "own" })).status).toBe(403);
    expect((await cleo.browser.delete(at)).status).toBe(403);
    const changed = await bob.browser.patch<DocumentAccess>(at, { role: "edit" });
    expect(changed).toMatchObject({ status: 200, body: { invitations: [{ email, role: "edit" }] } });
    const taken = await bob.browser.delete<DocumentAccess>(at);
    expect(taken).toMatchObject({ status: 200, body: { invitations: [] } });
    expect(await bob.browser.delete(at)).toMatchObject(over);
    expect(await store.write(() => invitations.takeFor(email))).toEqual([]);
    const { entries } = server.people.audit.read({ action: "invite", document: id }, { limit: 2 });
    expect(entries.map(({ personId, subject }) => [personId, subject])).toEqual([
      [bob.id, `${one?.id} taken back`],
      [bob.id, `${one?.id} edit`],
    ]);
  });

  it("B172 who comes by an invitation has what it says then, and is on the list of invited no more", async () => {
    const id = await create(ann);
    const email = "ivy@example.org";
    const { store, invitations } = server.people;
    const share = { documentId: id as DocumentId, role: "edit" } as const;
    const secret = await store.write(() =>
      invitations.make({ email, standing: "member", by: ann.id, share }),
    );
    const [one] = (await access(ann, id)).invitations;
    await ann.browser.patch(`/api/documents/${id}/access/invitations/${one?.id}`, { role: "view" });
    const ivy = server.browser();
    const ivys = { secret, email, name: "Ivy", password: "correct horse battery staple" };
    expect((await ivy.post("/api/invitations/accept", ivys)).status).toBe(201);
    expect(await roleOf(ivy, id)).toBe("view");
    expect((await access(ann, id)).invitations).toEqual([]);
  });

  it("B48 who is no owner of the server is not shown the link that makes an account under another's address", async () => {
    const id = await create(ann);
    const path = `/api/documents/${id}/access/invitations`;
    const email = "somebody.else@example.org";
    const { status, body } = await ann.browser.post<InvitedToDocument>(path, { email, role: "view" });
    expect([status, body.url, body.isLeftToOwner]).toEqual([200, null, true]);
    expect(JSON.stringify(body)).not.toContain("/join#");
    const olga = await server.owner();
    const { body: list } = await olga.browser.get("/api/invitations");
    expect(JSON.stringify(list)).toContain(email);
    const known = await ann.browser.post<InvitedToDocument>(path, { email: bob.email, role: "view" });
    expect(known.body).toMatchObject({ url: null, isLeftToOwner: false });
  });

  it("B49 what is done with rights is put down: who, what, and to whom", async () => {
    const id = await create(ann);
    await give(ann, id, bob, "view");
    await ann.browser.delete(`/api/documents/${id}/access/people/${bob.id}`);
    await ann.browser.put(`/api/documents/${id}/access/inherits`, { inherits: false });
    await cleo.browser.post(`/api/documents/${id}/access/requests`, { role: "edit" });
    await ann.browser.post(`/api/documents/${id}/access/transfer`, { person: bob.id });
    const { browser } = await server.owner();
    const { body } = await browser.get<{ entries: { action: string; subject?: string }[] }>(
      `/api/audit?document=${id}`,
    );
    expect(
      body.entries.map(({ action, subject }) => `${action} ${subject ?? ""}`.trim()).toReversed(),
    ).toEqual([
      "document-create",
      `share person ${bob.id} view`,
      `unshare person ${bob.id}`,
      "inherits false",
      "request edit",
      `transfer person ${bob.id}`,
    ]);
  });
});
