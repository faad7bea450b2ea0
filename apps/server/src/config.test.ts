import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { isLoopbackHost, readConfig, settings } from "./config.ts";

describe("readConfig", () => {
  it("serves this machine alone where nothing is set, and where everything is empty", () => {
    const config = {
      port: 7070,
      host: "127.0.0.1",
      dataDir: resolve("data"),
      url: undefined,
      origins: [],
      trustProxy: [],
      access: "open",
      oidcFile: undefined,
      tokens: undefined,
      openRooms: false,
      fileBytes: 26_214_400,
      documentFileBytes: 1_073_741_824,
      fetchImages: true,
      auditDays: 365,
      changesPerHour: 300,
      quotas: {},
      metricsToken: undefined,
      limits: false,
    };
    expect(readConfig({})).toEqual(config);
    const empty = {
      QUIRE_PORT: "",
      QUIRE_HOST: " ",
      QUIRE_DATA: "",
      QUIRE_URL: "",
      QUIRE_ORIGINS: " , ",
      QUIRE_ACCESS: "",
    };
    expect(readConfig(empty)).toEqual(config);
    expect(Object.isFrozen(readConfig({}))).toBe(true);
  });

  it("takes every setting", () => {
    expect(
      readConfig({
        QUIRE_PORT: "0",
        QUIRE_HOST: "0.0.0.0",
        QUIRE_DATA: "/srv/quire",
        QUIRE_URL: "https://docs.example.org/",
        QUIRE_ORIGINS: "https://a.example, http://b.example:8080",
        QUIRE_TRUST_PROXY: "127.0.0.1,10.0.0.0/8,::1,fd00::/8",
        QUIRE_ACCESS: "open",
        QUIRE_SMTP_URL: "smtp://quire:pa%25ss@mail.example.org:587",
        QUIRE_MAIL_FROM: "Quire <quire@example.org>",
        QUIRE_OPEN_ROOMS: "false",
        QUIRE_FILE_BYTES: "1000",
        QUIRE_DOCUMENT_FILE_BYTES: "2000",
        QUIRE_FETCH_IMAGES: "false",
        QUIRE_AUDIT_DAYS: "30",
        QUIRE_CHANGES_PER_HOUR: "31",
        QUIRE_DOCUMENTS_PER_PERSON: "11",
        QUIRE_DOCUMENTS: "12",
        QUIRE_FILE_BYTES_PER_PERSON: "13",
        QUIRE_FILE_BYTES_TOTAL: "14",
        QUIRE_TEXT_BYTES_PER_PERSON: "18",
        QUIRE_TEXT_BYTES_TOTAL: "19",
        QUIRE_FILES_PER_PERSON: "16",
        QUIRE_FILES: "17",
        QUIRE_DOCUMENTS_PER_MINUTE: "15",
        QUIRE_METRICS_TOKEN: "0123456789abcdef",
        QUIRE_MESSAGES_PER_SECOND: "10",
        QUIRE_BYTES_PER_SECOND: "1000",
        QUIRE_CONNECTIONS_PER_DOCUMENT: "3",
        QUIRE_CONNECTIONS_PER_PERSON_AND_DOCUMENT: "4",
        QUIRE_CONNECTIONS_PER_PERSON: "2",
        QUIRE_CONNECTIONS_PER_ADDRESS: "1",
      }),
    ).toEqual({
      port: 0,
      host: "0.0.0.0",
      dataDir: "/srv/quire",
      url: "https://docs.example.org",
      origins: ["https://a.example", "http://b.example:8080"],
      trustProxy: ["127.0.0.1", "10.0.0.0/8", "::1", "fd00::/8"],
      access: "open",
      oidcFile: undefined,
      tokens: undefined,
      mail: { url: "smtp://quire:pa%25ss@mail.example.org:587", from: "Quire <quire@example.org>" },
      openRooms: false,
      fileBytes: 1_000,
      documentFileBytes: 2_000,
      fetchImages: false,
      auditDays: 30,
      changesPerHour: 31,
      quotas: {
        documentsPerPerson: 11,
        documents: 12,
        fileBytesPerPerson: 13,
        fileBytes: 14,
        textBytesPerPerson: 18,
        textBytes: 19,
        filesPerPerson: 16,
        files: 17,
        documentsPerMinute: 15,
      },
      metricsToken: "0123456789abcdef",
      limits: {
        messagesPerSecond: 10,
        bytesPerSecond: 1_000,
        connectionsPerDocument: 3,
        connectionsPerPersonAndDocument: 4,
        connectionsPerPerson: 2,
        connectionsPerAddress: 1,
      },
    });
  });

  it("takes the file of the servers to sign in with where people sign in", () => {
    const environment = { QUIRE_ACCESS: "accounts", QUIRE_OIDC_FILE: "./providers.json" };
    expect(readConfig(environment).oidcFile).toBe(resolve("providers.json"));
  });

  it("F2 has limits beyond this machine, and on it where one is set", () => {
    expect(readConfig({ QUIRE_HOST: "0.0.0.0", QUIRE_ACCESS: "open" }).limits).toEqual({});
    expect(readConfig({ QUIRE_URL: "https://docs.example.org", QUIRE_ACCESS: "open" }).limits).toEqual({});
    expect(readConfig({ QUIRE_TRUST_PROXY: "127.0.0.1", QUIRE_ACCESS: "open" }).limits).toEqual({});
    expect(readConfig({ QUIRE_CONNECTIONS_PER_PERSON: "5" }).limits).toEqual({ connectionsPerPerson: 5 });
  });

  it.each<[string, Record<string, string>]>([
    ["a loopback name", { QUIRE_HOST: "localhost" }],
    ["another loopback address", { QUIRE_HOST: "127.0.0.2" }],
    ["loopback in IPv6", { QUIRE_HOST: "::1" }],
    ["loopback in IPv6 at length", { QUIRE_HOST: "0:0:0:0:0:0:0:1" }],
    ["a loopback address for people", { QUIRE_URL: "http://localhost:8080" }],
    ["the world, said to be open", { QUIRE_HOST: "::", QUIRE_ACCESS: "open" }],
    ["the world with open rooms", { QUIRE_HOST: "0.0.0.0", QUIRE_OPEN_ROOMS: "true" }],
    [
      "the world with open rooms and open access",
      { QUIRE_HOST: "0.0.0.0", QUIRE_OPEN_ROOMS: "true", QUIRE_ACCESS: "open" },
    ],
    ["a public address, said to be open", { QUIRE_URL: "https://docs.example.org", QUIRE_ACCESS: "open" }],
    ["every Origin with open rooms", { QUIRE_ORIGINS: "*", QUIRE_OPEN_ROOMS: "true" }],
    ["a name to listen on", { QUIRE_HOST: "docs-1.example.org", QUIRE_ACCESS: "open" }],
    ["the highest port", { QUIRE_PORT: "65535" }],
  ])("takes %s", (_, environment) => {
    expect(() => readConfig(environment)).not.toThrow();
  });

  it.each<[string, Record<string, string>, string, RegExp]>([
    ["a port of letters", { QUIRE_PORT: "abc" }, "abc", /0 to 65535/],
    ["a port too high", { QUIRE_PORT: "65536" }, "65536", /0 to 65535/],
    ["a limit of nothing", { QUIRE_MESSAGES_PER_SECOND: "0" }, "0", /1 or more/],
    ["a limit of letters", { QUIRE_CONNECTIONS_PER_ADDRESS: "many" }, "many", /a whole number/],
    ["a negative port", { QUIRE_PORT: "-1" }, "-1", /0 to 65535/],
    ["a port with a fraction", { QUIRE_PORT: "70.5" }, "70.5", /0 to 65535/],
    ["a port in hexadecimal", { QUIRE_PORT: "0x50" }, "0x50", /0 to 65535/],
    ["a host with a port", { QUIRE_HOST: "127.0.0.1:7070" }, "127.0.0.1:7070", /without scheme or port/],
    ["a host with a scheme", { QUIRE_HOST: "http://localhost" }, "http://localhost", /without scheme/],
    ["a host that is no address", { QUIRE_HOST: "127.0.0.999" }, "127.0.0.999", /as 127\.0\.0\.1/],
    ["a host with a space", { QUIRE_HOST: "local host" }, "local host", /an address or a name/],
    [
      "an address without a scheme",
      { QUIRE_URL: "docs.example.org" },
      "docs.example.org",
      /http:\/\/ or https:\/\//,
    ],
    ["an address with a path", { QUIRE_URL: "https://x.org/docs" }, "https://x.org/docs", /no path/],
    ["an address of another kind", { QUIRE_URL: "ws://x.org" }, "ws://x.org", /http:\/\/ or https:\/\//],
    [
      "an Origin with a path",
      { QUIRE_ORIGINS: "https://a.example/" },
      "https://a.example/",
      /as https:\/\/docs/,
    ],
    ["an Origin without a scheme", { QUIRE_ORIGINS: "a.example" }, "a.example", /an Origin is http/],
    ["every Origin without open rooms", { QUIRE_ORIGINS: "*" }, "*", /open rooms only/],
    ["every Origin in open access", { QUIRE_ORIGINS: "*", QUIRE_ACCESS: "open" }, "*", /open rooms only/],
    ["a proxy by name", { QUIRE_TRUST_PROXY: "proxy.local" }, "proxy.local", /addresses or ranges/],
    ["every proxy", { QUIRE_TRUST_PROXY: "true" }, "true", /addresses or ranges/],
    ["a range too wide", { QUIRE_TRUST_PROXY: "10.0.0.0/33" }, "10.0.0.0/33", /addresses or ranges/],
    ["a range of ranges", { QUIRE_TRUST_PROXY: "10.0.0.0/8/8" }, "10.0.0.0/8/8", /addresses or ranges/],
    ["another access", { QUIRE_ACCESS: "public" }, "public", /open or accounts/],
    ["access in capitals", { QUIRE_ACCESS: "Open" }, "Open", /open or accounts/],
    [
      "accounts with open rooms",
      { QUIRE_ACCESS: "accounts", QUIRE_OPEN_ROOMS: "true" },
      "accounts",
      /exclude each other/,
    ],
    ["open rooms that are neither", { QUIRE_OPEN_ROOMS: "yes" }, "yes", /true or false/],
    ["servers to sign in with where nobody does", { QUIRE_OIDC_FILE: "p.json" }, "p.json", /nobody signs in/],
    ["files of no bytes", { QUIRE_FILE_BYTES: "0" }, "0", /1 or more/],
    ["files by a unit", { QUIRE_DOCUMENT_FILE_BYTES: "1GB" }, "1GB", /a whole number/],
    ["a switch that is neither", { QUIRE_FETCH_IMAGES: "off" }, "off", /true or false/],
    ["open rooms by number", { QUIRE_OPEN_ROOMS: "1" }, "1", /true or false/],
  ])("refuses %s, naming the variable, the value and what is allowed", (_, environment, value, allowed) => {
    const [name = ""] = Object.keys(environment);
    const attempt = () => readConfig(environment);
    expect(attempt).toThrow(expect.objectContaining({ code: "QUIRE_ERR_CONFIG_INVALID" }));
    expect(attempt).toThrow(`${name} is ${JSON.stringify(value)}: `);
    expect(attempt).toThrow(allowed);
    expect(attempt).not.toThrow(/\n/);
  });

  it.each<[string, Record<string, string>]>([
    ["the world", { QUIRE_HOST: "0.0.0.0" }],
    ["the world in IPv6", { QUIRE_HOST: "::" }],
    ["the network", { QUIRE_HOST: "192.168.1.5" }],
    ["a name", { QUIRE_HOST: "docs.lan" }],
    ["a public address", { QUIRE_URL: "https://docs.example.org" }],
    ["a name like loopback", { QUIRE_HOST: "localhost.evil.tld" }],
    ["a proxy on this machine", { QUIRE_TRUST_PROXY: "127.0.0.1" }],
    ["a proxy elsewhere", { QUIRE_HOST: "localhost", QUIRE_TRUST_PROXY: "10.0.0.0/8,::1" }],
    ["a page of another Origin", { QUIRE_ORIGINS: "https://docs.example.org" }],
    ["one of several Origins", { QUIRE_ORIGINS: "http://localhost:3000, https://docs.example.org" }],
    [
      "a proxy, whatever address people use,",
      { QUIRE_TRUST_PROXY: "127.0.0.1", QUIRE_URL: "http://localhost:8080" },
    ],
    ["this machine, where accounts are wanted", { QUIRE_ACCESS: "accounts" }],
  ])("has people sign in where %s reaches it and nobody said that it is open", (_, environment) => {
    expect(readConfig(environment)).toMatchObject({ access: "accounts", limits: {} });
  });

  it("is open to this machine alone, and to the world where that is said", () => {
    for (const environment of [
      {},
      { QUIRE_ORIGINS: "http://localhost:3000, http://[::1]:3000, http://127.0.0.2" },
      { QUIRE_OPEN_ROOMS: "true" },
      { QUIRE_OPEN_ROOMS: "true", QUIRE_ORIGINS: "*", QUIRE_TRUST_PROXY: "127.0.0.1" },
      { QUIRE_HOST: "::", QUIRE_ACCESS: "open" },
      { QUIRE_TRUST_PROXY: "127.0.0.1", QUIRE_ACCESS: "open" },
    ])
      expect(readConfig(environment).access).toBe("open");
  });

  it("knows loopback", () => {
    expect(
      ["127.0.0.1", "127.8.8.8", "localhost", "::1", "0:0:0:0:0:0:0:1"].filter(isLoopbackHost),
    ).toHaveLength(5);
    expect(
      ["0.0.0.0", "::", "128.0.0.1", "::ffff:127.0.0.1", "10.0.0.1", "localhost.lan"].filter(isLoopbackHost),
    ).toEqual([]);
  });
});

describe("the settings", () => {
  const docs = readFileSync(new URL("../../../docs/self-hosting.md", import.meta.url), "utf8");

  it("stand in docs/self-hosting.md, each of them and no other", () => {
    const documented = docs
      .split("\n")
      .flatMap((line) => /^\| `(QUIRE_(?!ERR)[A-Z_]+)`/.exec(line)?.[1] ?? []);
    expect(documented).toEqual(Object.keys(settings));
    const mentioned = new Set(docs.match(/\bQUIRE_(?!ERR)[A-Z_]*[A-Z]\b/g));
    expect([...mentioned].toSorted()).toEqual(Object.keys(settings).toSorted());
  });

  it("have in docs/self-hosting.md the defaults that they have", () => {
    const defaults = Object.fromEntries(
      docs.split("\n").flatMap((line) => {
        const [, name, value] = /^\| `(QUIRE_(?!ERR)[A-Z_]+)` \| (?:`([^`]*)`)?/.exec(line) ?? [];
        return name === undefined ? [] : [[name, value ?? ""]];
      }),
    );
    expect(readConfig(defaults)).toEqual(readConfig({}));
  });
});
