import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { readProviders } from "./providers.ts";

const directories: string[] = [];
afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true });
});

function fileOf(text: string): string {
  const directory = mkdtempSync(join(tmpdir(), "quire-providers-"));
  directories.push(directory);
  const path = join(directory, "providers.json");
  writeFileSync(path, text);
  return path;
}

const docs = readFileSync(new URL("../../../docs/self-hosting.md", import.meta.url), "utf8");

describe("the servers to sign in with", () => {
  it("are none without a file", async () => {
    expect(await readProviders(undefined)).toEqual([]);
  });

  it("are read from the example in docs/self-hosting.md, whose table has every field and its default", async () => {
    const [, example = ""] = /```json\n(\[.*?\n\])\n```/s.exec(docs) ?? [];
    const [keycloak, google, entra] = await readProviders(fileOf(example));
    expect(keycloak?.groups).toEqual(
      new Map<string, unknown>([
        ["/writers", "Writers"],
        ["/it", { standing: "owner" }],
      ]),
    );
    expect(google?.domains).toEqual(["example.org"]);
    expect(entra?.verifiesEmail).toBe(true);
  });

  it("have the fields and the defaults that docs/self-hosting.md says", async () => {
    const [section = ""] = /### Signing in with another server.*?\n### /s.exec(docs) ?? [];
    const needed = { id: "idp", name: "IdP", issuer: "https://id.example.org", clientId: "quire" };
    const [provider] = await readProviders(fileOf(JSON.stringify([needed])));
    const rows = [...section.matchAll(/^\| `(\w+)` \| (?:`([^`]+)`|[^|]*) \|/gm)];
    expect(rows.map(([, field = ""]) => field).toSorted()).toEqual(Object.keys(provider ?? {}).toSorted());
    for (const [, field = "", value] of rows)
      if (value !== undefined) expect(provider).toHaveProperty(field, JSON.parse(value));
  });

  it("stop the start where the file is not there, naming it", async () => {
    await expect(readProviders("/nowhere/providers.json")).rejects.toThrow(
      'QUIRE_OIDC_FILE is "/nowhere/providers.json": it must be a file that this user can read (ENOENT).',
    );
  });

  it("stop the start where it is not JSON, without a word of what stands in it", async () => {
    const attempt = readProviders(fileOf('[{"clientSecret": "canary" "id": 1}]'));
    await expect(attempt).rejects.toThrow(/^what QUIRE_OIDC_FILE names .* it must be JSON\.$/);
    await expect(attempt).rejects.not.toThrow(/canary/);
  });
});
