import { expect, test, vi } from "vitest";
import { findDocuments } from "./document-search.ts";
import { LibraryStore } from "./library-store.ts";
import { createEnglish } from "./words/en.ts";

const document = (id: string, title: string, updatedAt: number) => ({
  id,
  title,
  excerpt: "",
  createdAt: 0,
  updatedAt,
  people: [],
});

test("documents are found by their titles, the newest first, without the one that is open", async () => {
  const documents = [document("a", "Plan", 3), document("b", "A plan B", 2), document("c", "", 1)];
  const list = vi.fn().mockResolvedValue({ documents, next: null });
  const find = (query: string, openId: string) =>
    findDocuments(new LibraryStore(list), createEnglish("en"), query, openId);
  expect(await find("", "a")).toEqual([
    { id: "b", title: "A plan B" },
    { id: "c", title: "Untitled" },
  ]);
  expect((await find("pla", "c")).map(({ id }) => id)).toEqual(["a", "b"]);
  list.mockRejectedValue(new Error("no line"));
  expect(await find("pla", "c")).toEqual([]);
});
