import { type DocumentId, type GivenRole, linkRoles, type Role, roles } from "@quire/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Asker, movedTo, ownersOf, rightOf, type World } from "./policy.ts";

/** A small world as plain lists, which the slow model reads whole each time. */
interface Plain {
  /** The n-th document's parent stands before it. */
  readonly documents: readonly {
    readonly parent: number | null;
    readonly creator: string;
    readonly inherits: boolean;
  }[];
  readonly given: readonly { readonly at: number; readonly to: string; readonly role: GivenRole }[];
  readonly members: Readonly<Record<string, readonly string[]>>;
  readonly links: readonly { readonly at: number; readonly role: (typeof linkRoles)[number] }[];
}

const people = ["ann", "bob", "eve"] as const;
const groups = ["g1", "g2"] as const;
const idOf = (index: number): DocumentId => `document-number-${index}` as DocumentId;

const plain: fc.Arbitrary<Plain> = fc.record({
  documents: fc
    .array(
      fc.record({
        up: fc.option(fc.nat(5), { nil: null, freq: 8 }),
        creator: fc.constantFrom(...people),
        keepsToItself: fc.nat(4).map((n) => n === 0),
      }),
      { minLength: 1, maxLength: 6 },
    )
    .map((list) =>
      list.map(({ up, creator, keepsToItself }, index) => ({
        parent: index === 0 || up === null ? null : up % index,
        creator,
        inherits: !keepsToItself,
      })),
    ),
  given: fc.uniqueArray(
    fc.record({
      at: fc.nat(5),
      to: fc.constantFrom(...people, ...groups),
      role: fc.constantFrom(...roles, "none" as const),
    }),
    { maxLength: 12, selector: ({ at, to }) => `${at} ${to}` },
  ),
  members: fc.record({ g1: fc.subarray([...people]), g2: fc.subarray([...people]) }),
  links: fc.array(fc.record({ at: fc.nat(5), role: fc.constantFrom(...linkRoles) }), { maxLength: 2 }),
});

/** What the policy is asked with. */
function worldOf({ documents, given, members }: Plain): World {
  const at = (id: DocumentId) => Number(id.split("-").at(-1));
  const to = (id: DocumentId, names: readonly string[]) =>
    given
      .filter((share) => share.at === at(id) && names.includes(share.to))
      .map(({ to: name, role }) => [name, role] as const);
  return {
    document: (id) => {
      const document = documents[at(id)];
      if (document === undefined) return undefined;
      const { parent, creator } = document;
      return { rightsId: id, parentId: parent === null ? null : idOf(parent), createdBy: creator };
    },
    inherits: (id) => documents[at(id)]!.inherits,
    given: (id, person) => given.find((share) => share.at === at(id) && share.to === person)?.role,
    peopleGiven: (id) => to(id, people),
    groupsGiven: (id) => to(id, groups),
    isIn: (group, person) => members[group]!.includes(person),
  };
}

const rank = (role: GivenRole | undefined) =>
  role === undefined || role === "none" ? 0 : 1 + roles.indexOf(role);
const named = (number: number): Role | undefined => (number === 0 ? undefined : roles[number - 1]);

/** The rules once more, as one would say them: every path is written out, and nothing ends early. */
function model(
  world: Plain,
  person: string | undefined,
  links: Plain["links"],
  id: number,
): Role | undefined {
  const path: number[] = [];
  for (
    let at: number | null = id;
    at !== null;
    at = world.documents[at]!.inherits ? world.documents[at]!.parent : null
  )
    path.push(at);
  const nearest = (to: string) =>
    path.findIndex((at) => world.given.some((share) => share.at === at && share.to === to));
  const roleAt = (to: string, at: number) =>
    world.given.find((share) => share.at === at && share.to === to)?.role;
  const found: number[] = links.filter(({ at }) => path.includes(at)).map(({ role }) => rank(role));
  if (person !== undefined) {
    const mine = path.map(
      (at) => roleAt(person, at) ?? (world.documents[at]!.creator === person ? "own" : undefined),
    );
    if (mine.includes("own")) found.push(rank("own"));
    const said = mine.findIndex((role) => role !== undefined);
    found.push(rank(mine[said]));
    for (const group of groups) {
      const place = nearest(group);
      const counts = place !== -1 && (said === -1 || place < said) && world.members[group]!.includes(person);
      if (counts) found.push(rank(roleAt(group, path[place]!)));
    }
  }
  return named(Math.max(0, ...found));
}

const runs = { seed: Number(process.env.QUIRE_SEED ?? 1), numRuns: 1_000 };

describe("the policy", () => {
  it("B40 says of everybody and every document what the rules say one by one", () => {
    fc.assert(
      fc.property(plain, (world) => {
        for (const [index] of world.documents.entries())
          for (const person of [...people, undefined])
            for (const links of [[], world.links]) {
              const asker = askerOf(person, links);
              const role = rightOf(asker, idOf(index), worldOf(world))?.role;
              expect(role).toBe(model(world, person, links, index));
            }
      }),
      runs,
    );
  });

  it("B40 says truly where a right comes from", () => {
    fc.assert(
      fc.property(plain, (world) => {
        for (const [index] of world.documents.entries())
          for (const person of people) {
            const right = rightOf(askerOf(person, world.links), idOf(index), worldOf(world));
            if (right === undefined) continue;
            const at = Number(right.at.split("-").at(-1));
            const here = world.given.filter((share) => share.at === at && share.role === right.role);
            const holds = {
              creator: () => world.documents[at]!.creator === person && right.role === "own",
              person: () => here.some(({ to }) => to === person),
              group: () => here.some(({ to }) => world.members[to]?.includes(person)),
              link: () => world.links.some((link) => link.at === at && link.role === right.role),
            };
            expect(holds[right.by]()).toBe(true);
          }
      }),
      runs,
    );
  });

  it("B41 who owns a document as themselves owns it, and only a group owns it beside them", () => {
    fc.assert(
      fc.property(plain, (world) => {
        for (const [index] of world.documents.entries()) {
          const owners = ownersOf(idOf(index), worldOf(world));
          for (const person of people) {
            const right = rightOf(askerOf(person, []), idOf(index), worldOf(world));
            if (owners.has(person)) expect(right?.role).toBe("own");
            else if (right?.role === "own") expect(right.by).toBe("group");
          }
        }
      }),
      runs,
    );
  });

  it("B41 a document that takes after its parent has the parent's owners", () => {
    fc.assert(
      fc.property(plain, (world) => {
        for (const [index, { parent, inherits }] of world.documents.entries()) {
          if (parent === null || !inherits) continue;
          const owners = ownersOf(idOf(index), worldOf(world));
          for (const above of ownersOf(idOf(parent), worldOf(world))) expect(owners.has(above)).toBe(true);
        }
      }),
      runs,
    );
  });

  it("B191 threat D17 who owns a document and moves it has nowhere more than they could give themselves as its owner", () => {
    fc.assert(
      fc.property(plain, fc.nat(5), fc.option(fc.nat(5)), (drawn, from, to) => {
        const world = worldOf(drawn);
        const all = drawn.documents.map((_, index) => idOf(index));
        const id = all[from % all.length]!;
        const place = to === null ? null : all[to % all.length]!;
        if (place !== null && pathOf(place, world).includes(id)) return;
        const moved = movedTo(place, id, world);
        for (const person of people) {
          const asker = askerOf(person, []);
          const roleIn = (where: World, at: DocumentId) => rank(rightOf(asker, at, where)?.role);
          if (roleIn(world, id) < rank("own")) continue;
          // Who owns it by a group only may also say that they own it as themselves.
          const could: World = {
            ...world,
            given: (at, to) => (at === id && to === person ? "own" : world.given(at, to)),
          };
          for (const at of all) expect(roleIn(moved, at)).toBeLessThanOrEqual(roleIn(could, at));
        }
        for (const at of all)
          if (!pathOf(at, world).includes(id)) expect(moved.document(at)).toEqual(world.document(at));
      }),
      runs,
    );
  });

  it("B40 what has no record, and a store whose parents go round, give nothing more and end", () => {
    const round: World = {
      ...worldOf({ documents: [], given: [], members: { g1: [], g2: [] }, links: [] }),
      document: (id) => (id === idOf(9) ? undefined : { rightsId: id, parentId: idOf(1), createdBy: "ann" }),
      inherits: () => true,
    };
    expect(rightOf(askerOf("bob", []), idOf(1), round)).toBeUndefined();
    expect(rightOf(askerOf("ann", []), idOf(9), round)).toBeUndefined();
  });
});

function pathOf(id: DocumentId, world: World): DocumentId[] {
  const path: DocumentId[] = [];
  for (let at: DocumentId | null = id; at !== null; at = world.document(at)?.parentId ?? null) path.push(at);
  return path;
}

function askerOf(person: string | undefined, links: Plain["links"]): Asker {
  return { personId: person, links: links.map(({ at, role }) => ({ documentId: idOf(at), role })) };
}
