import { describe, expect, it } from "vitest";
import { type AddressPolicy, checkHost, checkOrigin, type Provenance } from "./origin.ts";

const local: AddressPolicy = { url: undefined, origins: [] };
const publicly: AddressPolicy = {
  url: new URL("https://good.example.org"),
  origins: ["https://intranet.example.com:8443"],
};

function asks(provenance: Partial<Provenance>, policy: AddressPolicy): string {
  const full = { origin: undefined, hasCookie: false, isRead: false, port: 7070, ...provenance };
  return codeOf(() => checkOrigin(full, policy));
}

function codeOf(check: () => void): string {
  try {
    check();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return "allowed";
}

const refused = "QUIRE_ERR_ORIGIN_REFUSED";

describe("checkOrigin", () => {
  it.each([
    "https://good.example.org",
    "https://intranet.example.com:8443",
    "http://localhost:7070",
    "http://127.0.0.1:7070",
    "http://127.9.8.7:7070",
    "http://[::1]:7070",
  ])("H1 lets a page of %s ask, with and without a cookie", (origin) => {
    expect(asks({ origin }, publicly)).toBe("allowed");
    expect(asks({ origin, hasCookie: true }, publicly)).toBe("allowed");
  });

  it.each([
    ["another site", "https://evil.example"],
    ["a site under ours", "https://sub.good.example.org"],
    ["ours under another", "https://good.example.org.evil.tld"],
    ["ours as a path", "https://evil.tld/good.example.org"],
    ["ours as a user", "https://good.example.org@evil.tld"],
    ["another scheme", "http://good.example.org"],
    ["another port", "https://good.example.org:8443"],
    ["the default port spelt out", "https://good.example.org:443"],
    ["upper case", "HTTPS://GOOD.EXAMPLE.ORG"],
    ["a trailing dot", "https://good.example.org."],
    ["a trailing slash", "https://good.example.org/"],
    ["a path", "https://good.example.org/page"],
    ["null", "null"],
    ["nothing", ""],
    ["two of them", "https://good.example.org https://good.example.org"],
    ["the wildcard itself", "*"],
    ["loopback over TLS", "https://localhost:7070"],
    ["loopback on another port", "http://localhost:5173"],
    ["loopback on the default port", "http://localhost"],
    ["a name that begins as loopback does", "http://127.0.0.1.evil.tld:7070"],
    ["a name under localhost", "http://evil.localhost:7070"],
    ["loopback with a trailing dot", "http://localhost.:7070"],
    ["loopback as a number", "http://2130706433:7070"],
    ["loopback in short", "http://127.1:7070"],
    ["an address that is none", "http://127.0.0.999:7070"],
    ["the unspecified address", "http://0.0.0.0:7070"],
  ])("H1 threat A1 refuses %s: %s", (_, origin) => {
    for (const isRead of [true, false]) {
      expect(asks({ origin, isRead }, publicly)).toBe(refused);
      expect(asks({ origin, isRead, hasCookie: true }, publicly)).toBe(refused);
    }
  });

  it("H1 threat A2 refuses null also where nothing else is set", () => {
    expect(asks({ origin: "null" }, local)).toBe(refused);
  });

  it("H2 threat A3 lets who says no Origin ask without a cookie, and refuses it with one", () => {
    expect(asks({}, publicly)).toBe("allowed");
    expect(asks({ hasCookie: true }, publicly)).toBe(refused);
    expect(asks({ hasCookie: true }, local)).toBe(refused);
  });

  it("H2 lets a page read its own API: browsers say no Origin there", () => {
    expect(asks({ hasCookie: true, isRead: true }, publicly)).toBe("allowed");
  });

  describe("B123 threat D12 of another page, as the browser says,", () => {
    const document = { mode: "navigate", dest: "document" };
    const others = [
      { mode: "cors", dest: "empty" },
      { mode: "no-cors", dest: "image" },
      { mode: "no-cors", dest: "script" },
      { mode: "navigate", dest: "iframe" },
      { mode: "navigate", dest: "embed" },
      { mode: "navigate", dest: undefined },
      { mode: undefined, dest: undefined },
    ];
    const own = { origin: "https://good.example.org" };
    const alone = { ...publicly, origins: [] };

    it.each(["cross-site", "same-site"])(
      "refuses to read with a cookie, but where a link is followed: %s",
      (site) => {
        for (const other of others) {
          const fetch = { site, ...other };
          expect(asks({ fetch, hasCookie: true, isRead: true }, alone), JSON.stringify(other)).toBe(refused);
          expect(asks({ fetch, isRead: true }, alone)).toBe("allowed");
          expect(asks({ ...own, fetch, hasCookie: true }, alone)).toBe(refused);
        }
        const fetch = { site, ...document };
        expect(asks({ fetch, hasCookie: true, isRead: true }, alone)).toBe("allowed");
        expect(asks({ fetch, hasCookie: true }, alone)).toBe(refused);
        expect(asks({ ...own, fetch, hasCookie: true }, alone)).toBe(refused);
      },
    );

    it("answers who shows pictures from the same site where the settings name any page, and nobody else", () => {
      for (const other of others) {
        const sister = { fetch: { site: "same-site", ...other }, hasCookie: true };
        const answered = other.dest === "image" ? "allowed" : refused;
        expect(asks({ ...sister, isRead: true }, publicly), JSON.stringify(other)).toBe(answered);
        expect(asks(sister, publicly)).toBe(refused);
        for (const origin of [own.origin, "https://evil.example.org"])
          expect(asks({ ...sister, origin, isRead: true }, publicly), origin).toBe(refused);
        const stranger = { fetch: { site: "cross-site", ...other }, hasCookie: true };
        for (const isRead of [true, false]) {
          expect(asks({ ...stranger, isRead }, publicly), JSON.stringify(other)).toBe(refused);
          expect(asks({ ...stranger, ...own, isRead }, publicly)).toBe(refused);
        }
      }
    });

    it("goes on where the page is ours, or nobody's, or the settings name it", () => {
      for (const site of ["same-origin", "none", undefined])
        for (const other of [document, ...others]) {
          const fetch = { site, ...other };
          expect(asks({ fetch, hasCookie: true, isRead: true }, publicly)).toBe("allowed");
          expect(asks({ ...own, fetch, hasCookie: true }, publicly)).toBe("allowed");
          expect(asks({ fetch, hasCookie: true }, publicly)).toBe(refused);
        }
      const named = { url: undefined, origins: ["https://app.example"] };
      const fetch = { site: "cross-site", mode: "cors", dest: "empty" };
      expect(asks({ origin: "https://app.example", fetch, hasCookie: true }, named)).toBe("allowed");
    });
  });

  it("counts port 80 as the one that a loopback Origin leaves out", () => {
    expect(asks({ origin: "http://localhost", port: 80 }, local)).toBe("allowed");
    expect(asks({ origin: "http://localhost:80", port: 80 }, local)).toBe(refused);
  });

  it("takes no loopback Origin where the port is not known", () => {
    expect(asks({ origin: "http://localhost:7070", port: undefined }, local)).toBe(refused);
  });

  it("lets every page ask where * is set", () => {
    const open = { url: undefined, origins: ["*"] };
    for (const origin of ["https://evil.example", undefined]) {
      expect(asks({ origin, hasCookie: true }, open)).toBe("allowed");
    }
    expect(asks({ origin: "null" }, open)).toBe(refused);
  });
});

describe("checkHost", () => {
  const url = new URL("https://good.example.org");
  const host = (value: string | undefined, own: URL | undefined = url) => codeOf(() => checkHost(value, own));

  it.each([
    "good.example.org",
    "GOOD.example.org",
    "good.example.org:443",
    "localhost",
    "localhost:7070",
    "LOCALHOST:9999",
    "127.0.0.1:7070",
    "127.255.0.3",
    "[::1]:7070",
    "[::1]",
  ])("answers for %s", (value) => {
    expect(host(value)).toBe("allowed");
  });

  it.each([
    "evil.tld",
    "good.example.org.evil.tld",
    "sub.good.example.org",
    "good.example.org.",
    "good.example.org:8443",
    "good.example.org:80",
    "localhost.evil.tld",
    "127.0.0.1.evil.tld",
    "192.168.1.5:7070",
    "0.0.0.0:7070",
    "[::]:7070",
    "[::ffff:127.0.0.1]",
    "evil@localhost",
    "localhost:7070:1",
    "localhost/x",
    "::1",
    " ",
    "",
    undefined,
  ])("refuses %j", (value) => {
    expect(host(value)).toBe("QUIRE_ERR_HOST_REFUSED");
  });

  it("answers for loopback alone where no address is set", () => {
    expect(codeOf(() => checkHost("good.example.org", undefined))).toBe("QUIRE_ERR_HOST_REFUSED");
    expect(codeOf(() => checkHost("localhost:7070", undefined))).toBe("allowed");
  });

  it("takes the port of the address into account", () => {
    const lan = new URL("http://docs.lan:8080");
    expect(host("docs.lan:8080", lan)).toBe("allowed");
    expect(host("docs.lan", lan)).toBe("QUIRE_ERR_HOST_REFUSED");
    expect(host("docs.lan:80", new URL("http://docs.lan"))).toBe("allowed");
  });
});
