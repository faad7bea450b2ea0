import { expect, test } from "vitest";
import { warnOfHttp } from "./plain-http.ts";

test("B182 an address for people without https is warned of in one line, which says what it costs", () => {
  const url = "http://docs.example.org:7070";
  const accounts = warnOfHttp({ url, access: "accounts" });
  expect(accounts).toMatch(
    /^QUIRE_URL is http:\/\/docs\.example\.org:7070, without https: .*passwords.*passkeys/,
  );
  const open = warnOfHttp({ url: "http://192.168.1.5", access: "open" });
  expect(open).toMatch(/^QUIRE_URL is http:\/\/192\.168\.1\.5, without https: /);
  expect(open).not.toMatch(/password|passkey/);
  for (const line of [accounts, open]) expect(line).not.toContain("\n");
});

test.each([
  undefined,
  "https://docs.example.org",
  "http://localhost:7070",
  "http://127.0.0.1",
  "http://[::1]:7070",
])("B182 nothing is said of %s", (url) => {
  for (const access of ["open", "accounts"] as const) expect(warnOfHttp({ url, access })).toBeUndefined();
});
