import { signInProblems } from "@quire/protocol";
import { expect, it } from "vitest";
import { createEnglishProblems } from "../words/en-sign-in-problems.ts";
import { readProblem } from "./read-problem.ts";

it("says of each problem with a provider what it is, in a sentence of its own", () => {
  const words = createEnglishProblems();
  expect(Object.keys(words).toSorted()).toEqual([...signInProblems].toSorted());
  expect(new Set(Object.values(words)).size).toBe(signInProblems.length);
  for (const problem of signInProblems) expect(readProblem(`?returnTo=/&problem=${problem}`)).toBe(problem);
});

it.each(["", "?", "?problem=", "?problem=none", "?problem=__proto__", "?problem=<b>"])(
  "says nothing where the address is %j",
  (search) => {
    expect(readProblem(search)).toBeUndefined();
  },
);
