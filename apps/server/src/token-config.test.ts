import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readConfig } from "./config.ts";

const directory = mkdtempSync(join(tmpdir(), "quire-secret-"));
afterAll(() => rmSync(directory, { recursive: true }));

const secret = randomBytes(32).toString("base64");

function fileOf(text: string): string {
  const path = join(directory, randomBytes(4).toString("hex"));
  writeFileSync(path, text);
  return path;
}

const said = {
  QUIRE_ACCESS: "accounts",
  QUIRE_TOKEN_ISSUER: "https://app.example",
  QUIRE_TOKEN_AUDIENCE: "https://docs.example",
};
const settings = { issuer: "https://app.example", audience: "https://docs.example" };

describe("B31 the environment says whose tokens open documents", () => {
  it("by a secret, or by the address of keys", () => {
    expect(readConfig({ ...said, QUIRE_TOKEN_SECRET_FILE: fileOf(`${secret}\n`) }).tokens).toEqual({
      ...settings,
      secret,
    });
    const jwksUrl = "https://app.example/keys.json";
    expect(readConfig({ ...said, QUIRE_TOKEN_JWKS_URL: jwksUrl }).tokens).toEqual({ ...settings, jwksUrl });
  });

  it.each<[string, Record<string, string>]>([
    ["QUIRE_TOKEN_SECRET_FILE", said],
    ["QUIRE_TOKEN_SECRET_FILE", { ...said, QUIRE_TOKEN_SECRET_FILE: join(directory, "nowhere") }],
    ["QUIRE_TOKEN_SECRET_FILE", { ...said, QUIRE_TOKEN_SECRET_FILE: fileOf("short") }],
    ["QUIRE_TOKEN_SECRET_FILE", { ...said, QUIRE_TOKEN_SECRET_FILE: fileOf("x".repeat(10_001)) }],
    [
      "QUIRE_TOKEN_JWKS_URL",
      { ...said, QUIRE_TOKEN_SECRET_FILE: fileOf(secret), QUIRE_TOKEN_JWKS_URL: "https://app.example" },
    ],
    ["QUIRE_TOKEN_JWKS_URL", { ...said, QUIRE_TOKEN_JWKS_URL: "http://app.example/keys" }],
    ["QUIRE_TOKEN_ISSUER", { ...said, QUIRE_TOKEN_ISSUER: "", QUIRE_TOKEN_JWKS_URL: "https://app.example" }],
    [
      "QUIRE_TOKEN_AUDIENCE",
      { ...said, QUIRE_TOKEN_AUDIENCE: "", QUIRE_TOKEN_JWKS_URL: "https://app.example" },
    ],
    ["QUIRE_ACCESS", { ...said, QUIRE_ACCESS: "open", QUIRE_TOKEN_JWKS_URL: "https://app.example" }],
  ])("stops the start by the name of %s, and never says a secret", (name, environment) => {
    const read = () => readConfig(environment);
    expect(read).toThrow(expect.objectContaining({ code: "QUIRE_ERR_CONFIG_INVALID" }));
    expect(read).toThrow(new RegExp(`^${name} `));
    expect(read).not.toThrow(secret);
  });
});
