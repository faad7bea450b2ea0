import { describe, expect, it } from "vitest";
import { addressOf, isAppCode, makeSpares, offerSecondFactor, useCode } from "./second-factor.ts";
import { codeAt, fromBase32, stepOf, toBase32 } from "./totp.ts";

const secret = Buffer.from("12345678901234567890");

describe("codes of an app", () => {
  // RFC 6238, appendix B, SHA-1, cut to six digits.
  it.each([
    [59, "287082"],
    [1_111_111_109, "081804"],
    [1_111_111_111, "050471"],
    [1_234_567_890, "005924"],
    [2_000_000_000, "279037"],
    [20_000_000_000, "353130"],
  ])("B7 are those of RFC 6238: at second %d it is %s", (second, code) => {
    const step = Math.floor(second / 30);
    expect(codeAt(secret, step)).toBe(code);
    expect(stepOf(secret, code, second * 1_000, 0)).toBe(step);
  });

  // RFC 4226, appendix D.
  it("are those of RFC 4226 by their counter", () => {
    const codes = Array.from({ length: 10 }, (_, step) => codeAt(secret, step));
    expect(codes.join(" ")).toBe("755224 287082 359152 969429 338314 254676 287922 162583 399871 520489");
  });

  it("B7 are good a step before and after, and no further", () => {
    const now = 1_000_000_000_000;
    const step = Math.floor(now / 30_000);
    const good = [-3, -2, -1, 0, 1, 2, 3].filter(
      (off) => stepOf(secret, codeAt(secret, step + off), now, 0) === step + off,
    );
    expect(good).toEqual([-1, 0, 1]);
    expect(stepOf(secret, codeAt(secret, step), now, step)).toBeUndefined();
    expect(stepOf(secret, codeAt(secret, step + 1), now, step)).toBe(step + 1);
  });

  // RFC 4648, section 10.
  it.each([
    ["", ""],
    ["f", "MY"],
    ["fo", "MZXQ"],
    ["foo", "MZXW6"],
    ["foob", "MZXW6YQ"],
    ["fooba", "MZXW6YTB"],
    ["foobar", "MZXW6YTBOI"],
  ])("have a secret in base32: %j is %j", (text, coded) => {
    expect(toBase32(Buffer.from(text))).toBe(coded);
    expect(fromBase32(coded).toString()).toBe(text);
  });
});

describe("a second factor", () => {
  it("threat A17 is offered with 160 bits, each time others, as apps read them", () => {
    const secrets = new Set(Array.from({ length: 100 }, () => offerSecondFactor().secret));
    expect(secrets.size).toBe(100);
    for (const one of secrets) expect(fromBase32(one)).toHaveLength(20);
    const offer = offerSecondFactor();
    const url = new URL(addressOf(offer, "ann@example.org", "docs.example.org"));
    expect(url.href).toMatch(/^otpauth:\/\/totp\/Quire%20\(docs\.example\.org\):ann%40example\.org\?/);
    expect(url.searchParams.get("secret")).toBe(offer.secret);
    expect(url.searchParams.get("issuer")).toBe("Quire (docs.example.org)");
  });

  it("B7 has ten spare codes of 80 bits, kept as hashes, each good once, however it is typed", () => {
    const { codes, hashes } = makeSpares();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^([a-z2-7]{4}-){3}[a-z2-7]{4}$/);
    expect(JSON.stringify(hashes)).not.toContain(codes[0]);
    let factor = { ...offerSecondFactor(), confirmedAt: 1, spares: hashes };
    for (const code of codes) {
      expect(isAppCode(code)).toBe(false);
      const used = useCode(factor, ` ${code.toUpperCase().replaceAll("-", " ")}`, 0);
      expect(used?.spares).toHaveLength(factor.spares.length - 1);
      factor = { ...factor, spares: [...(used?.spares ?? [])] };
      expect(useCode(factor, code, 0)).toBeUndefined();
    }
    expect(useCode(factor, "", 0)).toBeUndefined();
  });
});
