import { expect, test } from "vitest";
import { moveTokens } from "./move-tokens.ts";

const tokens = [
  { from: 0, to: 3, kind: "keyword" },
  { from: 8, to: 13, kind: "string" },
  { from: 15, to: 20, kind: "comment" },
] as const;
const code = 'let a = "one"; // two';

test.each([
  ["a letter before all", `x${code}`, ["let", '"one"', "// tw"]],
  ["letters between two", 'let abc = "one"; // two', ["let", '"one"', "// tw"]],
  ["letters in one", 'let a = "one more"; // two', ["let", '"one more"', "// tw"]],
  ["one that goes", "let a = ; // two", ["let", "// tw"]],
  ["what begins in one and ends in another", 'let a = "on two', ["let"]],
  ["nothing", code, ["let", '"one"', "// tw"]],
  ["all", "", []],
])("%s", (_, after, left) => {
  expect(moveTokens(tokens, code, after).map(({ from, to }) => after.slice(from, to))).toEqual(left);
});
