import { once } from "node:events";
import { encodeAwareness, encodeMessage, renewingProtocolsFor, tokenWord } from "@quire/protocol";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { type Authorize, type Quire, type QuireOptions, tokenOf } from "../src/index.ts";
import { Peer } from "./peer.ts";
import { startServer } from "./server.ts";
import { titled } from "./titled.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/** When the tokens end that this host gives out; of others it says no end. */
const ends: Readonly<Record<string, number>> = {
  first: Date.now() + 600_000,
  second: Date.now() + 900_000,
};

const grant = (token: string) => ({
  person: { id: "ann", name: "Ann", hue: 1 },
  role: "own" as const,
  ...(ends[token] !== undefined && { until: ends[token] }),
});

/** A server whose host remembers by which tokens it was asked about documents. */
async function start(options: Partial<QuireOptions> = {}) {
  const asked: string[] = [];
  const authorize: Authorize = (request, documentId, said) => {
    const token = tokenOf(request, said) ?? "none";
    if (documentId !== null) asked.push(token);
    return grant(token);
  };
  const opened: Quire[] = [];
  const server = await startServer({ authorize, onOpen: (quire) => void opened.push(quire), ...options });
  undo.push(() => server.remove());
  return {
    server,
    asked,
    id: await server.create(),
    /** By which tokens everybody is asked about who is here. */
    recheck(): readonly string[] {
      asked.splice(0);
      opened[0]?.recheck();
      return asked.splice(0);
    },
  };
}

/** A WebSocket that may bring newer tokens. */
async function connect(port: number, id: string) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/sync/${id}`, renewingProtocolsFor("first"));
  undo.push(() => socket.terminate());
  const ended = once(socket, "close").then(([code]) => code as number);
  await once(socket, "open");
  return { socket, ended };
}

describe("B121 a newer token on a WebSocket", () => {
  it("threat A4 nothing is taken in behind too many of them, and nobody is shown as here any more", async () => {
    const { server, asked, id } = await start();
    const { socket, ended } = await connect(server.port, id);
    const ben = await Peer.join(`${server.syncUrl}/${id}?as=ben`);
    undo.push(() => ben.close());
    const state = JSON.stringify({ cursor: 1 });
    const update = encodeAwareness([{ clientId: 7, clock: 1, state }]);
    socket.send(encodeMessage({ type: "awareness", update }));
    await ben.until(() => ben.awareness.getStates().has(7));
    asked.splice(0);
    // It does not hear that it was closed, and goes on.
    socket.pause();
    for (let count = 0; count < 30; count++) socket.send(tokenWord(`newer-${count}`));
    socket.send(encodeMessage({ type: "update", update: titled("behind the flood") }));
    await ben.until(() => !ben.awareness.getStates().has(7));
    socket.resume();
    expect(await ended).toBe(4529);
    await ben.probe();
    expect(ben.title).toBe("");
    expect(asked.filter((token) => token.startsWith("newer-"))).toHaveLength(10);
    const metrics = await (await server.request("GET", "/metrics")).text();
    expect(metrics).toMatch(/quire_closes_total\{code="4529"\} 1/);
  });

  it("that comes before its line is open decides as soon as it is", async () => {
    const gate = Promise.withResolvers<void>();
    const asked: string[] = [];
    const renewed = Promise.withResolvers<void>();
    let isSlow = false;
    const { server, id } = await start({
      authorize: async (request, _, said) => {
        const token = tokenOf(request, said) ?? "none";
        if (!isSlow) return grant(token);
        asked.push(token);
        if (asked.length === 1) await gate.promise;
        else renewed.resolve();
        return grant(token);
      },
    });
    isSlow = true;
    const { socket } = await connect(server.port, id);
    for (const token of ["early", "second"]) socket.send(tokenWord(token));
    // What came before the ping was heard.
    socket.ping();
    await once(socket, "pong");
    expect(asked).toEqual(["first"]);
    gate.resolve();
    await renewed.promise;
    expect(asked).toEqual(["first", "second"]);
  });
});

describe("B121 a newer token on a line over HTTP", () => {
  async function open(options: Partial<QuireOptions> = {}) {
    const started = await start(options);
    const { server, id } = started;
    const headersOf = (authorization: string) => ({ authorization, connection: "close" });
    const address = `http://127.0.0.1:${server.port}/api/lines`;
    const opened = await fetch(address, {
      method: "POST",
      headers: { ...headersOf("Bearer first"), "content-type": "application/json" },
      body: JSON.stringify({ document: id }),
    });
    const { line } = (await opened.json()) as { line: string };
    let bodies = 0;
    return {
      ...started,
      /** Says nothing with a request that has this header; answers with its status. */
      async bring(authorization: string, signal: AbortSignal | null = null): Promise<number> {
        const headers = { ...headersOf(authorization), "content-type": "application/octet-stream" };
        const body = Uint8Array.of(0x82, 1, 3);
        const said = { method: "POST", headers, body, signal };
        return (await fetch(`${address}/${line}/${++bodies}`, said)).status;
      },
      async answer(number: number): Promise<Uint8Array> {
        const response = await fetch(`${address}/${line}/${number}`, { headers: headersOf("Bearer first") });
        return new Uint8Array(await response.arrayBuffer());
      },
    };
  }

  it("is another token, not another spelling of the header", async () => {
    const { asked, bring } = await open();
    asked.splice(0);
    for (const spelling of ["Bearer first", "Bearer  first", "bearer first", "BEARER   first"])
      expect(await bring(spelling)).toBe(204);
    expect(asked).toEqual(["first", "first", "first", "first"]);
    expect(await bring("Bearer second")).toBe(204);
    expect(asked.slice(4)).toEqual(["second", "second"]);
  });

  it("is not taken back by a request that comes late with the older one", async () => {
    const { bring, recheck } = await open();
    expect(recheck()).toEqual(["first"]);
    expect(await bring("Bearer second")).toBe(204);
    expect(await bring("Bearer first")).toBe(204);
    expect(recheck()).toEqual(["second"]);
    // Of these nobody says when they end.
    for (const token of ["third", "fourth", "third"]) expect(await bring(`Bearer ${token}`)).toBe(204);
    expect(recheck()).toEqual(["fourth"]);
  });

  it("is asked about by the address that it came from, also when who brought it has gone", async () => {
    const leaving = new AbortController();
    const renewed = Promise.withResolvers<string>();
    let isBrought = false;
    const { bring } = await open({
      authorize: (request, _, said) => {
        const token = tokenOf(request, said) ?? "none";
        if (token !== "second") return grant(token);
        if (isBrought) renewed.resolve(request.ip);
        isBrought = true;
        leaving.abort();
        return request.raw.socket.closed
          ? grant(token)
          : once(request.raw.socket, "close").then(() => grant(token));
      },
    });
    await expect(bring("Bearer second", leaving.signal)).rejects.toThrow();
    expect(await renewed.promise).toBe("127.0.0.1");
  });

  it("threat A4 is looked at ten times in ten seconds; then the client is told to come back later", async () => {
    const { asked, bring, answer, recheck } = await open();
    asked.splice(0);
    for (let count = 0; count < 11; count++) await bring(`Bearer newer-${count}`);
    // Once as a request, and but for the last once as the line's.
    expect(asked).toHaveLength(21);
    const said = Buffer.from(await answer(1));
    expect(said.includes(Buffer.from("there are too many tokens of yours"))).toBe(true);
    expect(recheck()).toEqual([]);
  });
});
