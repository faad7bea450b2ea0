import type { AuditAction } from "@quire/protocol";
import { describe, expect, it } from "vitest";
import { Surplus } from "./surplus.ts";

const hourMs = 60 * 60_000;

/** Counts what somebody did so often, and says how many of it were left out of the log in the end. */
function leftOut(surplus: Surplus<string>, times: number, entry: object): number | undefined {
  let more: number | undefined;
  const usual = { action: "sign-in" as AuditAction, personId: "mo", address: "192.0.2.1" };
  for (let n = 0; n < times; n++) more = surplus.count({ ...usual, ...entry })?.more;
  return more;
}

describe("what is done over and over", () => {
  it("B181 is counted for each kind, each person and each address, and for each document where it is done to one", () => {
    const surplus = new Surplus<string>(() => 0);
    for (const entry of [{}, { personId: "jo" }, { address: "192.0.2.2" }]) {
      expect(leftOut(surplus, 300, entry)).toBeUndefined();
      expect(leftOut(surplus, 5, entry)).toBe(5);
    }
    for (const action of ["sign-in-refused", "sign-out", "password-change", "email-change"])
      expect([action, leftOut(surplus, 301, { action, documentId: "one" })]).toEqual([action, 1]);
    for (const action of ["link-enter", "link-refused", "document-delete", "document-restore"])
      for (const documentId of ["one", "two"])
        expect([action, leftOut(surplus, 301, { action, documentId })]).toEqual([action, 1]);
    // What could be refused, or is refused, is put down by itself each time.
    for (const action of ["share", "link-end", "document-create"])
      expect(leftOut(surplus, 500, { action })).toBeUndefined();
  });

  it("B181 begins anew after an hour, also by a clock that was set back, and is not remembered without a bound", () => {
    let now = 0;
    const surplus = new Surplus<string>(() => now);
    for (const at of [0, hourMs, -1e12]) {
      now = at;
      expect(leftOut(surplus, 301, {})).toBe(1);
    }
    for (let n = 0; n < 10_000; n++) leftOut(surplus, 1, { personId: `${n}` });
    expect(leftOut(surplus, 300, {})).toBeUndefined();
  });
});
