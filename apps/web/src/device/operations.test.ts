import type { Operation } from "@quire/client";
import type { DocumentSummary } from "@quire/protocol";
import { expect, test } from "vitest";
import { withOperations } from "./operations.ts";

const one: DocumentSummary = {
  id: "one",
  title: "One",
  excerpt: "Words.",
  parentId: null,
  createdAt: 1,
  updatedAt: 5,
  people: [],
};
const shown = (...operations: Operation[]) =>
  withOperations([one], operations).map(({ id, title, updatedAt }) => [id, title, updatedAt]);

test("J4 the list shows what waits as if it was done", () => {
  expect(shown()).toEqual([["one", "One", 5]]);
  expect(shown({ type: "create", id: "new", at: 9 })).toEqual([
    ["one", "One", 5],
    ["new", "", 9],
  ]);
  expect(shown({ type: "rename", id: "one", at: 9, title: "Two" })).toEqual([["one", "Two", 9]]);
  expect(shown({ type: "trash", id: "one", at: 9, title: "One" })).toEqual([]);
});

test("J4 what waits is shown in the order of doing", () => {
  const rename = (title: string, at: number): Operation => ({ type: "rename", id: "one", at, title });
  expect(shown(rename("Two", 8), rename("Three", 9))).toEqual([["one", "Three", 9]]);
  const trash: Operation = { type: "trash", id: "one", at: 9, title: "Two" };
  const restore: Operation = { type: "restore", id: "one", at: 10, title: "Two" };
  expect(shown(rename("Two", 8), trash, restore)).toEqual([["one", "Two", 8]]);
  expect(
    shown({ type: "create", id: "new", at: 9 }, { type: "trash", id: "new", at: 10, title: "" }),
  ).toEqual([["one", "One", 5]]);
});

test("J12 a document that is moved is shown in its new place at once, and its place in the list by time is as it was", () => {
  const move = (parentId: string | null, at: number): Operation => ({
    type: "move",
    id: "one",
    at,
    title: "One",
    parentId,
  });
  const [moved] = withOperations([one], [move("two", 8), move("three", 9)]);
  expect(moved).toEqual({ ...one, parentId: "three" });
  expect(withOperations([], [move("two", 8)])).toEqual([]);
});

test("J4 a document that is brought back is in the list also where no list tells of it, and one that the list has is there once", () => {
  expect(shown({ type: "restore", id: "gone", at: 9, title: "Gone" })).toEqual([
    ["one", "One", 5],
    ["gone", "Gone", 9],
  ]);
  expect(shown({ type: "create", id: "one", at: 9 })).toEqual([["one", "One", 5]]);
});
