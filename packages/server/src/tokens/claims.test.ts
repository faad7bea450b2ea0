import { roles } from "@quire/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { audience, document, goodClaims, issuer } from "../../test/host-app.ts";
import { readClaims } from "./claims.ts";

const now = Date.UTC(2026, 0, 1);
const rules = { issuer, audience, leewayMs: 10_000, longestMs: 3_600_000, now: () => now };
const seconds = now / 1_000;

function read(claims: object) {
  return readClaims({ ...goodClaims(now), ...claims }, rules);
}

describe("what a token says", () => {
  it("B30 is who it is, which documents, in which role, and until when", () => {
    expect(read({})).toEqual({
      subject: "u-1",
      name: "Ada",
      documents: [document],
      role: "edit",
      until: now + 310_000,
    });
    expect(
      read({ aud: ["another", audience], document: [document, "another-document-1"] })?.documents,
    ).toEqual([document, "another-document-1"]);
    for (const role of roles) expect(read({ role })?.role).toBe(role);
    expect(read({ name: "  Ada\u202e\n Lovelace " })?.name).toBe("Ada Lovelace");
    expect(read({ iat: undefined, jti: "1", groups: ["a"] })).toBeDefined();
  });

  it("threat A6 is nothing where another is meant, or another said it", () => {
    for (const claims of [
      { iss: "https://app.example.evil" },
      { iss: `${issuer}/` },
      { iss: [issuer] },
      { aud: "https://app.example" },
      { aud: [] },
      { aud: ["https://app.example"] },
      { aud: [audience, 1] },
      { aud: [[audience]] },
      { aud: { [audience]: true } },
      { aud: `${audience} https://app.example` },
    ])
      expect(read(claims), JSON.stringify(claims)).toBeUndefined();
  });

  it("threat A7 is compared by type and value: of everything that JSON can say, only what is meant is taken", () => {
    const isId = (value: unknown) => typeof value === "string" && /^[\w-]{16,64}$/.test(value);
    const taken: Readonly<Record<string, (value: unknown) => boolean>> = {
      iss: (value) => value === issuer,
      aud: (value) =>
        value === audience ||
        (Array.isArray(value) && value.includes(audience) && value.every((each) => typeof each === "string")),
      sub: (value) => typeof value === "string" && /^[^\p{C}\p{Z}]{1,100}$/u.test(value),
      document: (value) =>
        isId(value) ||
        (Array.isArray(value) &&
          value.length > 0 &&
          value.length <= 100 &&
          value.every((each) => isId(each))),
      role: (value) => typeof value === "string" && (roles as readonly string[]).includes(value),
      exp: (value) =>
        Number.isSafeInteger(value) && Number(value) > seconds - 10 && Number(value) <= seconds + 3_600,
      iat: (value) => Number.isSafeInteger(value) && Number(value) > 0 && Number(value) <= seconds + 10,
      nbf: (value) => Number.isSafeInteger(value) && Number(value) > 0 && Number(value) <= seconds + 10,
    };
    const near = fc.constantFrom<unknown>(
      true,
      false,
      "true",
      "false",
      null,
      [],
      {},
      "",
      "own",
      "OWN",
      "edit ",
      ["edit"],
      { role: "own" },
      issuer,
      audience,
      document,
      [document],
      seconds + 60,
      String(seconds + 60),
      seconds + 60.5,
      1e308,
      -1,
      0,
      2 ** 53,
      "*",
      ["*"],
      Array.from({ length: 101 }, () => document),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(taken)),
        fc.oneof(
          near,
          fc.jsonValue().map((value): unknown => value),
        ),
        (name, value) => {
          // A long life is a fault of its own.
          const claims =
            name === "iat" || name === "nbf" ? { [name]: value, exp: seconds + 1 } : { [name]: value };
          const time = typeof value === "number" ? value : Number.NaN;
          const isOld = (name === "iat" || name === "nbf") && seconds + 1 - time > 3_600;
          const isYoung = name === "exp" && time - seconds > 3_600;
          const isTaken = taken[name]?.(value) === true && !isOld && !isYoung;
          expect(read(claims) !== undefined, `${name}: ${JSON.stringify(value)}`).toBe(isTaken);
        },
      ),
      { seed: Number(process.env.QUIRE_SEED ?? 1), numRuns: 5_000 },
    );
    for (const name of ["iss", "aud", "sub", "name", "document", "role", "exp"])
      expect(read({ [name]: undefined }), name).toBeUndefined();
    for (const name of [null, 1, true, [], {}, "", " ", "\u0000", ["Ada"]])
      expect(read({ name }), JSON.stringify(name)).toBeUndefined();
  });

  it("threat A8 is nothing before its time, after it, or for longer than tokens are good", () => {
    const at = (claims: object) => read({ iat: undefined, ...claims }) !== undefined;
    expect(at({ exp: seconds - 9 })).toBe(true);
    expect(at({ exp: seconds - 10 })).toBe(false);
    expect(at({ exp: seconds - 3_600 })).toBe(false);
    expect(at({ iat: seconds + 10 })).toBe(true);
    expect(at({ iat: seconds + 11 })).toBe(false);
    expect(at({ nbf: seconds + 10 })).toBe(true);
    expect(at({ nbf: seconds + 11 })).toBe(false);
    expect(at({ iat: seconds, exp: seconds + 3_600 })).toBe(true);
    expect(at({ iat: seconds - 1, exp: seconds + 3_600 })).toBe(false);
    expect(at({ exp: seconds + 3_611 })).toBe(false);
    for (const exp of [
      1e308,
      "1e308",
      String(seconds + 60),
      seconds + 0.5,
      -1,
      0,
      null,
      [seconds + 60],
      true,
    ])
      expect(at({ exp }), JSON.stringify(exp)).toBe(false);
  });
});
