import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DocumentSummary } from "@quire/protocol";
import Fastify from "fastify";
import { expect, it } from "vitest";
import { createRandom } from "../../../trouble/random.ts";
import { printedSeed } from "../../../trouble/runs.ts";
import { quire, tokenOf } from "../src/index.ts";
import { createTokenAuthorize, type TokenSettings } from "../src/tokens.ts";
import { audience, goodClaims, issuer, publicKey, rsa, secret, signed, signedByKey } from "./host-app.ts";

/** Requests of each kind. */
const tries = 2_000;

/** Over HTTP what reads headers refuses it before we do. It is looked at where it comes as a message, and its bytes cost what they cost. */
const long = "a megabyte";

/** Refusing does no more than believing does: a token that is none must not take longer to look at than a good one. */
const mostOfAGoodOne = 2;

it.each<[string, Partial<TokenSettings>, (claims: object) => string]>([
  ["HS256", { secret }, (claims) => signed(claims)],
  [
    "RS256",
    { keys: [publicKey(rsa, "one")], algorithms: ["RS256"] },
    (claims) => signedByKey(claims, { alg: "RS256", kid: "one" }, rsa.privateKey),
  ],
])(
  "threat A4 a token that is none is refused as soon as a good one is believed, by %s",
  async (name, settings, sign) => {
    const dataDir = mkdtempSync(join(tmpdir(), "quire-refusals-"));
    const app = Fastify();
    const program = { person: { id: "program", name: "Program", hue: 1 }, role: "own" } as const;
    const authorize = createTokenAuthorize({
      issuer,
      audience,
      ...settings,
      otherwise: (request, _, said) =>
        tokenOf(request, said) === undefined && request.headers["x-as"] === "program"
          ? program
          : { refused: "unauthenticated" },
    });
    await app.register(quire, { dataDir, authorize, limits: false });
    const made = await app.inject({
      method: "POST",
      url: "/api/documents",
      headers: { "x-as": "program" },
      payload: {},
    });
    const { id } = made.json<DocumentSummary>();
    const good = sign({ ...goodClaims(), document: id });
    const last = good.at(-5) === "A" ? "B" : "A";
    const kinds: Record<string, string | undefined> = {
      good,
      missing: undefined,
      garbage: "x".repeat(good.length),
      "three empty parts": "..",
      "another signature": `${good.slice(0, -5)}${last}${good.slice(-4)}`,
      "good, for another audience": sign({ ...goodClaims(), document: id, aud: "https://other.example" }),
      "8 kB": `${"x".repeat(2_700)}.${"y".repeat(2_700)}.${"z".repeat(2_700)}`,
      [long]: "x".repeat(1_000_000),
    };
    const took = new Map(Object.keys(kinds).map((kind) => [kind, [] as number[]]));
    const random = createRandom(printedSeed(`refused tokens by ${name}`));
    const names = Object.keys(kinds);
    for (let n = 0; n < tries * names.length; n++) {
      const kind = random.pick(names);
      const bearer = kinds[kind];
      const headers = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
      const since = performance.now();
      const { statusCode } = await app.inject({ method: "GET", url: `/api/documents/${id}`, headers });
      took.get(kind)!.push(performance.now() - since);
      expect(statusCode, kind).toBe(bearer === good ? 200 : 401);
    }
    const middle = new Map<string, number>();
    for (const [kind, times] of took) {
      const sorted = times.toSorted((one, other) => one - other);
      const at = (part: number): number => sorted[Math.floor(sorted.length * part)] ?? Number.NaN;
      const said = [0.5, 0.9, 0.99].map((part) => `${at(part).toFixed(2)} ms at p${part * 100}`);
      console.info(`${name}, ${kind}: ${said.join(", ")} of ${times.length}`);
      middle.set(kind, at(0.5));
    }
    for (const [kind, ms] of middle)
      if (kind !== long) expect(ms / middle.get("good")!, kind).toBeLessThan(mostOfAGoodOne);
    await app.close();
    rmSync(dataDir, { recursive: true });
  },
  600_000,
);
