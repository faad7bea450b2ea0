import { hueCount } from "@quire/protocol";
import { describe, expect, it } from "vitest";
import { hueOf } from "./hue-of.ts";

describe("the hue of somebody new", () => {
  it("B112 is one that nobody has of those who are there, as long as there is one", () => {
    const people: { hue: number }[] = [];
    for (let count = 0; count < hueCount; count++) people.push({ hue: hueOf(`person ${count}`, people) });
    expect(new Set(people.map(({ hue }) => hue))).toEqual(new Set([1, 2, 3, 4, 5, 6, 7, 8]));
    for (let count = 0; count < hueCount; count++) people.push({ hue: hueOf(`another ${count}`, people) });
    for (let hue = 1; hue <= hueCount; hue++)
      expect(people.filter((person) => person.hue === hue)).toHaveLength(2);
  });

  it("B112 is told by their id where several are as rare, and each comes up", () => {
    const hues = Array.from({ length: 200 }, (_, count) => hueOf(`person ${count}`, []));
    expect(new Set(hues)).toEqual(new Set([1, 2, 3, 4, 5, 6, 7, 8]));
    expect(hueOf("person 0", [])).toBe(hues[0]);
  });

  it("B112 takes no longer where thousands are there", () => {
    let looked = 0;
    const people = function* () {
      for (let hue = 1; ; hue = 1 + (hue % hueCount)) {
        looked++;
        yield { hue };
      }
    };
    expect(hueOf("somebody", people())).toBeGreaterThan(0);
    expect(looked).toBe(200);
  });
});
