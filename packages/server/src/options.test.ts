import { describe, expect, it } from "vitest";
import type { Authorize } from "./access.ts";
import { checkOptions, type QuireOptions } from "./options.ts";

const authorize: Authorize = () => ({ refused: "unauthenticated" });
const needed = { dataDir: "/data", authorize };

describe("checkOptions", () => {
  it("fills in what is left out, also where it is undefined", () => {
    const options = checkOptions({ ...needed, ...({ url: undefined, origins: undefined } as object) });
    expect(options).toEqual({
      dataDir: "/data",
      authorize,
      rename: undefined,
      url: undefined,
      origins: [],
      openRooms: false,
      keepaliveMs: 20_000,
      pingMs: 10_000,
      pongTimeoutMs: 25_000,
      stallMs: 30_000,
      limits: {
        messagesPerSecond: 100,
        bytesPerSecond: 1_048_576,
        connectionsPerDocument: 200,
        connectionsPerPersonAndDocument: 20,
        connectionsPerPerson: 300,
        connectionsPerAddress: 1_000,
      },
      documentsPerSocket: 100,
      fileBytes: 26_214_400,
      documentFileBytes: 1_073_741_824,
      fetchImages: true,
      quotas: {},
      roomGraceMs: 30_000,
      commitWindowMs: 5,
    });
    expect(Object.isFrozen(options)).toBe(true);
    expect(Object.isFrozen(options.origins)).toBe(true);
  });

  it("F2 has no limits where they are off, nor with open rooms", () => {
    expect(checkOptions({ ...needed, limits: false }).limits).toBeUndefined();
    expect(checkOptions({ dataDir: "/data", openRooms: true }).limits).toBeUndefined();
    expect(checkOptions({ ...needed, limits: { connectionsPerPerson: 3 } }).limits).toMatchObject({
      connectionsPerPerson: 3,
      connectionsPerDocument: 200,
    });
  });

  it("takes what Fastify's register adds", () => {
    expect(checkOptions({ ...needed, ...({ prefix: "/docs" } as object) }).dataDir).toBe("/data");
  });

  it("asks nobody in open rooms without an answer of the host's", async () => {
    const { authorize: anybody } = checkOptions({ dataDir: "/data", openRooms: true });
    expect(await anybody({} as never, null)).toMatchObject({ role: "own" });
  });

  it.each<[string, object, RegExp]>([
    ["no directory", { authorize }, /^dataDir is not set: it must name a directory/],
    ["an empty directory", { ...needed, dataDir: "" }, /^dataDir is ""/],
    ["nobody to ask", { dataDir: "/data" }, /^authorize is not set: .* unless openRooms is true/],
    [
      "a misspelt limit",
      { ...needed, limits: { perPerson: 1 } },
      /^limits.perPerson is "1": there is no such limit; there are messagesPerSecond/,
    ],
    ["a limit of nothing", { ...needed, limits: { bytesPerSecond: 0 } }, /^limits.bytesPerSecond is "0"/],
    [
      "a misspelt option",
      { ...needed, openRoom: true },
      /^openRoom is "true": there is no such option; there are dataDir/,
    ],
    ["an address with a path", { ...needed, url: "https://x.org/docs" }, /^url is "https:\/\/x.org\/docs"/],
    ["an address with a query", { ...needed, url: "https://x.org/?a" }, /^url is/],
    ["an address with a user", { ...needed, url: "https://me:pw@x.org" }, /^url is/],
    ["an address of another kind", { ...needed, url: "ftp://x.org" }, /^url is/],
    ["an address that is none", { ...needed, url: "x.org" }, /^url is/],
    ["an Origin with a slash", { ...needed, origins: ["https://x.org/"] }, /^origins is "https:\/\/x.org\/"/],
    ["an Origin in upper case", { ...needed, origins: ["https://X.org"] }, /^origins is "https:\/\/X.org"/],
    ["null as an Origin", { ...needed, origins: ["null"] }, /^origins is "null"/],
    ["every Origin without open rooms", { ...needed, origins: ["*"] }, /^origins is "\*": every Origin/],
    ["a negative time", { ...needed, pingMs: -1 }, /^pingMs is "-1": it must be milliseconds/],
    ["no documents", { ...needed, documentsPerSocket: 0 }, /^documentsPerSocket is "0": it must be a whole/],
    ["half a byte", { ...needed, fileBytes: 0.5 }, /^fileBytes is "0.5": it must be a whole/],
    ["files of no bytes", { ...needed, documentFileBytes: 0 }, /^documentFileBytes is "0"/],
    ["a word for a switch", { ...needed, fetchImages: "no" }, /^fetchImages is "no": it must be true or/],
    ["half a document", { ...needed, documentsPerSocket: 1.5 }, /^documentsPerSocket is "1.5"/],
    ["a time that is none", { ...needed, roomGraceMs: Number.NaN }, /^roomGraceMs is "NaN"/],
  ])("refuses %s", (_, options, message) => {
    expect(() => checkOptions(options as QuireOptions)).toThrow(message);
  });

  it("takes every Origin with open rooms", () => {
    expect(checkOptions({ dataDir: "/data", openRooms: true, origins: ["*"] }).origins).toEqual(["*"]);
  });

  it("reads the address with or without a slash at its end", () => {
    expect(checkOptions({ ...needed, url: "https://Docs.example.org" }).url?.origin).toBe(
      "https://docs.example.org",
    );
    expect(checkOptions({ ...needed, url: "http://docs.lan:8080/" }).url?.host).toBe("docs.lan:8080");
  });
});
