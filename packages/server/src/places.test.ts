import type { DocumentId } from "@quire/protocol";
import { describe, expect, it } from "vitest";
import { mostAbove, Places, type PlacesOptions } from "./places.ts";
import type { DocumentRecord } from "./store/document-record.ts";

const idOf = (name: string) => name as DocumentId;

/** Documents in memory, each said with the one that it stands below. */
function placesOf(above: Readonly<Record<string, string | null>>, more: Partial<DocumentRecord>[] = []) {
  const records = new Map<DocumentId, DocumentRecord>();
  const plain = {
    title: "",
    excerpt: "",
    createdAt: 0,
    createdBy: "ann",
    updatedAt: 0,
    deletedAt: null,
    schema: 1,
  };
  for (const [id, parentId] of Object.entries(above))
    records.set(idOf(id), { ...plain, id: idOf(id), parentId: parentId === null ? null : idOf(parentId) });
  for (const each of more) records.set(each.id!, { ...records.get(each.id!)!, ...each });
  const find = (id: DocumentId) => records.get(id);
  const places = new Places({ find, existing: (id: DocumentId) => find(id)! } as PlacesOptions);
  return (id: string, to: string | null) => {
    const moved = places.moved(idOf(id), to === null ? null : idOf(to));
    for (const record of moved) records.set(record.id, record);
    return moved.map((record) => record.id);
  };
}

describe("where documents stand", () => {
  it("B192 nothing comes to stand below itself or what is below it", () => {
    const move = placesOf({ a: null, b: "a", c: "b", d: null });
    for (const to of ["a", "b", "c"])
      expect(() => move("a", to)).toThrow(expect.objectContaining({ code: "QUIRE_ERR_PARENT_BELOW" }));
    expect(move("c", "d")).toEqual(["c"]);
    expect(move("d", "a")).toEqual(["d"]);
    // By now it would be a circle of three.
    expect(() => move("a", "c")).toThrow(/"a" cannot be moved below "c"/);
    expect(move("c", "d")).toEqual([]);
    expect(move("c", null)).toEqual(["c"]);
    expect(move("a", "c")).toEqual(["a"]);
  });

  it("B192 nothing is moved below what has a hundred above it, nor for ever looked for in parents that go round", () => {
    const chain = Object.fromEntries(
      Array.from({ length: mostAbove + 1 }, (_, n) => [`n${n}`, n === 0 ? null : `n${n - 1}`]),
    );
    const move = placesOf({ ...chain, x: null, one: "two", two: "one" });
    expect(move("x", `n${mostAbove - 1}`)).toEqual(["x"]);
    for (const to of [`n${mostAbove}`, "one"])
      expect(() => move("x", to)).toThrow(expect.objectContaining({ code: "QUIRE_ERR_PARENT_TOO_DEEP" }));
  });

  it("B192 what was begun anew is one with what it was: neither goes below what stands below it, and both are moved", () => {
    const renewed = (id: string, next: string) => ({ id: idOf(id), deletedAt: 1, replacedBy: idOf(next) });
    const rightsId = idOf("was");
    const move = placesOf({ was: null, next: null, now: null, below: "was", place: null }, [
      renewed("was", "next"),
      { ...renewed("next", "now"), rightsId },
      { id: idOf("now"), rightsId },
    ]);
    expect(() => move("now", "below")).toThrow(expect.objectContaining({ code: "QUIRE_ERR_PARENT_BELOW" }));
    expect(move("now", "place")).toEqual(["was", "next", "now"]);
    expect(() => move("place", "below")).toThrow(expect.objectContaining({ code: "QUIRE_ERR_PARENT_BELOW" }));
  });
});
