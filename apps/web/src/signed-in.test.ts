import { expect, it } from "vitest";
import { signedInHere } from "./signed-in.ts";

it.each([
  ["", undefined],
  ["quire-guest=abc", undefined],
  ["quire-person=Ab-c_1", "Ab-c_1"],
  ["one=1; quire-person=Ab-c_1; two=2", "Ab-c_1"],
  ["__Host-quire-person=Ab-c_1", "Ab-c_1"],
  ["not-quire-person=Ab-c_1", undefined],
  ["quire-person=", undefined],
  ["quire-person=../x", undefined],
])("threat D23 the cookies %j are of %s", (cookies, person) => {
  expect(signedInHere(cookies)).toBe(person);
});
