import { expect, it } from "vitest";
import { ownerHere, signedInHere } from "./signed-in.ts";

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

it.each([
  ["", undefined],
  ["quire-visit=secret", undefined],
  // Where nobody signs in, this one is a secret.
  ["quire-guest=secret", undefined],
  ["quire-visitor=gus", "gus"],
  ["__Host-quire-visitor=gus", "gus"],
  ["quire-visitor=gus; quire-person=ann", "ann"],
  ["quire-person=; quire-visitor=gus", "gus"],
])("B117 a page that is opened with the cookies %j is of %s", (cookies, owner) => {
  expect(ownerHere(cookies)).toBe(owner);
});
