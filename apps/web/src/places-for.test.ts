import type { DocumentSummary } from "@quire/protocol";
import { expect, test } from "vitest";
import { placesFor } from "./places-for.ts";

const document = (id: string, parentId: string | null, role: DocumentSummary["role"] = "own") =>
  ({ id, parentId, role }) as DocumentSummary;

test("J12 a document can be moved where I may write, and not below itself, nor to where it is", () => {
  const documents = [
    document("plans", null),
    document("may", "plans"),
    document("week", "may"),
    document("notes", null, "edit"),
    document("read", null, "view"),
    document("elsewhere", "not in the list"),
  ];
  const places = (id: string) => placesFor(documents, id).map((place) => place.id);
  expect(places("may")).toEqual(["notes", "elsewhere"]);
  expect(places("week")).toEqual(["plans", "notes", "elsewhere"]);
  expect(places("plans")).toEqual(["notes", "elsewhere"]);
  expect(places("not in the list")).toEqual(["plans", "may", "week", "notes"]);
});

test("J12 what is moved around in a circle by what waits here is looked through once", () => {
  expect(placesFor([document("a", "b"), document("b", "a"), document("c", null)], "c")).toHaveLength(2);
});
