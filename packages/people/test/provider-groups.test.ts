import type { DocumentId, DocumentSummary, Group } from "@quire/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { GroupTarget } from "../src/index.ts";
import type { FakeProvider } from "./fake-provider.ts";
import type { PeopleServer } from "./people-server.ts";
import { accountOf, signInBy, startWithFake } from "./provider-servers.ts";

const groups = new Map<string, GroupTarget>([
  ["/writers", "Writers"],
  ["/editors", "Writers"],
  ["/it", "Technicians"],
  ["/admins", { standing: "owner" }],
]);

function groupsOf({ people }: PeopleServer, personId: string): string[] {
  return [...people.store.groups.getRange()]
    .flatMap(({ value }) => (value.members.includes(personId) ? [value.name] : []))
    .toSorted();
}

/** Signs Ada in, who is in these groups at the provider; answers with what she is here. */
async function signInAs(fake: FakeProvider, server: PeopleServer, said: unknown) {
  fake.person = { ...fake.person, groups: said };
  const browser = server.browser();
  expect(await signInBy(fake, browser)).toBe("/");
  const account = await accountOf(browser);
  const id = account?.person.id ?? "";
  return { id, standing: account?.standing, groups: groupsOf(server, id) };
}

describe("B75 groups of a provider", () => {
  it("put people into the groups that they are mapped to, and take them out, at each sign-in", async () => {
    const { fake, server } = await startWithFake({ groups });
    const stages: [string[], string[]][] = [
      [["/writers", "/unknown"], ["Writers"]],
      [
        ["/editors", "/it"],
        ["Technicians", "Writers"],
      ],
      [["/writers", "/editors"], ["Writers"]],
      [["Writers", "/WRITERS", "/writers/"], []],
      [[], []],
    ];
    for (const [said, are] of stages) expect((await signInAs(fake, server, said)).groups).toEqual(are);
    const names = [...server.people.store.groups.getRange()].map(({ value }) => value.name).toSorted();
    expect(names).toEqual(["Technicians", "Writers"]);
  });

  it("leave other groups and other people as they are", async () => {
    const { fake, server } = await startWithFake({ groups });
    const { id } = await signInAs(fake, server, []);
    const { store } = server.people;
    const mia = await server.member("Mia");
    const own: Group = { id: "own", name: "Own", members: [id, mia.id] };
    const writers: Group = { id: "writers", name: "Writers", members: [mia.id] };
    await store.write(() => {
      for (const group of [own, writers]) void store.groups.put(group.id, group);
    });
    expect((await signInAs(fake, server, ["/writers", "/it"])).groups).toEqual([
      "Own",
      "Technicians",
      "Writers",
    ]);
    expect(store.groups.get("writers")?.members).toEqual([mia.id, id]);
    await signInAs(fake, server, []);
    expect([store.groups.get("own"), store.groups.get("writers")]).toEqual([own, writers]);
  });

  it("B174 end what somebody invited others to who may not share it any more by them", async () => {
    const { fake, server } = await startWithFake({ groups });
    const { id: by, groups: before } = await signInAs(fake, server, ["/writers"]);
    expect(before).toEqual(["Writers"]);
    const mia = await server.member("Mia");
    const { id } = (await mia.browser.post<DocumentSummary>("/api/documents", {})).body;
    const { store, invitations } = server.people;
    const [{ key: writers } = { key: "" }] = store.groups.getRange();
    await mia.browser.put(`/api/documents/${id}/access/groups/${writers}`, { role: "own" });
    const share = { documentId: id as DocumentId, role: "edit" } as const;
    await store.write(() => invitations.make({ email: "bo@example.org", standing: "member", by, share }));
    const invited = () => invitations.into(share.documentId).map(({ email }) => email);
    expect(invited()).toEqual(["bo@example.org"]);
    for (const said of [[], ["/writers"]]) await signInAs(fake, server, said);
    expect(invited()).toEqual([]);
  });

  it("make owners, and take that back, but not what was given by hand", async () => {
    const { fake, server } = await startWithFake({ groups });
    const { id, standing } = await signInAs(fake, server, ["/admins"]);
    expect(standing).toBe("owner");
    expect((await signInAs(fake, server, [])).standing).toBe("member");
    const { store } = server.people;
    await store.write(() => void store.people.put(id, { ...store.people.get(id)!, standing: "owner" }));
    expect((await signInAs(fake, server, [])).standing).toBe("owner");
  });

  it("do not take the last owner away, nor where the other one is shut out", async () => {
    const { fake, server } = await startWithFake({ groups });
    await signInAs(fake, server, ["/admins"]);
    const { id } = await server.owner();
    const { store } = server.people;
    const olga = store.people.get(id)!;
    await store.write(() => void store.people.put(id, { ...olga, disabledAt: 1 }));
    expect((await signInAs(fake, server, [])).standing).toBe("owner");
    await store.write(() => void store.people.put(id, olga));
    expect((await signInAs(fake, server, [])).standing).toBe("member");
  });

  it("B4 end what an owner invited by, with being one", async () => {
    const { fake, server } = await startWithFake({ groups });
    const { id } = await signInAs(fake, server, ["/admins"]);
    const { store, invitations } = server.people;
    for (const standing of ["owner", "member"] as const)
      await store.write(() => invitations.make({ email: null, standing, by: id }));
    await signInAs(fake, server, []);
    expect([...store.invitations.getKeys()]).toEqual([]);
  });

  it("are put down in the audit log where they change something", async () => {
    const { fake, server } = await startWithFake({ groups });
    const { id } = await signInAs(fake, server, ["/it", "/admins"]);
    await signInAs(fake, server, ["/it", "/admins"]);
    await signInAs(fake, server, []);
    const { browser } = await server.owner();
    const { body } = await browser.get<{ entries: { action: string; subject: string | null }[] }>(
      "/api/audit?action=person-change",
    );
    const [technicians] = [...server.people.store.groups.getKeys()];
    expect(body.entries.map(({ subject }) => subject).reverse()).toEqual([
      `${id}: into the group ${technicians}`,
      `${id}: owner by its groups`,
      `${id}: out of the group ${technicians}`,
      `${id}: no owner any more by its groups`,
    ]);
  });

  it("stand in the claim that the settings name", async () => {
    const { fake, server } = await startWithFake({ groups, groupsClaim: "https://example.org/roles" });
    fake.person = { ...fake.person, "https://example.org/roles": ["/it"] };
    expect((await signInAs(fake, server, ["/writers"])).groups).toEqual(["Technicians"]);
  });
});

describe("threat A7 groups of the wrong kind are none:", () => {
  it.each<[string, unknown]>([
    ["a text", "/writers"],
    ["texts with commas", "/writers,/admins"],
    ["an object", { "/writers": true, "/admins": true }],
    ["an object like a list", { 0: "/admins", length: 1 }],
    ["a list in a list", [["/admins"]]],
    ["a list with something else in it", ["/writers", "/admins", 1]],
    ["a list with an object in it", ["/admins", { toString: "/admins" }]],
    ["true", true],
    ["a number", 1],
    ["null", null],
    ["missing", undefined],
  ])("%s", async (_, said) => {
    const { fake, server } = await startWithFake({ groups });
    await signInAs(fake, server, ["/writers", "/admins"]);
    expect(await signInAs(fake, server, said)).toMatchObject({ standing: "member", groups: [] });
  });

  it("whatever else JSON can say", async () => {
    const { fake, server } = await startWithFake({ groups });
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ stringUnit: "binary" }), async (said) => {
        expect(await signInAs(fake, server, said)).toMatchObject({ standing: "member", groups: [] });
      }),
      { seed: Number(process.env.QUIRE_SEED ?? 1), numRuns: 40 },
    );
  });

  it("names that objects have of themselves are groups that nobody mapped", async () => {
    const { fake, server } = await startWithFake({ groups });
    const names = ["__proto__", "constructor", "toString", "hasOwnProperty"];
    expect(await signInAs(fake, server, names)).toMatchObject({ standing: "member", groups: [] });
  });
});
