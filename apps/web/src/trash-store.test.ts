import type { DeletedDocument, Trash } from "@quire/protocol";
import { expect, test } from "vitest";
import { TrashStore } from "./trash-store.ts";

const deleted = (id: string): DeletedDocument => ({
  id,
  title: id,
  excerpt: "",
  deletedAt: 1,
  deletedBy: "Ann",
  replacedBy: null,
});
const page = (ids: readonly string[], next: string | null): Trash => ({ documents: ids.map(deleted), next });
const shown = (store: TrashStore) => store.getSnapshot().documents.map(({ id }) => id);

test("the trash is read page by page, each once", async () => {
  const asked: (string | null)[] = [];
  const store = new TrashStore(async (cursor) => {
    asked.push(cursor);
    return cursor === null ? page(["a", "b"], "2") : page(["c"], null);
  });
  expect(store.getSnapshot().phase).toBe("loading");
  await Promise.all([store.readMore(), store.readMore()]);
  expect(shown(store)).toEqual(["a", "b"]);
  await store.readMore();
  expect(shown(store)).toEqual(["a", "b", "c"]);
  expect([asked, store.getSnapshot().next]).toEqual([[null, "2"], null]);
});

test("what is brought back leaves the trash, also where a page that still has it is on its way", async () => {
  const { promise, resolve } = Promise.withResolvers<Trash>();
  const store = new TrashStore((cursor) => (cursor === null ? Promise.resolve(page(["a"], "1")) : promise));
  await store.readMore();
  const more = store.readMore();
  store.leave("a");
  store.leave("b");
  resolve(page(["b", "c"], null));
  await more;
  expect(shown(store)).toEqual(["c"]);
});

test("where it cannot be read it says so, keeps what was read, and is read again from there", async () => {
  let isDown = true;
  const store = new TrashStore(async (cursor) => {
    if (isDown) throw new Error("down");
    return cursor === null ? page(["a"], "1") : page(["b"], null);
  });
  await store.readMore();
  expect(store.getSnapshot()).toMatchObject({ phase: "failed", error: new Error("down") });
  isDown = false;
  await store.readMore();
  isDown = true;
  await store.readMore();
  expect(store.getSnapshot()).toMatchObject({ phase: "ready", error: new Error("down"), next: "1" });
  isDown = false;
  await store.readMore();
  expect([shown(store), store.getSnapshot().error]).toEqual([["a", "b"], undefined]);
});
