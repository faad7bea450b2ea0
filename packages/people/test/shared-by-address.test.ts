import type {
  Account,
  DocumentAccess,
  DocumentSummary,
  Group,
  InvitationList,
  NewInvitation,
  Role,
} from "@quire/protocol";
import { type DocumentId, parseDocumentId } from "@quire/protocol";
import { fail } from "@quire/server";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Browser } from "./browser.ts";
import { type Member, type PeopleServer, password, startPeople } from "./people-server.ts";

let server: PeopleServer;
/** Owns the server. */
let olga: Member;
/** Own documents, and not the server. */
let ann: Member;
let bob: Member;

beforeAll(async () => {
  server = await startPeople({ quire: { limits: false } });
  olga = await server.owner();
  [ann, bob] = [await server.member("Ann"), await server.member("Bob")];
  const { limits } = server.people;
  for (const each of [limits.joins, limits.links, limits.accounts, limits.addresses]) each.take = () => 0;
});
afterAll(() => server.remove());

async function create({ browser }: Member, parentId?: DocumentId): Promise<DocumentId> {
  const { body } = await browser.post<DocumentSummary>("/api/documents", { ...(parentId && { parentId }) });
  return parseDocumentId(body.id) as DocumentId;
}

/** Has somebody invite an address into a document, and answers with the secret that is mailed. */
async function invite(by: Member, id: DocumentId, email: string, role: Role = "edit"): Promise<string> {
  const { store, invitations, rights } = server.people;
  const share = { documentId: rights.placeOf(id), role };
  return await store.write(() => invitations.make({ email, standing: "member", by: by.id, share }));
}

async function give({ browser }: Member, id: DocumentId, { id: person }: Member, role: string) {
  expect((await browser.put(`/api/documents/${id}/access/people/${person}`, { role })).status).toBe(200);
}

async function invited({ browser }: Member, id: DocumentId): Promise<DocumentAccess["invitations"]> {
  return (await browser.get<DocumentAccess>(`/api/documents/${id}/access`)).body.invitations;
}

function changeTo({ browser }: Member, id: DocumentId, one: { id: string } | undefined, role: Role) {
  return browser.patch<DocumentAccess>(`/api/documents/${id}/access/invitations/${one?.id}`, { role });
}

async function join(secret: string, email: string): Promise<Browser> {
  const browser = server.browser();
  const body = { secret, email, name: "New", password };
  expect((await browser.post("/api/invitations/accept", body)).status).toBe(201);
  return browser;
}

/** Comes by a link that was not sent to anybody, under an address that they type. */
async function comeTyping(email: string): Promise<Browser> {
  const { store, invitations } = server.people;
  return await join(
    await store.write(() => invitations.make({ email: null, standing: "member", by: olga.id })),
    email,
  );
}

async function roleOf(browser: Browser, id: DocumentId): Promise<Role | undefined> {
  const { status, body } = await browser.get<{ role: Role }>(`/api/documents/${id}`);
  return status === 200 ? body.role : undefined;
}

/** Whether the link of an invitation is good still: 200 or 410. */
async function look(secret: string | undefined): Promise<number> {
  return (await server.browser().post("/api/invitations/look", { secret })).status;
}

/** A document of Bob's below two others. */
interface Scene {
  readonly above: DocumentId;
  readonly between: DocumentId;
  readonly id: DocumentId;
}

async function belowTwo(): Promise<Scene> {
  const above = await create(bob);
  const between = await create(bob, above);
  return { above, between, id: await create(bob, between) };
}

/** What takes the right to share the document from Ann and Olga, who have it by then, and gives it back. */
type Loss = (scene: Scene) => Promise<{ take(): Promise<unknown>; giveBack(): Promise<unknown> }>;

async function groupOf(...members: readonly string[]): Promise<string> {
  return (await olga.browser.post<Group>("/api/groups", { name: "Team", members })).body.id;
}

async function share(id: DocumentId, group: string, role: string): Promise<void> {
  const path = `/api/documents/${id}/access/groups/${group}`;
  expect((await bob.browser.put(path, { role })).status).toBe(200);
}

const losses: Readonly<Record<string, Loss>> = {
  "with their place in a group": async ({ id }) => {
    const group = await groupOf(ann.id, olga.id);
    await share(id, group, "own");
    const put = (members: readonly string[]) =>
      olga.browser.put(`/api/groups/${group}`, { name: "Team", members });
    return { take: () => put([]), giveBack: () => put([ann.id, olga.id]) };
  },
  "with a group that is deleted": async ({ id }) => {
    const make = async () => {
      const group = await groupOf(ann.id, olga.id);
      await share(id, group, "own");
      return group;
    };
    const group = await make();
    return { take: () => olga.browser.delete(`/api/groups/${group}`), giveBack: make };
  },
  "with what a group has above": async ({ above }) => {
    const group = await groupOf(ann.id, olga.id);
    await share(above, group, "own");
    return { take: () => share(above, group, "view"), giveBack: () => share(above, group, "own") };
  },
  "above, as themselves": async ({ above }) => {
    const both = async (role: string) => {
      for (const one of [ann, olga]) await give(bob, above, one, role);
    };
    await both("own");
    return { take: () => both("view"), giveBack: () => both("own") };
  },
  "where what is above is moved away": async ({ above, between }) => {
    for (const one of [ann, olga]) await give(bob, above, one, "own");
    const move = (parentId: string | null) =>
      bob.browser.put(`/api/documents/${between}/parent`, { parentId });
    return { take: () => move(null), giveBack: () => move(above) };
  },
  "where what is above keeps to itself": async ({ above, between }) => {
    for (const one of [ann, olga]) await give(bob, above, one, "own");
    const takesAfter = (inherits: boolean) =>
      bob.browser.put(`/api/documents/${between}/access/inherits`, { inherits });
    return { take: () => takesAfter(false), giveBack: () => takesAfter(true) };
  },
};

describe("an invitation to an address", () => {
  it("B173 stays when an account goes that only typed the address", async () => {
    const email = "boss@example.org";
    const id = await create(ann);
    const thief = await comeTyping(email);
    const secret = await invite(ann, id, email);
    expect((await thief.delete("/api/account", { password })).status).toBe(204);
    expect(await roleOf(await join(secret, email), id)).toBe("edit");
  });

  it("B174 is over for good with the right to give it, and lets in whom an owner of the server invited", async () => {
    const id = await create(bob);
    await give(bob, id, ann, "own");
    await give(bob, id, olga, "own");
    const [byAnn, byOlga] = ["by.ann@example.org", "by.olga@example.org"];
    const secrets = [await invite(ann, id, byAnn), await invite(olga, id, byOlga)];
    const again = await invite(ann, id, byOlga);
    expect(await invited(bob, id)).toHaveLength(3);
    for (const one of [ann, olga]) await give(bob, id, one, "edit");
    expect(await invited(bob, id)).toEqual([]);
    for (const one of [ann, olga]) await give(bob, id, one, "own");
    expect(await Promise.all([...secrets, again].map(look))).toEqual([410, 200, 410]);
    expect(await roleOf(await join(secrets[1] ?? "", byOlga), id)).toBeUndefined();
  });

  it.each(Object.entries(losses))(
    "B174 is over for good in the moment in which who invited loses the right %s",
    async (_, lose) => {
      const scene = await belowTwo();
      const { id } = scene;
      const { giveBack, take } = await lose(scene);
      const emails = ["ann", "olga", "bob"].map((by) => `by.${by}.${id}@example.org`.toLowerCase());
      const secrets: string[] = [];
      for (const [n, by] of [ann, olga, bob].entries()) secrets.push(await invite(by, id, emails[n]!));
      await take();
      // Owners of the document see what is left, and so do those of the server, of whom one has let somebody in by herself.
      expect(await invited(bob, id)).toMatchObject([{ email: emails[2] }]);
      const listed = (await olga.browser.get<InvitationList>("/api/invitations")).body.invitations;
      const stillListed = emails.filter((one) => listed.some(({ email }) => email === one));
      expect(stillListed).toEqual(emails.slice(1));
      await giveBack();
      expect(await invited(bob, id)).toMatchObject([{ email: emails[2] }]);
      expect(await Promise.all(secrets.map(look))).toEqual([410, 200, 200]);
      expect(await roleOf(await join(secrets[1]!, emails[1]!), id)).toBeUndefined();
    },
  );

  it("B174 B60 is over, and the move put down, once a move that could not be put down is asked for again", async () => {
    const scene = await belowTwo();
    const { take, giveBack } = await losses["where what is above is moved away"]!(scene);
    const secret = await invite(ann, scene.id, `again.${scene.id}@example.org`.toLowerCase());
    const { store, audit } = server.people;
    const { write } = store;
    const full = () => Promise.reject(fail("QUIRE_ERR_STORE_FAILED", {}));
    // Before it is moved the disk is not full yet.
    store.write = (work) => {
      store.write = full;
      return write.call(store, work) as Promise<never>;
    };
    expect(await take()).toMatchObject({ status: 503 });
    store.write = write;
    expect([await take(), await giveBack()]).toMatchObject([{ status: 200 }, { status: 200 }]);
    expect(await look(secret)).toBe(410);
    const { entries } = audit.read({ action: "document-move", document: scene.between }, { limit: 5 });
    expect(entries.map(({ personId, subject }) => [personId, subject])).toEqual([
      [bob.id, scene.above],
      [bob.id, null],
    ]);
  });

  it("B174 is whose who last said what it brings", async () => {
    const id = await create(ann);
    await give(ann, id, bob, "own");
    const email = "ivy@example.org";
    const secret = await invite(ann, id, email);
    const [one] = await invited(bob, id);
    expect((await changeTo(bob, id, one, "view")).status).toBe(200);
    const left = `/api/documents/${id}/access/people/${ann.id}`;
    expect((await bob.browser.delete(left)).status).toBe(200);
    expect(await invited(bob, id)).toMatchObject([{ email, role: "view" }]);
    expect(await roleOf(await join(secret, email), id)).toBe("view");
  });

  it("B171 counts by when it was changed last", async () => {
    const email = "jo@example.org";
    const jo = await comeTyping(email);
    const { person } = (await jo.get<{ account: Account }>("/api/session")).body.account;
    const id = await create(ann);
    const secret = await invite(ann, id, email, "view");
    server.clock.now++;
    await give(ann, id, { id: person.id, email, browser: jo }, "comment");
    server.clock.now++;
    const [one] = await invited(ann, id);
    expect((await changeTo(ann, id, one, "edit")).status).toBe(200);
    expect((await jo.post("/api/account/invitations", { secret })).status).toBe(200);
    expect(await roleOf(jo, id)).toBe("edit");
  });

  it("threat D21 B170 that is taken a hundred times at once is taken once", async () => {
    const email = "often@example.org";
    const browser = await comeTyping(email);
    const id = await create(ann);
    const secret = await invite(ann, id, email);
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => browser.post("/api/account/invitations", { secret })),
    );
    const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
    expect(statuses).toEqual([200, ...Array(99).fill(410)]);
    const { entries } = server.people.audit.read({ action: "share", document: id }, { limit: 9 });
    expect(entries).toHaveLength(1);
    expect(await roleOf(browser, id)).toBe("edit");
  });

  it("threat D21 B172 that is changed while somebody comes by it gives what it says then, and is over", async () => {
    for (let round = 0; round < 8; round++) {
      const email = `late.${round}@example.org`;
      const id = await create(ann);
      // By a new account or by one that is there: the first waits for a hash, and the other one for nothing.
      const isNew = round % 4 < 2;
      const browser = isNew ? server.browser() : await comeTyping(email);
      const secret = await invite(ann, id, email);
      const [one] = await invited(ann, id);
      const come = () =>
        isNew
          ? browser.post("/api/invitations/accept", { secret, email, name: "Late", password })
          : browser.post("/api/account/invitations", { secret });
      const change = () => changeTo(ann, id, one, "view");
      const isFirst = round % 2 === 0;
      const answers = await Promise.all((isFirst ? [come, change] : [change, come]).map((way) => way()));
      const [came, changed] = (isFirst ? answers : answers.toReversed()).map(({ status }) => status);
      expect(came).toBe(isNew ? 201 : 200);
      expect([200, 410]).toContain(changed);
      expect(await roleOf(browser, id)).toBe(changed === 200 ? "view" : "edit");
      expect(await invited(ann, id)).toEqual([]);
    }
  });

  it("B174 that an older version kept by the newer of two documents is found by where their rights stand", async () => {
    const first = await create(ann);
    const { body } = await ann.browser.post<DocumentSummary>(`/api/documents/${first}/reset`, {});
    const documentId = parseDocumentId(body.id) as DocumentId;
    const email = "older@example.org";
    const { store, invitations } = server.people;
    const share = { documentId, role: "view" } as const;
    await store.write(() => invitations.make({ email, standing: "member", by: ann.id, share }));
    await server.restart();
    await expect.poll(() => invited(ann, documentId)).toMatchObject([{ email, role: "view" }]);
  });

  it("B174 that an earlier version only hid is over once this one has started", async () => {
    const { id, above } = await belowTwo();
    await give(bob, above, ann, "own");
    const email = "hidden@example.org";
    const secret = await invite(ann, id, email);
    const { store, rights } = server.people;
    await store.write(() => store.shares.remove([rights.placeOf(above), `person:${ann.id}`]));
    expect(await invited(bob, id)).toEqual([]);
    await server.restart();
    await expect.poll(() => [...server.people.store.invitations.keysOf(`email:${email}`)]).toEqual([]);
    await give(bob, above, ann, "own");
    expect(await look(secret)).toBe(410);
  });

  it("B49 that an owner of the server takes back is put down beside its document", async () => {
    const id = await create(ann);
    await invite(ann, id, "back@example.org");
    const [one] = await invited(ann, id);
    const rechecks = vi.spyOn(server.people.documents, "recheck");
    expect((await olga.browser.delete(`/api/invitations/${one?.id}`)).status).toBe(204);
    expect(rechecks).toHaveBeenCalledOnce();
    rechecks.mockRestore();
    const { entries } = server.people.audit.read({ action: "invite", document: id }, { limit: 9 });
    expect(entries.map(({ personId, subject }) => [personId, subject])).toEqual([
      [olga.id, `${one?.id} taken back`],
    ]);
    const { body: bare } = await olga.browser.post<NewInvitation>("/api/invitations", { standing: "member" });
    expect((await olga.browser.delete(`/api/invitations/${bare.id}`)).status).toBe(204);
  });
});
