import { constants, createHmac, KeyObject, sign } from "node:crypto";
import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { clientSecret, kid } from "../../../trouble/fake-provider.ts";
import { type FakeProvider, startFakeProvider } from "./fake-provider.ts";
import { type PeopleServer, startPeople } from "./people-server.ts";
import { accountOf, signInBy } from "./provider-servers.ts";
import { quireUrl } from "./provider-trip.ts";

let provider: FakeProvider;
let server: PeopleServer;
let honest: Pick<FakeProvider, "claims" | "sign">;

beforeAll(async () => {
  provider = await startFakeProvider();
  server = await startPeople({ url: quireUrl, providers: [provider.settings] });
  await server.owner();
  honest = { claims: provider.claims, sign: provider.sign };
});

beforeEach(() => {
  Object.assign(provider, honest);
});

afterAll(async () => {
  await server.remove();
  await provider.close();
});

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

function unsigned(header: object, claims: JWTPayload, signature = ""): string {
  return `${encode(header)}.${encode(claims)}.${signature}`;
}

function withHmac(header: object, claims: JWTPayload, key: string): string {
  const text = `${encode(header)}.${encode(claims)}`;
  return `${text}.${createHmac("sha256", key).update(text).digest("base64url")}`;
}

/** A token that is signed as it says, by the provider's own key, whatever else its header says. */
function signed(fake: FakeProvider, header: object, claims: JWTPayload, how: object = {}): string {
  const text = `${encode(header)}.${encode(claims)}`;
  const signature = sign("sha256", Buffer.from(text), { key: KeyObject.from(fake.privateKey), ...how });
  return `${text}.${signature.toString("base64url")}`;
}

const psOptions = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };

/** What a provider does instead of what is right. */
type Lie = (fake: FakeProvider) => Partial<Pick<FakeProvider, "claims" | "sign">>;

/** Somebody tries to come in by a provider that lies so. Nobody is in after it, the log has no token, and an honest one would have been. */
async function refused(lie: Lie): Promise<void> {
  Object.assign(provider, lie(provider));
  const people = server.people.store.people.getKeysCount();
  const logged = server.log.length;
  const browser = server.browser();
  expect(await signInBy(provider, browser)).toBe("/sign-in?problem=provider-failed");
  expect(await accountOf(browser)).toBeNull();
  expect(server.people.store.people.getKeysCount()).toBe(people);
  expect(server.log.slice(logged).join("")).toContain("somebody could not sign in with a provider");
  expect(server.log.join("")).not.toMatch(/eyJ|ada@/);
}

describe("threat A5 an ID token that the provider's keys did not sign brings nobody in:", () => {
  it.each<[string, Lie]>([
    ["alg none", () => ({ sign: (claims) => unsigned({ alg: "none" }, claims) })],
    ["alg None", () => ({ sign: (claims) => unsigned({ alg: "None" }, claims) })],
    ["alg nOnE with a kid", () => ({ sign: (claims) => unsigned({ alg: "nOnE", kid }, claims) })],
    ["no alg", () => ({ sign: (claims) => unsigned({ kid }, claims) })],
    ["RS256 and no signature", () => ({ sign: (claims) => unsigned({ alg: "RS256", kid }, claims) })],
    [
      "RS256 and a made-up signature",
      () => ({ sign: (claims) => unsigned({ alg: "RS256", kid }, claims, "AAAA") }),
    ],
    [
      "HS256 with the client's secret",
      () => ({ sign: (claims) => withHmac({ alg: "HS256", kid }, claims, clientSecret) }),
    ],
    [
      "HS256 with the public key as its secret",
      (fake) => ({
        sign: async (claims) => withHmac({ alg: "HS256", kid }, claims, await exportSPKI(fake.publicKey)),
      }),
    ],
    [
      "an algorithm that the provider does not name",
      (fake) => ({ sign: (claims) => signed(fake, { alg: "PS256", kid }, claims, psOptions) }),
    ],
    [
      "a kid that is a path",
      (fake) => ({
        sign: (claims) =>
          new SignJWT(claims)
            .setProtectedHeader({ alg: "RS256", kid: "../../../dev/null" })
            .sign(fake.privateKey),
      }),
    ],
    ["two parts", () => ({ sign: (claims) => `${encode({ alg: "RS256" })}.${encode(claims)}` })],
    ["three empty parts", () => ({ sign: () => ".." })],
    ["nothing", () => ({ sign: () => "" })],
    ["a megabyte of letters", () => ({ sign: () => "a".repeat(1_048_577) })],
    [
      "claims changed after it was signed",
      ({ sign }) => ({
        sign: async (claims) => {
          const [header, , signature] = (await sign(claims)).split(".");
          return `${header}.${encode({ ...claims, sub: "olga" })}.${signature}`;
        },
      }),
    ],
  ])("%s", async (_, lie) => {
    await refused(lie);
  });

  it.each([
    ["under its kid", { kid }],
    ["that its header brings along", { kid, jwk: true }],
    [
      "that its header says where to find",
      { kid, jku: "http://127.0.0.1:1/keys", x5u: "http://127.0.0.1:1/x5u" },
    ],
    ["with an extension that nobody knows", { kid, crit: ["admin"], admin: true }],
  ])("another's key, %s", async (_, header) => {
    const other = await generateKeyPair("RS256", { extractable: true });
    const jwk = "jwk" in header ? { jwk: await exportJWK(other.publicKey) } : {};
    await refused(() => ({
      sign: (claims) =>
        new SignJWT(claims)
          .setProtectedHeader({ alg: "RS256", ...header, ...jwk } as { alg: string })
          .sign(other.privateKey, { crit: { admin: false } }),
    }));
  });

  it.each([
    ["an extension that nobody knows", { crit: ["admin"], admin: true }],
    ["a payload that is not encoded", { crit: ["b64"], b64: false }],
  ])("the right key, with %s", async (_, header) => {
    await refused((fake) => ({ sign: (claims) => signed(fake, { alg: "RS256", kid, ...header }, claims) }));
  });
});

describe("threat A6 an ID token for somebody else brings nobody in:", () => {
  it.each<[string, JWTPayload]>([
    ["another audience", { aud: "another-client" }],
    ["no audience", { aud: undefined as unknown as string }],
    ["an audience of another type", { aud: { quire: true } as unknown as string }],
    ["more audiences, and none that it was made for", { aud: ["quire", "other"] }],
    ["more audiences, and made for another", { aud: ["quire", "other"], azp: "other" }],
    ["another issuer", { iss: "https://accounts.google.com" }],
    ["an issuer with a path more", { iss: "http://127.0.0.1:1/evil" }],
    ["an issuer of another type", { iss: ["x"] as unknown as string }],
    ["no issuer", { iss: undefined as unknown as string }],
  ])("%s", async (_, changed) => {
    await refused(() => ({ claims: (claims) => ({ ...claims, ...changed }) }));
  });
});

describe("threat A8 an ID token out of its time brings nobody in:", () => {
  const now = (): number => Math.floor(Date.now() / 1_000);

  it.each<[string, () => JWTPayload]>([
    ["31 seconds too old", () => ({ exp: now() - 31 })],
    ["without an end", () => ({ exp: undefined as unknown as number })],
    ["an end in letters", () => ({ exp: String(now() + 300) as unknown as number })],
    ["an end beyond all time", () => ({ exp: 1e308 })],
    ["a beginning in an hour", () => ({ nbf: now() + 3_600 })],
    ["made in an hour", () => ({ iat: now() + 3_600 })],
    ["made nobody knows when", () => ({ iat: undefined as unknown as number })],
    ["made at a time in letters", () => ({ iat: String(now()) as unknown as number })],
  ])("%s", async (_, changed) => {
    await refused(() => ({ claims: (claims) => ({ ...claims, ...changed() }) }));
  });
});

describe("threat A20 an ID token of another attempt brings nobody in:", () => {
  it.each<[string, JWTPayload]>([
    ["another nonce", { nonce: "another" }],
    ["no nonce", { nonce: undefined }],
    ["a nonce of another type", { nonce: 1 }],
  ])("%s", async (_, changed) => {
    await refused(() => ({ claims: (claims) => ({ ...claims, ...changed }) }));
  });
});

describe("threat A7 a subject of the wrong kind brings nobody in:", () => {
  it.each<[string, unknown]>([
    ["none", undefined],
    ["null", null],
    ["empty", ""],
    ["a number", 1],
    ["true", true],
    ["a list", ["ada"]],
    ["an object", { ada: true }],
    ["longer than any", "a".repeat(256)],
  ])("%s", async (_, sub) => {
    await refused(() => ({ claims: (claims) => ({ ...claims, sub: sub as string }) }));
  });
});

describe("B71 an ID token that is as it should be", () => {
  it("may be signed by hand", async () => {
    Object.assign(provider, {
      sign: (claims: JWTPayload) => signed(provider, { alg: "RS256", kid }, claims),
    });
    expect(await signInBy(provider, server.browser())).toBe("/");
  });

  it("may come from a clock that is a few seconds off", async () => {
    provider.claims = (claims) => ({ ...claims, iat: Number(claims.iat) + 5, nbf: Number(claims.iat) + 5 });
    expect(await signInBy(provider, server.browser())).toBe("/");
  });
});
