import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { open, type RootDatabase } from "lmdb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { VisitRecord } from "./records.ts";
import { PeopleStore } from "./store.ts";

let dataDir: string;
let store: PeopleStore;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "quire-indexed-"));
  store = new PeopleStore(dataDir);
});

afterEach(async () => {
  await store.close();
  rmSync(dataDir, { recursive: true });
});

function visit(links: readonly string[], personId: string | null = null): VisitRecord {
  return { id: "x", personId, name: "Gus", hue: 1, links, createdAt: 0 };
}

/** What a look at all of it finds. */
function found(link: string): string[] {
  return Array.from(store.visits.getRange())
    .filter(({ value }) => value.links.includes(link))
    .map(({ key }) => key);
}

describe("an indexed table", () => {
  const seed = Number(process.env.QUIRE_SEED ?? 20_260_801);

  it(`B107 finds by its index what a look at all of it finds, whatever is put and removed (seed ${seed})`, async () => {
    let state = seed;
    const draw = (below: number): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    const links = ["a", "b", "c", "d"];
    for (let turn = 0; turn < 40; turn++) {
      const write = store.write(() => {
        for (let n = 0; n < 10; n++) {
          const key = `v${draw(12)}`;
          const chosen = links.filter(() => draw(2) === 0);
          if (draw(3) === 0) store.visits.remove(key);
          else store.visits.put(key, visit(chosen, draw(2) === 0 ? "ann" : null));
        }
        if (turn % 7 === 3) throw new Error("nothing of this is kept");
      });
      if (turn % 7 === 3) await expect(write).rejects.toThrow("nothing of this");
      else await write;
      for (const link of links) expect(store.visits.keysUnder(`link:${link} `)).toEqual(found(link));
    }
    expect(store.visits.keysOf("person:ann")).not.toEqual([]);
    expect(store.visits.keysOf("person:an")).toEqual([]);
    expect(store.visits.keysUnder("person:an")).toEqual(store.visits.keysOf("person:ann"));
    expect(new Set(store.visits.keysUnder("link:"))).toEqual(new Set(links.flatMap(found)));
  });

  /** Has somebody else write: a version that knows no index, or not this one. */
  async function writtenByOther(write: (root: RootDatabase<unknown, string>) => void): Promise<void> {
    await store.close();
    const path = join(dataDir, "people.mdb");
    const root = open<unknown, string>({ path, noSubdir: true, maxDbs: 64, encoding: "json" });
    write(root);
    await root.close();
    store = new PeopleStore(dataDir);
  }

  it("B107 indexes what was written before there was an index", async () => {
    await store.write(() => {
      store.visits.put("v", visit(["a"], "ann"));
      store.shares.put(["document", "person:ann"], { role: "edit", by: "x", at: 0 });
      store.requests.put(["document", "ben"], { personId: "ben", role: "view", at: 0 });
      const plan = { id: "i", standing: "member", createdAt: 0, expiresAt: 1 } as const;
      store.invitations.put("i", { ...plan, email: "Cleo@Example.org", by: "ann" });
    });
    await writtenByOther((root) => {
      for (const name of ["visits-of", "shares-of", "requests-of", "invitations-of"]) {
        const index = root.openDB<boolean, string[]>({ name, encoding: "json" });
        expect(index.getKeysCount()).toBeGreaterThan(0);
        index.clearSync();
      }
    });
    expect(store.visits.keysUnder("link:a ")).toEqual(["v"]);
    expect(store.visits.keysOf("person:ann")).toEqual(["v"]);
    expect(store.shares.keysOf("person:ann")).toEqual([["document", "person:ann"]]);
    expect(store.requests.keysOf("ben")).toEqual([["document", "ben"]]);
    for (const owner of ["by:ann", "email:cleo@example.org"])
      expect(store.invitations.keysOf(owner)).toEqual(["i"]);
  });

  it("B107 mends at the next start what a version without the index wrote in between", async () => {
    await store.write(() => {
      store.visits.put("gone", visit(["a"], "ann"));
      store.visits.put("moved", visit(["a"]));
    });
    await writtenByOther((root) => {
      const visits = root.openDB<VisitRecord, string>({ name: "visits", encoding: "json" });
      visits.removeSync("gone");
      visits.putSync("moved", visit(["b"]));
      visits.putSync("new", visit(["a"], "ben"));
    });
    expect(store.visits.keysUnder("link:a ")).toEqual(["new"]);
    expect(store.visits.keysUnder("link:b ")).toEqual(["moved"]);
    expect(store.visits.keysOf("person:ann")).toEqual([]);
    expect(store.visits.keysOf("person:ben")).toEqual(["new"]);
  });
});
