import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { printedSeed } from "../../../../trouble/runs.ts";
import { craftedTokens } from "../../test/crafted-tokens.ts";
import {
  audience,
  document,
  ec,
  ed,
  goodClaims,
  issuer,
  publicKey,
  rsa,
  secret,
  signed,
  signedByKey,
} from "../../test/host-app.ts";
import { HostTokens } from "./host-tokens.ts";
import type { TokenSettings } from "./settings.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const setting = { issuer, audience };

/** Numbers that a seed makes, the same each time. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe("B31 who signs tokens is set, and how", () => {
  it("takes those of a secret, by the algorithms that are set", async () => {
    const one = new HostTokens({ ...setting, secret });
    expect(await one.read(signed(goodClaims()))).toMatchObject({ subject: "u-1", documents: [document] });
    const other = new HostTokens({ ...setting, secret, algorithms: ["HS512"] });
    expect(await other.read(signed(goodClaims()))).toBeUndefined();
    expect(await other.read(signed(goodClaims(), { alg: "HS512" }, secret, "sha512"))).toBeDefined();
  });

  it("takes those of given keys", async () => {
    const keys = [publicKey(rsa, "r"), publicKey(ec, "e"), publicKey(ed, "d")];
    const tokens = new HostTokens({ ...setting, keys });
    const by = (alg: string, kid: string, key: typeof rsa.privateKey) =>
      tokens.read(signedByKey(goodClaims(), { alg, kid }, key));
    expect(await by("RS256", "r", rsa.privateKey)).toBeDefined();
    expect(await by("ES256", "e", ec.privateKey)).toBeDefined();
    expect(await by("EdDSA", "d", ed.privateKey)).toBeDefined();
    expect(await by("RS256", "e", rsa.privateKey)).toBeUndefined();
  });

  it("takes those of a key set's address, asks for it once, and fails where that cannot be got", async () => {
    let asked = 0;
    let answer = JSON.stringify({ keys: [publicKey(ec, "e")] });
    const server = createServer((_, response) => {
      asked++;
      response.setHeader("content-type", "application/json").end(answer);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    undo.push(() => server.close());
    const jwksUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
    const token = signedByKey(goodClaims(), { alg: "ES256", kid: "e" }, ec.privateKey);
    const tokens = new HostTokens({ ...setting, jwksUrl });
    for (let at = 0; at < 10; at++) expect(await tokens.read(token)).toBeDefined();
    for (let at = 0; at < 10; at++)
      expect(
        await tokens.read(signedByKey(goodClaims(), { alg: "ES256", kid: "x" }, ec.privateKey)),
      ).toBeUndefined();
    expect(asked).toBe(1);
    // Who was good a moment ago is not told that they are nobody.
    answer = "no keys";
    await expect(new HostTokens({ ...setting, jwksUrl }).read(token)).rejects.toThrow();
    await expect(
      new HostTokens({ ...setting, jwksUrl: "http://127.0.0.1:1/" }).read(token),
    ).rejects.toThrow();
  });

  it("stops at what would let others in", () => {
    const pem = rsa.publicKey.export({ type: "spki", format: "pem" }).toString();
    const bad: readonly Partial<TokenSettings>[] = [
      {},
      { secret, keys: [publicKey(rsa, "r")] },
      { secret: "short" },
      { secret: randomBytes(31) },
      { secret: randomBytes(32), algorithms: ["HS512"] },
      { secret: pem },
      { secret, algorithms: ["RS256"] },
      { secret, algorithms: ["none" as "HS256"] },
      { secret, algorithms: [] },
      { keys: [] },
      { keys: [publicKey(rsa, "r")], algorithms: ["HS256"] },
      { keys: [{ kty: "oct", k: "AAAA" }] },
      { keys: [{ ...rsa.privateKey.export({ format: "jwk" }), kty: "RSA" }] },
      { jwksUrl: "http://app.example/keys" },
      { jwksUrl: "file:///etc/passwd" },
      { jwksUrl: "https://ann:pass@app.example/keys" },
      { secret, leewayMs: 30_001 },
      { secret, leewayMs: -1 },
      { secret, longestMs: Number.POSITIVE_INFINITY },
      { secret, issuer: "" },
      { secret, audience: "" },
    ];
    for (const settings of bad) {
      const make = () => new HostTokens({ ...setting, ...settings });
      expect(make, JSON.stringify(settings)).toThrow(
        expect.objectContaining({ code: "QUIRE_ERR_CONFIG_INVALID" }),
      );
      expect(make).not.toThrow(/BEGIN|short/);
    }
  });
});

describe("tokens of those who want in", () => {
  const bySecret = new HostTokens({ ...setting, secret });
  const byKey = new HostTokens({ ...setting, keys: [publicKey(rsa, "one")], algorithms: ["RS256"] });
  const tokenForm = /^[\w-]+\.[\w-]+\.[\w-]+$/;
  /** What costs: how often a signature is computed. */
  const verify = vi.spyOn(crypto.subtle, "verify");
  afterAll(() => verify.mockRestore());

  it("threat A4 is nobody: 10,000 mutations of a good one, none, garbage, empty parts, a megabyte", async () => {
    const seed = printedSeed("mutated tokens");
    const random = createRandom(seed);
    const signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \u0000é";
    const sign = () => signs[Math.floor(random() * signs.length)] ?? "";
    const pairs = [
      [bySecret, signed(goodClaims())],
      [byKey, signedByKey(goodClaims(), { alg: "RS256", kid: "one" }, rsa.privateKey)],
    ] as const;
    for (let at = 0; at < 10_000; at++) {
      const [tokens, good] = pairs[at % 2]!;
      let token = good;
      for (let changes = 1 + Math.floor(random() * 3); changes > 0; changes--) {
        const place = Math.floor(random() * token.length);
        const cut = Math.floor(random() * 3);
        token = `${token.slice(0, place)}${random() < 0.7 ? sign() : ""}${token.slice(place + cut)}`;
      }
      // The last sign of a part has bits that say nothing: as bytes it may be the same.
      const isSame = token
        .split(".")
        .every((piece, n) => bytesOf(piece) === bytesOf(good.split(".")[n] ?? ""));
      if (isSame && token.split(".").length === 3) continue;
      expect(await tokens.read(token), `seed ${seed}, mutation ${at}: ${token}`).toBeUndefined();
      const computed = verify.mock.calls.splice(0).length;
      const isHeaders = bytesOf(token.split(".")[0] ?? "") === bytesOf(good.split(".")[0] ?? "");
      const most = tokenForm.test(token) && isHeaders ? 1 : 0;
      expect(computed, `signatures of seed ${seed}, mutation ${at}: ${token}`).toBeLessThanOrEqual(most);
    }
    verify.mockClear();
    for (const token of [
      "",
      ".",
      "..",
      "...",
      "a.b.c",
      "null",
      "{}",
      "quire",
      "e30.e30.",
      "x".repeat(1_000_000),
      `${"x".repeat(3_000)}.${"y".repeat(3_000)}.${"z".repeat(3_000)}`,
    ])
      for (const tokens of [bySecret, byKey]) expect(await tokens.read(token)).toBeUndefined();
    expect(await bySecret.read(signed({ ...goodClaims(), more: "x".repeat(1_000_000) }))).toBeUndefined();
    expect(verify, "no signature of what is no token").not.toHaveBeenCalled();
  }, 120_000);

  it("threat A5 is nobody: what says by itself how, or by which key, it is to be believed", async () => {
    const crafted = craftedTokens();
    expect(crafted.size).toBeGreaterThanOrEqual(50);
    for (const [what, token] of crafted) {
      expect(await bySecret.read(token), what).toBeUndefined();
      expect(await byKey.read(token), what).toBeUndefined();
    }
    verify.mockClear();
    // Signed by the right key, and told by its header what it is not.
    for (const more of [
      { jku: "https://evil.example/keys" },
      { x5u: "https://evil.example" },
      { typ: "at+jwt" },
      { cty: "JWT" },
    ])
      expect(await bySecret.read(signed(goodClaims(), { alg: "HS256", ...more }))).toBeUndefined();
    expect(verify, "no signature below a header that is not ours").not.toHaveBeenCalled();
    expect(
      await byKey.read(signedByKey(goodClaims(), { alg: "RS256", kid: "one" }, rsa.privateKey)),
    ).toBeDefined();
  });
});

function bytesOf(piece: string): string {
  return Buffer.from(piece, "base64url").toString("hex");
}
