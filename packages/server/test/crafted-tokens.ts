import { constants, createHmac, generateKeyPairSync } from "node:crypto";
import { ec, goodClaims, part, rsa, secret, signed, signedByKey } from "./host-app.ts";

/**
 * Tokens that somebody made who wants in, by what they try. The server believes `rsa` (of the kid "one") by RS256, or the
 * secret by HS256; none of these may open anything at either.
 */
export function craftedTokens(now: number = Date.now()): ReadonlyMap<string, string> {
  const claims = goodClaims(now);
  const pem = rsa.publicKey.export({ type: "spki", format: "pem" }).toString();
  const der = rsa.publicKey.export({ type: "spki", format: "der" });
  const jwk = rsa.publicKey.export({ format: "jwk" });
  const own = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const ownJwk = own.publicKey.export({ format: "jwk" });
  const byOwn = (header: object): string => signedByKey(claims, { alg: "RS256", ...header }, own.privateKey);
  const none = (alg: unknown, signature = ""): string =>
    `${part({ alg, typ: "JWT" })}.${part(claims)}.${signature}`;
  const good = signed(claims);
  const [header = "", payload = "", signature = ""] = good.split(".");
  const other = part({ ...claims, role: "own" });
  return new Map([
    ["alg none", none("none")],
    ["alg None", none("None")],
    ["alg nOnE", none("nOnE")],
    ["alg NONE with a signature", none("NONE", signature)],
    ["alg missing", `${part({ typ: "JWT" })}.${part(claims)}.${signature}`],
    ["alg null", none(null, signature)],
    ["alg a list", none(["HS256", "none"], signature)],
    ["alg a number", none(256, signature)],
    ["alg empty", none("", signature)],
    ["alg hs256 in lower case", signed(claims, { alg: "hs256" })],
    ["HS256 with the public key as PEM", signed(claims, { alg: "HS256", kid: "one" }, pem)],
    ["HS256 with the public key as PEM, trimmed", signed(claims, { alg: "HS256", kid: "one" }, pem.trim())],
    ["HS256 with the public key as DER", signed(claims, { alg: "HS256", kid: "one" }, der)],
    ["HS256 with the public key as JSON", signed(claims, { alg: "HS256", kid: "one" }, JSON.stringify(jwk))],
    ["HS256 with the modulus", signed(claims, { alg: "HS256", kid: "one" }, jwk.n ?? "")],
    ["HS256 with nothing", signed(claims, { alg: "HS256" }, "")],
    ["HS256 with a guess", signed(claims, { alg: "HS256" }, "secret")],
    ["HS384 where only HS256 is set", signed(claims, { alg: "HS384" }, secret, "sha384")],
    ["HS512 where only HS256 is set", signed(claims, { alg: "HS512" }, secret, "sha512")],
    [
      "PS256 where only RS256 is set",
      signedByKey(claims, { alg: "PS256", kid: "one" }, rsa.privateKey, {
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: 32,
      }),
    ],
    ["ES256 by a key of their own", signedByKey(claims, { alg: "ES256", kid: "one" }, ec.privateKey)],
    [
      "ES256 of zeroes",
      `${part({ alg: "ES256", kid: "one" })}.${part(claims)}.${Buffer.alloc(64).toString("base64url")}`,
    ],
    ["RS256 by a key of their own", byOwn({ kid: "one" })],
    ["a kid that is a path", byOwn({ kid: "../../../../dev/null" })],
    ["a kid that is SQL", byOwn({ kid: "one' UNION SELECT 'secret" })],
    ["a kid that is a command", byOwn({ kid: "one|id" })],
    ["a kid that is an address", byOwn({ kid: "http://127.0.0.1:1/keys" })],
    ["a kid that is a prototype", byOwn({ kid: "__proto__" })],
    ["a kid that is a list", signed(claims, { alg: "HS256", kid: ["one"] })],
    [
      "HS256 by a secret of their own, under kid /dev/null",
      signed(claims, { alg: "HS256", kid: "/dev/null" }, ""),
    ],
    ["jku", byOwn({ jku: "http://127.0.0.1:1/keys" })],
    ["jku beside a good signature", signed(claims, { alg: "HS256", jku: "http://127.0.0.1:1/keys" })],
    ["x5u", byOwn({ x5u: "http://127.0.0.1:1/cert" })],
    ["x5u beside a good signature", signed(claims, { alg: "HS256", x5u: "http://127.0.0.1:1/cert" })],
    ["x5c", byOwn({ x5c: [der.toString("base64")] })],
    ["the key itself, as jwk", byOwn({ jwk: ownJwk })],
    ["jwk beside a good signature", signed(claims, { alg: "HS256", jwk: { kty: "oct", k: "AA" } })],
    ["b64 false", signed(claims, { alg: "HS256", b64: false })],
    ["b64 false and critical", signed(claims, { alg: "HS256", b64: false, crit: ["b64"] })],
    [
      "b64 false, critical, and signed so",
      (() => {
        const head = part({ alg: "HS256", b64: false, crit: ["b64"] });
        const text = JSON.stringify(claims);
        return `${head}.${text}.${createHmac("sha256", secret).update(`${head}.${text}`).digest("base64url")}`;
      })(),
    ],
    ["an unknown crit", signed(claims, { alg: "HS256", crit: ["quire"], quire: 1 })],
    ["an empty crit", signed(claims, { alg: "HS256", crit: [] })],
    ["crit of exp", signed(claims, { alg: "HS256", crit: ["exp"], exp: 1 })],
    ["compressed", signed(claims, { alg: "HS256", zip: "DEF" })],
    ["typ at+jwt", signed(claims, { alg: "HS256", typ: "at+jwt" })],
    ["typ a number", signed(claims, { alg: "HS256", typ: 1 })],
    ["cty JWT, a token in a token", signed(signed(claims), { alg: "HS256", cty: "JWT" })],
    ["another payload under a good signature", `${header}.${other}.${signature}`],
    ["another header under a good signature", `${part({ alg: "HS256" })}.${payload}.${signature}`],
    ["no signature", `${header}.${payload}.`],
    ["no signature and no dot", `${header}.${payload}`],
    ["half a signature", `${header}.${payload}.${signature.slice(0, 20)}`],
    ["a signature with its padding", `${good}=`],
    ["a space before", ` .${good}`],
    ["four parts", `${good}.`],
    [
      "five parts, as an encrypted one",
      `${part({ alg: "dir", enc: "A256GCM" })}..${part("iv")}.${payload}.${signature}`,
    ],
    ["as JSON", JSON.stringify({ protected: header, payload, signature })],
    ["a payload that is a list", signed([claims])],
    ["a payload that is null", signed("null")],
    ["a payload that is no JSON", signed("{")],
    [
      "a payload that is no UTF-8",
      `${header}.${Buffer.from([0xff, 0xfe]).toString("base64url")}.${signature}`,
    ],
    ["a header that is a list", signed(claims, [{ alg: "HS256" }])],
  ]);
}
