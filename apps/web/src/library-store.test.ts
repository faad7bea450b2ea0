import type { DocumentList, DocumentSummary } from "@quire/protocol";
import { describe, expect, it, vi } from "vitest";
import { LibraryStore, type ListDocuments } from "./library-store.ts";

function summary(number: number, more: Partial<DocumentSummary> = {}): DocumentSummary {
  return {
    id: `document-${String(number).padStart(8, "0")}`,
    title: `Document ${number}`,
    excerpt: "",
    parentId: null,
    createdAt: number,
    updatedAt: number,
    people: [],
    ...more,
  };
}

/** A server's list, newest first, in pages whose cursor is an index. */
function listOf(documents: () => readonly DocumentSummary[]): ListDocuments {
  return async ({ limit, cursor = "0" }) => {
    const start = Number(cursor);
    const sorted = [...documents()].sort((one, other) => other.updatedAt - one.updatedAt);
    const next = start + limit < sorted.length ? String(start + limit) : null;
    return { documents: sorted.slice(start, start + limit), next };
  };
}

function range(count: number): DocumentSummary[] {
  return Array.from({ length: count }, (_, index) => summary(index + 1));
}

function titles(store: LibraryStore): string[] {
  return store.getSnapshot().documents.map(({ title }) => title);
}

const heron = { id: "heron", name: "Heron", hue: 5 };

describe("the library's list", () => {
  it("is loading, then there, newest first", async () => {
    const store = new LibraryStore(listOf(() => range(3)));
    expect(store.getSnapshot().phase).toBe("loading");
    await store.refresh();
    expect(store.getSnapshot()).toMatchObject({ phase: "ready", hasMore: false, error: undefined });
    expect(titles(store)).toEqual(["Document 3", "Document 2", "Document 1"]);
  });

  it("reads a hundred, and a hundred more when asked", async () => {
    const store = new LibraryStore(listOf(() => range(150)));
    await store.refresh();
    expect(store.getSnapshot()).toMatchObject({ hasMore: true });
    expect(titles(store)).toHaveLength(100);
    await store.showMore();
    expect(store.getSnapshot()).toMatchObject({ hasMore: false, isReadingMore: false });
    expect(titles(store)).toHaveLength(150);
  });

  it("reads as far again as it was read, in as few pages as may be", async () => {
    const list = vi.fn(listOf(() => range(450)));
    const store = new LibraryStore(list);
    await store.refresh();
    for (let page = 0; page < 3; page++) await store.showMore();
    list.mockClear();
    await store.refresh();
    expect(titles(store)).toHaveLength(400);
    expect(list.mock.calls.map(([{ limit }]) => limit)).toEqual([200, 200]);
  });

  it("moves a document that was changed to the top, takes a deleted one off, shows a new one", async () => {
    const store = new LibraryStore(listOf(() => range(3)));
    await store.refresh();
    store.apply({ type: "document", document: summary(1, { updatedAt: 10, title: "Changed" }) });
    store.apply({ type: "deleted", id: summary(2).id });
    store.apply({ type: "document", document: summary(4) });
    expect(titles(store)).toEqual(["Changed", "Document 4", "Document 3"]);
  });

  it("does not let a page that was on its way undo what came since", async () => {
    let answer: (list: DocumentList) => void = () => {};
    const store = new LibraryStore(() => new Promise((resolve) => (answer = resolve)));
    const reading = store.refresh();
    await Promise.resolve();
    store.apply({ type: "document", document: summary(1, { title: "New title", updatedAt: 5 }) });
    store.apply({ type: "deleted", id: summary(2).id });
    answer({ documents: [summary(2), summary(1)], next: null });
    await reading;
    expect(titles(store)).toEqual(["New title"]);
  });

  it("shows an open document in its place only where the list was read, and among the open ones anywhere", async () => {
    const store = new LibraryStore(listOf(() => range(150)));
    await store.refresh();
    store.apply({ type: "document", document: summary(7, { people: [heron] }) });
    expect(store.getSnapshot().open.map(({ title }) => title)).toEqual(["Document 7"]);
    expect(titles(store)).not.toContain("Document 7");
    await store.showMore();
    expect(titles(store).filter((title) => title === "Document 7")).toHaveLength(1);
  });

  it("J4 names nobody in a document while the server does not answer: who is there nobody knows now", async () => {
    let isDown = false;
    const store = new LibraryStore(async (page) => {
      if (isDown) throw new Error("down");
      return listOf(() => [summary(1, { people: [heron] }), summary(2)])(page);
    });
    const people = () => {
      const { documents, open } = store.getSnapshot();
      return { open: open.length, named: documents.flatMap((document) => document.people).length };
    };
    await store.refresh();
    expect(people()).toEqual({ open: 1, named: 1 });
    isDown = true;
    await store.refresh();
    expect(people()).toEqual({ open: 0, named: 0 });
    isDown = false;
    await store.refresh();
    expect(people()).toEqual({ open: 1, named: 1 });
  });

  it("reads once more when the stream says ready, however often it does", async () => {
    const list = vi.fn(listOf(() => range(1)));
    const store = new LibraryStore(list);
    await store.refresh();
    list.mockClear();
    store.apply({ type: "ready" });
    store.apply({ type: "ready" });
    await store.refresh();
    expect(list).toHaveBeenCalledTimes(1);
  });

  it("keeps what it shows when a later reading fails, and says so", async () => {
    let isDown = false;
    const store = new LibraryStore(async (page) => {
      if (isDown) throw new Error("down");
      return listOf(() => range(2))(page);
    });
    await store.refresh();
    isDown = true;
    await store.refresh();
    expect(store.getSnapshot()).toMatchObject({ phase: "ready", error: new Error("down") });
    expect(titles(store)).toHaveLength(2);
    isDown = false;
    await store.refresh();
    expect(store.getSnapshot().error).toBeUndefined();
  });

  it("has failed where the first reading fails, and recovers", async () => {
    let isDown = true;
    const store = new LibraryStore(async (page) => {
      if (isDown) throw new Error("down");
      return listOf(() => range(2))(page);
    });
    await store.refresh();
    expect(store.getSnapshot().phase).toBe("failed");
    isDown = false;
    await store.refresh();
    expect(store.getSnapshot().phase).toBe("ready");
  });

  it("gives the same snapshot until something changed, and tells who listens", async () => {
    const store = new LibraryStore(listOf(() => range(2)));
    await store.refresh();
    const before = store.getSnapshot();
    expect(store.getSnapshot()).toBe(before);
    const listener = vi.fn();
    const stop = store.subscribe(listener);
    const removed = store.remove(summary(1).id);
    expect(removed?.title).toBe("Document 1");
    expect(listener).toHaveBeenCalledTimes(1);
    expect(store.getSnapshot()).not.toBe(before);
    stop();
    store.put(summary(1));
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it("J4 shows the device's own list where the server does not answer, and the server's as soon as it does", async () => {
    let isDown = true;
    const store = new LibraryStore(async (page) => {
      if (isDown) throw new Error("down");
      return listOf(() => range(3))(page);
    });
    store.put(summary(2, { title: "Written here", updatedAt: 10 }));
    await store.refresh();
    store.fill(range(2));
    expect(store.getSnapshot()).toMatchObject({ phase: "ready", source: "device", error: new Error("down") });
    expect(titles(store)).toEqual(["Written here", "Document 1"]);
    isDown = false;
    await store.refresh();
    expect(store.getSnapshot()).toMatchObject({ source: "server", error: undefined });
    expect(titles(store)).toEqual(["Document 3", "Document 2", "Document 1"]);
    store.fill([]);
    expect(titles(store)).toHaveLength(3);
  });

  it("J4 shows documents as they are arranged, and knows them as they are", async () => {
    const store = new LibraryStore(listOf(() => range(2)));
    await store.refresh();
    store.arrange((documents) => documents.map((each) => ({ ...each, title: `${each.title}!` })));
    store.setHere(new Set(["a"]));
    expect(titles(store)).toEqual(["Document 2!", "Document 1!"]);
    expect(store.known.map(({ title }) => title)).toEqual(["Document 2", "Document 1"]);
    expect(store.getSnapshot().here).toEqual(new Set(["a"]));
  });
});
