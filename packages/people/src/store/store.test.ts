import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PeopleStore } from "./store.ts";

describe("the store of people", () => {
  let dataDir: string;
  let store: PeopleStore;

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), "quire-people-store-"));
    store = new PeopleStore(dataDir);
  });

  afterEach(async () => {
    await store.close();
    rmSync(dataDir, { recursive: true });
  });

  it("keeps nothing of a write that throws, and all of those around it", async () => {
    const wrong = new Error("not that one");
    const [before, failed, after] = await Promise.allSettled([
      store.write(() => void store.emails.put("a", "before")),
      store.write(() => {
        void store.emails.put("a", "never");
        void store.emails.put("b", "never");
        expect(store.emails.get("a")).toBe("never");
        throw wrong;
      }),
      store.write(() => store.emails.get("a")),
    ]);
    expect(before.status).toBe("fulfilled");
    expect(failed).toEqual({ status: "rejected", reason: wrong });
    expect(after).toEqual({ status: "fulfilled", value: "before" });
    expect([store.emails.get("a"), store.emails.get("b")]).toEqual(["before", undefined]);
  });

  it("B139 has no file that another user may read, also in a directory that everybody may", async () => {
    const open = join(dataDir, "open");
    mkdirSync(open, { mode: 0o755 });
    const made = new PeopleStore(open);
    const modes = readdirSync(open).map((name) => [name, statSync(join(open, name)).mode & 0o777]);
    expect(modes).toEqual([
      ["people.mdb", 0o600],
      ["people.mdb-lock", 0o600],
    ]);
    await made.close();
  });
});
