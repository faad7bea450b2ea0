import { givenRoles, linkRoles, roles } from "@quire/protocol";
import { expect, test } from "vitest";
import { powers, sharedPowers } from "./powers.ts";

/** What the protocol has for later: nothing in the editor asks for it yet. */
const forLater: readonly string[] = ["comment", "suggest"];

test("SH-1 the interface offers every power that does something, and no other", () => {
  expect(powers).toEqual(roles.filter((role) => !forLater.includes(role)));
  expect(sharedPowers).toEqual(linkRoles.filter((role) => !forLater.includes(role)));
  // "No access" is an exception that a menu has an entry of its own for.
  expect(givenRoles.filter((role) => !powers.some((power) => power === role))).toEqual([...forLater, "none"]);
});
