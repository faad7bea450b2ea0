import { describe, expect, it } from "vitest";
import { parseProviders } from "./settings.ts";

const needed = { id: "idp", name: "IdP", issuer: "https://id.example.org", clientId: "quire" };

function parse(changed: object = {}) {
  return parseProviders(JSON.stringify([{ ...needed, ...changed }]));
}

describe("B77 the file of providers", () => {
  it("may be empty, and begin with a byte order mark", () => {
    expect(parseProviders("\uFEFF[]")).toEqual([]);
  });

  it("takes every field", () => {
    const all = {
      ...needed,
      clientSecret: "s",
      scopes: ["openid", "groups"],
      groupsClaim: "roles",
      groups: { a: "A", b: { standing: "owner" } },
      allowNew: false,
      domains: ["example.org"],
      verifiesEmail: true,
      linkByEmail: true,
    };
    expect(parse(all)).toEqual([{ ...all, groups: new Map(Object.entries(all.groups)) }]);
  });

  it.each([
    ["https with a path", "https://id.example.org/realms/a/"],
    ["https with a port", "https://id.example.org:8443"],
    ["http on loopback", "http://localhost:8080"],
    ["http on loopback by number", "http://127.0.0.1:8080"],
    ["http on loopback in IPv6", "http://[::1]:8080"],
  ])("takes an issuer of %s", (_, issuer) => {
    expect(parse({ issuer })[0]?.issuer).toBe(issuer);
  });

  it.each<[string, object, RegExp]>([
    [
      "http beyond this machine",
      { issuer: "http://id.example.org" },
      /\[0\]\.issuer .* is "http:\/\/id\.example\.org"/,
    ],
    ["http on a name like loopback", { issuer: "http://localhost.evil.tld" }, /\[0\]\.issuer/],
    ["an issuer without a scheme", { issuer: "id.example.org" }, /\[0\]\.issuer/],
    ["an issuer with a query", { issuer: "https://id.example.org/?a=b" }, /\[0\]\.issuer/],
    ["an issuer with a password", { issuer: "https://a:b@id.example.org" }, /\[0\]\.issuer/],
    ["an issuer of another kind", { issuer: "file:///etc/passwd" }, /\[0\]\.issuer/],
    ["no issuer", { issuer: undefined }, /\[0\]\.issuer in QUIRE_OIDC_FILE is not set/],
    ["an id with a slash", { id: "a/b" }, /\[0\]\.id in QUIRE_OIDC_FILE is "a\/b": it must be 1 to 32/],
    ["an id in capitals", { id: "IdP" }, /\[0\]\.id/],
    ["an id that is a number", { id: 1 }, /\[0\]\.id in QUIRE_OIDC_FILE is "1"/],
    ["a name of two lines", { name: "A\nB" }, /\[0\]\.name/],
    ["no name", { name: "" }, /\[0\]\.name/],
    ["no client", { clientId: "" }, /\[0\]\.clientId/],
    ["scopes in one text", { scopes: "openid email" }, /\[0\]\.scopes/],
    ["scopes without openid", { scopes: ["email"] }, /openid must be among them/],
    ["a scope of two", { scopes: ["openid email"] }, /\[0\]\.scopes/],
    ["groups in a list", { groups: ["a"] }, /\[0\]\.groups/],
    ["a group that becomes a number", { groups: { a: 1 } }, /\[0\]\.groups\["a"\] .* is "1"/],
    ["a group that becomes a member", { groups: { a: { standing: "member" } } }, /the name of a group, or/],
    [
      "a group that becomes more",
      { groups: { a: { standing: "owner", of: "b" } } },
      /the name of a group, or/,
    ],
    ["a switch in letters", { allowNew: "false" }, /\[0\]\.allowNew .* is "false": it must be true or false/],
    ["a switch that is null", { linkByEmail: null }, /true or false/],
    ["a domain with an @", { domains: ["@example.org"] }, /\[0\]\.domains/],
    ["a domain in capitals", { domains: ["Example.org"] }, /\[0\]\.domains/],
    ["one domain as a text", { domains: "example.org" }, /\[0\]\.domains/],
    [
      "a field that is misspelt",
      { linkByMail: true },
      /a field of \[0\] .* is "linkByMail": it must be one of id, name/,
    ],
  ])("refuses %s, naming the field, the value and what is allowed", (_, changed, said) => {
    expect(() => parse(changed)).toThrow(expect.objectContaining({ code: "QUIRE_ERR_CONFIG_INVALID" }));
    expect(() => parse(changed)).toThrow(said);
    expect(() => parse(changed)).not.toThrow(/\n/);
  });

  it.each([
    ["an object", "{}", /must hold a list/],
    ["null", "null", /must hold a list/],
    ["a list of texts", '["https://id.example.org"]', /\[0\] .* must be an object/],
  ])("refuses %s", (_, text, said) => {
    expect(() => parseProviders(text)).toThrow(said);
  });

  it("refuses two of one id, or of one issuer", () => {
    const second = { ...needed, issuer: "https://other.example.org" };
    expect(() => parseProviders(JSON.stringify([needed, second]))).toThrow(/\[1\]\.id .* is "idp": another/);
    const third = { ...needed, id: "other" };
    expect(() => parseProviders(JSON.stringify([needed, third]))).toThrow(/\[1\]\.issuer .*: another/);
  });

  it("repeats no secret", () => {
    for (const clientSecret of [["canary"], { canary: 1 }, "canary\n", ""]) {
      expect(() => parse({ clientSecret })).toThrow(
        /\[0\]\.clientSecret in QUIRE_OIDC_FILE is "\(not shown\)"/,
      );
      expect(() => parse({ clientSecret })).not.toThrow(/canary/);
    }
    expect(() => parseProviders('[{"clientSecret": "canary",}]')).not.toThrow(/canary/);
  });
});
