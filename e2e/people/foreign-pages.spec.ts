import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Frame } from "@playwright/test";
import { test as base, expect } from "../support/accounts.ts";

/** A page of somebody else's at the same host, where browsers send Quire's cookies along. In it, a frame of no origin at all. */
const html = `<!doctype html><link rel="icon" href="data:,"><title>Foreign</title>
<iframe name="sandbox" sandbox="allow-scripts" srcdoc="<!doctype html><title>Sandboxed</title>"></iframe>`;

const test = base.extend<{ foreignUrl: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from its pattern
  foreignUrl: async ({}, use) => {
    const server: Server = createServer((_, response) =>
      response.setHeader("content-type", "text/html").end(html),
    ).listen(0, "127.0.0.1");
    await once(server, "listening");
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    server.closeAllConnections();
    server.close();
  },
});

/** What a page hears that opens a socket. */
function heardOn(
  page: Frame,
  address: string,
): Promise<{ readonly messages: number; readonly code: number }> {
  return page.evaluate(
    (url) =>
      new Promise((resolve) => {
        const socket = new WebSocket(url);
        let messages = 0;
        socket.onmessage = () => messages++;
        socket.onclose = ({ code }) => resolve({ messages, code });
      }),
    address,
  );
}

/** What a page reads that asks with the cookies of whoever looks at it. */
function readBy(
  page: Frame,
  address: string,
  init: { readonly method?: string; readonly body?: string },
): Promise<string> {
  return page.evaluate(
    async ([url, how]) => {
      try {
        return await (await fetch(url, how)).text();
      } catch {
        return "nothing";
      }
    },
    [address, { ...init, credentials: "include" }] as const,
  );
}

test("threat A1 threat A2 a foreign page and a sandboxed frame open no socket with somebody's cookie, and read and do nothing", async ({
  member,
  documentOf,
  faults,
  foreignUrl,
  server,
}) => {
  faults.allow(/^request to another origin: |blocked by CORS policy|net::ERR_FAILED|WebSocket connection to/);
  faults.allow(/status of 403/);
  const ann = await member("Ann Abel");
  const id = await documentOf(ann, { title: "A plan", markdown: "secret words" });
  const page = await ann.context.newPage();
  const handshakes: string[] = [];
  page.on("websocket", (socket) => socket.on("socketerror", (error) => handshakes.push(error)));
  await page.goto(foreignUrl);
  const sandbox = page.frame({ name: "sandbox" });
  if (sandbox === null) throw new Error("the foreign page has no frame");
  expect(await sandbox.evaluate(() => origin)).toBe("null");
  const sockets = server.url.replace("http", "ws");
  const paths = [`/sync/${id}`, "/hocuspocus", "/api/events"];
  for (const frame of [page.mainFrame(), sandbox]) {
    for (const path of paths)
      expect(await heardOn(frame, sockets + path), path).toEqual({ messages: 0, code: 1006 });
    for (const path of [`/api/documents/${id}/content?format=text`, "/api/me", "/api/documents"])
      expect(await readBy(frame, server.url + path, {}), path).toBe("nothing");
    // What a form could send, too: no browser asks first whether it may.
    const body = JSON.stringify({ title: "Planted" });
    for (const [path, method] of [
      ["/api/documents", "POST"],
      [`/api/documents/${id}`, "POST"],
    ] as const)
      expect(await readBy(frame, server.url + path, { method, body }), path).toBe("nothing");
  }
  expect(handshakes).toHaveLength(2 * paths.length);
  expect(new Set(handshakes.map((error) => /\d{3}$/.exec(error)?.[0]))).toEqual(new Set(["403"]));
  const list = await ann.context.request.get(`${server.url}/api/documents`);
  expect(await list.text()).not.toContain("Planted");
});

test("B131 threat D8 no page of ours is shown in a foreign page's frame, and none hears a foreign opener", async ({
  member,
  documentOf,
  faults,
  foreignUrl,
  server,
}) => {
  // One line for each frame that is refused, by whichever header is looked at first.
  faults.allow(/^request to another origin: |frame-ancestors|X-Frame-Options|status of 40[34]/);
  const ann = await member("Ann of the frames");
  const id = await documentOf(ann, { title: "A plan", markdown: "words that stand" });
  const page = await ann.context.newPage();
  await page.goto(foreignUrl);
  for (const path of [
    "/",
    "/sign-in",
    `/d/${id}`,
    "/account",
    "/people",
    "/diagram.html",
    "/api/me",
    "/nothing",
  ]) {
    const address = server.url + path;
    const refused = page.waitForEvent("requestfailed", (request) => request.url() === address);
    await page.evaluate((src) => {
      const frame = document.createElement("iframe");
      frame.src = src;
      document.body.append(frame);
    }, address);
    expect((await refused).failure()?.errorText, path).toBe("net::ERR_BLOCKED_BY_RESPONSE");
  }
  expect(page.frames().filter((frame) => frame.url().startsWith(server.url))).toEqual([]);

  const [opened] = await Promise.all([
    page.waitForEvent("popup"),
    page.evaluate((address) => {
      // What a page would have to keep at hand that wants to speak to the one that it opened.
      Object.assign(window, { opened: open(address) });
    }, `${server.url}/d/${id}`),
  ]);
  await expect(opened.locator(".ProseMirror")).toContainText("words that stand");
  await opened.evaluate(() => {
    Object.assign(window, { heard: 0 });
    addEventListener("message", () => Object.assign(window, { heard: 1 }));
  });
  const reach = await page.evaluate(() => {
    const { opened } = window as unknown as { opened: Window };
    for (const said of [
      "ready",
      "gone",
      { svg: "<svg/>", width: 1, height: 1 },
      { source: "x", isDark: false },
    ])
      opened.postMessage(said, "*");
    return { isClosed: opened.closed, frames: opened.length };
  });
  expect(reach).toEqual({ isClosed: true, frames: 0 });
  expect(
    await opened.evaluate(() => ({ opener, heard: (window as unknown as { heard: number }).heard })),
  ).toEqual({
    opener: null,
    heard: 0,
  });
  await expect(opened.locator(".ProseMirror")).toContainText("words that stand");
});
