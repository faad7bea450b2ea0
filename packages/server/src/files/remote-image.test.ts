import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createFetchImage, type RemoteImagesOptions, type Resolved } from "./remote-image.ts";

/** A server on loopback, which the tests take for a public one. */
let site: Server;
let asked: IncomingMessage[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;

beforeEach(async () => {
  asked = [];
  answer = (_, response) => void response.end("bytes");
  site = createServer((request, response) => {
    asked.push(request);
    answer(request, response);
  });
  site.listen(0, "127.0.0.1");
  await once(site, "listening");
});
afterEach(async () => {
  site.closeAllConnections();
  site.close();
  await once(site, "close");
});

const port = (): number => (site.address() as AddressInfo).port;
const at = (path: string, host = "127.0.0.1"): string => `http://${host}:${port()}${path}`;
const loopback: Resolved = { address: "127.0.0.1", family: 4 };
const never = new AbortController().signal;

function fetchWith(options: RemoteImagesOptions = {}) {
  const isAllowed = (address: string): boolean => address === loopback.address;
  return createFetchImage({ isAllowed, resolve: async () => [loopback], ...options });
}

async function bytesAt(url: string, options?: RemoteImagesOptions): Promise<string> {
  const image = await fetchWith(options)(url, never);
  return await text(image.source);
}

const refused = { code: "QUIRE_ERR_REMOTE_REFUSED" };
const failed = (reason: RegExp) => ({
  code: "QUIRE_ERR_REMOTE_FAILED",
  message: expect.stringMatching(reason),
});

describe("an image at another server", () => {
  it("U10 is got without a word of who asked", async () => {
    answer = (_, response) => void response.setHeader("content-length", 5).end("bytes");
    const image = await fetchWith()(at("/a/holiday%20photo.png?size=2#top"), never);
    expect(image).toMatchObject({ declaredBytes: 5, name: "holiday photo.png" });
    expect(await text(image.source)).toBe("bytes");
    const { accept, host, ...more } = asked[0]?.headers ?? {};
    expect([asked[0]?.url, accept, host]).toEqual([
      "/a/holiday%20photo.png?size=2",
      "image/*",
      `127.0.0.1:${port()}`,
    ]);
    expect(Object.keys(more).sort()).toEqual(["accept-encoding", "connection", "user-agent"]);
  });

  it.each([
    ["/", "image"],
    ["/a%ff.png", "a%ff.png"],
    ["/a/../b.png", "b.png"],
    ["/a%2fb.png", "a/b.png"],
  ])("is called for the end of its address: %s", async (path, name) => {
    const image = await fetchWith()(at(path), never);
    expect(image.name).toBe(name);
    image.close();
  });

  it("U10 is asked for at the address that was looked at, however the name's answer changes", async () => {
    const answers = [[loopback], [{ address: "10.0.0.1", family: 4 }]];
    const resolve = async () => answers.shift() ?? [];
    expect(await bytesAt(at("/", "images.example"), { resolve })).toBe("bytes");
    expect(asked[0]?.headers.host).toBe(`images.example:${port()}`);
    expect(answers).toHaveLength(1);
  });

  it("U10 is followed through five redirects and no more", async () => {
    answer = ({ url = "" }, response) => {
      const left = Number(url.slice(1));
      if (left === 0) return void response.end("there");
      response.writeHead([301, 302, 303, 307, 308][left % 5] ?? 301, { location: `/${left - 1}` }).end();
    };
    expect(await bytesAt(at("/5"))).toBe("there");
    await expect(bytesAt(at("/6"))).rejects.toMatchObject(failed(/redirects more than 5 times/));
  });

  it.each([404, 500, 204, 206, 304, 300])("U10 is not had where its server answers %i", async (status) => {
    answer = (_, response) => void response.writeHead(status).end();
    await expect(bytesAt(at("/"))).rejects.toMatchObject(failed(new RegExp(`answers ${status}`)));
  });

  it("U10 is not had compressed, since few bytes could be many then", async () => {
    answer = (_, response) => void response.writeHead(200, { "content-encoding": "gzip" }).end("x");
    await expect(bytesAt(at("/"))).rejects.toMatchObject(failed(/compressed/));
  });
});

describe("an address that nobody may ask", () => {
  it.each([
    "file:///etc/passwd",
    "ftp://example.org/a.png",
    "data:image/png;base64,AAAA",
    "javascript:alert(1)",
    "gopher://127.0.0.1:6379/_x",
    "blob:https://example.org/1",
    "//example.org/a.png",
    "/api/documents",
    "example.org/a.png",
    "https://me:secret@example.org/a.png",
    "https://user@example.org/a.png",
    "http://",
    "http://[::1",
    "http://a b/",
    "",
  ])("U10 is refused by its form: %j", async (url) => {
    const resolve = () => Promise.reject(new Error("nobody may be asked"));
    await expect(createFetchImage({ resolve })(url, never)).rejects.toMatchObject(refused);
  });

  it.each([
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "0",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::]",
    "169.254.169.254",
    "[fd00:ec2::254]",
    "10.0.0.1",
    "192.168.1.1",
    "１２７.０.０.１",
    "127。0。0。1",
    "localhost",
    "LOCALHOST",
  ])("U10 is refused by its number, however it is written: %s", async (host) => {
    await expect(createFetchImage()(at("/", host), never)).rejects.toMatchObject(refused);
    expect(asked).toEqual([]);
  });

  it("U10 is refused where a name stands for it beside another", async () => {
    const resolve = async () => [loopback, { address: "10.0.0.1", family: 4 }];
    await expect(bytesAt(at("/", "images.example"), { resolve })).rejects.toMatchObject(refused);
    expect(asked).toEqual([]);
  });

  it.each([
    "http://10.0.0.1/",
    "http://[::1]/",
    "http://internal.example/",
    "file:///etc/passwd",
    "https://me:secret@images.example/",
    "http://169.254.169.254/latest/meta-data/",
  ])("U10 is refused where a redirect leads to it: %s", async (location) => {
    answer = (_, response) => void response.writeHead(302, { location }).end();
    const resolve = async (name: string) => [
      name === "internal.example" ? { address: "192.168.0.1", family: 4 } : loopback,
    ];
    await expect(bytesAt(at("/", "images.example"), { resolve })).rejects.toMatchObject(refused);
    expect(asked).toHaveLength(1);
  });
});

describe("a server that takes its time", () => {
  const deadlineMs = 200;

  it("U10 is given up where it says nothing", async () => {
    answer = () => undefined;
    await expect(bytesAt(at("/"), { deadlineMs })).rejects.toMatchObject(failed(/takes too long/));
  });

  it("U10 is given up where its name is not told", async () => {
    const resolve = () => new Promise<never>(() => undefined);
    const fetching = bytesAt(at("/", "images.example"), { deadlineMs, resolve });
    await expect(fetching).rejects.toMatchObject(failed(/takes too long/));
  });

  it("U10 is given up where its bytes never end", async () => {
    answer = (_, response) => void response.writeHead(200).write("some");
    await expect(bytesAt(at("/"), { deadlineMs })).rejects.toMatchObject(failed(/broke off/));
  });

  it("U10 is given up where its bytes are fewer than it said", async () => {
    answer = (_, response) => {
      response.writeHead(200, { "content-length": 100 }).write("some", () => response.destroy());
    };
    await expect(bytesAt(at("/"))).rejects.toMatchObject(failed(/broke off/));
  });

  it("U10 is not asked any further when who wanted the image is gone", async () => {
    const gone = new AbortController();
    const ended = new Promise((resolve) => {
      answer = (request) => {
        request.socket.once("close", resolve);
        gone.abort();
      };
    });
    await expect(fetchWith()(at("/"), gone.signal)).rejects.toMatchObject(failed(/takes too long/));
    await ended;
    await expect(fetchWith()(at("/", "images.example"), gone.signal)).rejects.toMatchObject(failed(/long/));
  });

  it("U10 is not there", async () => {
    const resolve = () => Promise.reject(new Error("ENOTFOUND"));
    await expect(bytesAt(at("/", "images.example"), { resolve })).rejects.toMatchObject(failed(/not known/));
    const none = async () => [];
    await expect(bytesAt(at("/", "images.example"), { resolve: none })).rejects.toMatchObject(
      failed(/not known/),
    );
    const { port: taken } = site.address() as AddressInfo;
    site.close();
    await once(site, "close");
    await expect(bytesAt(`http://127.0.0.1:${taken}/`)).rejects.toMatchObject(failed(/does not answer/));
    site.listen(0, "127.0.0.1");
    await once(site, "listening");
  });
});
