import { mkdtempSync, rmSync } from "node:fs";
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
});
