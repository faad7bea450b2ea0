import type { DocumentId } from "@quire/protocol";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { DocumentRecord } from "./store/document-record.ts";
import { TrashPages } from "./trash.ts";

const ids = ["a", "b", "c"] as DocumentId[];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Records that take a turn each, by the clock, and how often they were gone through: in all, and at the same time. */
class SlowRecords {
  readonly deleted = new Set<DocumentId>(["a" as DocumentId]);
  walks = 0;
  atOnce = 0;
  #under = 0;

  *after(last: DocumentId | undefined): Iterable<DocumentRecord> {
    if (last === undefined) {
      this.walks += 1;
      this.#under += 1;
      this.atOnce = Math.max(this.atOnce, this.#under);
    }
    for (const id of ids) {
      if (last !== undefined && id <= last) continue;
      vi.advanceTimersByTime(6);
      const deletedAt = this.deleted.has(id) ? 1 : null;
      yield {
        id,
        title: id,
        excerpt: "",
        parentId: null,
        createdAt: 0,
        createdBy: "x",
        updatedAt: 0,
        deletedAt,
        schema: 1,
      };
    }
    this.#under -= 1;
  }
}

describe("H18 the trash", () => {
  it("goes through the documents once for all who ask at once, and not twice at the same time", async () => {
    const records = new SlowRecords();
    const trash = new TrashPages(records);
    const asked = (personId: string) => trash.page({ limit: 10, personId, mayRestore: () => true });
    const first = ["ann", "ben", "cleo"].map(asked);
    // The look of the three has begun, and has gone by what is deleted now.
    await new Promise<void>((resolve) => setImmediate(resolve));
    records.deleted.add("a" as DocumentId).add("c" as DocumentId);
    records.deleted.delete("a" as DocumentId);
    const later = ["dan", "eve", "fay"].map(asked);
    const titles = async (pages: typeof first) =>
      (await Promise.all(pages)).map(({ documents }) => documents.map(({ title }) => title).join());
    expect(await titles(first)).toEqual(["a,c", "a,c", "a,c"]);
    expect(await titles(later)).toEqual(["c", "c", "c"]);
    expect([records.walks, records.atOnce]).toEqual([2, 1]);
  });

  it("looks for one person's pages one after the other, and goes on after one that failed", async () => {
    const trash = new TrashPages(new SlowRecords());
    const order: string[] = [];
    const page = (name: string, personId: string) =>
      trash.page({
        limit: 10,
        personId,
        async mayRestore() {
          order.push(`${name} begins`);
          await new Promise<void>((resolve) => setImmediate(resolve));
          order.push(`${name} ends`);
          if (name === "one") throw new Error("the host is gone");
          return true;
        },
      });
    const answers = await Promise.allSettled([page("one", "ann"), page("two", "ann"), page("three", "ben")]);
    expect(answers.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled"]);
    expect(order.indexOf("two begins")).toBeGreaterThan(order.indexOf("one ends"));
    expect(order.indexOf("three begins")).toBeLessThan(order.indexOf("one ends"));
  });
});
