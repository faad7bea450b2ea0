import { describe, expect, it } from "vitest";
import { type Candidate, isAddress, matching, named } from "./candidates.ts";

const person = (id: string, label: string, note = ""): Candidate => ({
  kind: "person",
  id,
  person: { id, name: label, hue: 1 },
  label,
  note,
  text: note,
});
const ann = person("1", "Ann Abel", "ann@example.org");
const zoe = person("2", "Zoë Abel", "zoe@example.org");
const other = person("3", "Ann Abel");

describe("whom typed words mean", () => {
  it("finds people by any word of their name and by their address, without accents", () => {
    expect(matching([ann, zoe], "abel")).toEqual([ann, zoe]);
    expect(matching([ann, zoe], "zoe")).toEqual([zoe]);
    expect(matching([ann, zoe], "ann@")).toEqual([ann]);
    expect(matching([ann, zoe], " ")).toEqual([]);
  });

  it("takes a whole name or address for one person, and never chooses between two", () => {
    expect(named([ann, zoe], " ZOE abel ")).toBe(zoe);
    expect(named([ann, other], "ann abel")).toBeUndefined();
    expect(named([ann, other], "Ann@example.org")).toBe(ann);
    expect(named([ann, zoe], "")).toBeUndefined();
  });

  it.each([
    ["a@b", true],
    [" ann@example.org ", true],
    ["ann", false],
    ["@example.org", false],
    ["a b@c", false],
  ])("knows an address by its form: %j %s", (text, is) => {
    expect(isAddress(text)).toBe(is);
  });
});
