import { encodeAwareness, encodeFrames, encodeMessage, type Message, maxMessageBytes } from "@quire/protocol";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { QuireOptions } from "../src/index.ts";
import { Peer } from "./peer.ts";
import { PolledPeer } from "./polled-peer.ts";
import * as raw from "./raw-update.ts";
import { startServer } from "./server.ts";
import { titled } from "./titled.ts";

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/** For all tests that leave it as it is; without limits, so that nobody waits. */
let shared: Awaited<ReturnType<typeof startServer>>;
beforeAll(async () => {
  shared = await startServer({ limits: false });
});
afterAll(() => shared.remove());

/** A server of the test's own where it has options, and one that it shares. */
async function start(options?: Partial<QuireOptions>) {
  const server = options === undefined ? shared : await startServer(options);
  if (options !== undefined) undo.push(() => server.remove());
  const join = async (id: string, as = "ben"): Promise<Peer> => {
    const peer = await Peer.join(`${server.syncUrl}/${id}?saved=1&as=${as}`);
    undo.push(() => peer.close());
    return peer;
  };
  return { server, join };
}

const titling = (text: string): Message => ({ type: "update", update: titled(text) });
const frame = (message: Message): Uint8Array<ArrayBuffer> => joined(encodeFrames(encodeMessage(message)));
const joined = (parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.concat(parts));

describe("a line over HTTP", () => {
  it("L1 is a member like others: its words come to a socket and are saved, a socket's come to it", async () => {
    const { server, join } = await start();
    const id = await server.create();
    const ben = await join(id);
    const ann = await PolledPeer.join(server, id);
    await ann.say({ type: "sync-step-1", stateVector: Uint8Array.of(0) }, titling("Hello"));
    await ann.until(() => ann.saved === 1);
    expect(ann.heard.map(({ type }) => type)).toEqual(expect.arrayContaining(["sync-step-1", "sync-step-2"]));
    await ben.until(() => ben.title === "Hello");
    ben.typeTitle("!");
    await ann.until(() => ann.heard.some(({ type }) => type === "update"));
    await expect.poll(() => server.title(id)).toBe("Hello!");
  });

  it("L1 brings a document of megabytes in answers of some hundred kilobytes", async () => {
    const { server, join } = await start();
    const id = await server.create();
    const ben = await join(id);
    const text = "x".repeat(3_000_000);
    ben.write(text);
    await ben.allSaved();
    const ann = await PolledPeer.join(server, id);
    await ann.say({ type: "sync-step-1", stateVector: Uint8Array.of(0) });
    let bytes = 0;
    let answers = 0;
    const parts: Uint8Array[] = [];
    while (bytes < text.length) {
      const part = new Uint8Array(await (await ann.ask(++answers)).arrayBuffer());
      expect(part.length).toBeLessThan(600_000);
      parts.push(part);
      bytes += part.length;
    }
    ann.hear(joined(parts));
    expect(ann.heard.some(({ type }) => type === "sync-step-2")).toBe(true);
  });

  it("L1 opens what a socket would: no document that is not there, any name in open rooms", async () => {
    const { server } = await start();
    expect(await PolledPeer.open(server, "a-document-of-nobody")).toEqual({
      code: 4404,
      reason: "there is no such document",
    });
    expect(await PolledPeer.open(server, await server.create(), "as=eve&role=none")).toMatchObject({
      code: 4403,
    });
    const rooms = await startServer({ openRooms: true });
    undo.push(() => rooms.remove());
    const ann = await PolledPeer.join(rooms, "any name/at all");
    await ann.say(titling("Hello"));
    await ann.until(() => ann.saved === 1);
    const ben = await Peer.join(`${rooms.syncUrl}/any%20name/at%20all`);
    undo.push(() => ben.close());
    expect(ben.title).toBe("Hello");
  });

  it("L1 is refused by the gate as a socket is, and told with the code", async () => {
    const { server, join } = await start();
    const id = await server.create();
    const ben = await join(id);
    const cases: [code: number, query: string, message: Message][] = [
      [4422, "as=ann", { type: "saved", count: 1 }],
      [4422, "as=ann", { type: "update", update: Uint8Array.of(1, 0xff, 0xff, 0xff, 0x0f, 1, 0) }],
      [4403, "as=ann&role=view", titling("no")],
    ];
    for (const [code, query, message] of cases) {
      const ann = await PolledPeer.join(server, id, query);
      await ann.say(message);
      await ann.until(() => false);
      expect(ann.closed?.code).toBe(code);
      expect((await ann.ask(1)).status).toBe(404);
    }
    await ben.probe();
    expect(ben.title).toBe("");
  });

  it("L2 gives an answer that was lost again, and takes a body that is sent again once", async () => {
    const { server } = await start();
    const id = await server.create();
    const ann = await PolledPeer.join(server, id);
    const first = await (await ann.ask(1)).arrayBuffer();
    expect(first.byteLength).toBeGreaterThan(0);
    expect(await (await ann.ask(1)).arrayBuffer()).toEqual(first);
    const body = frame(titling("once"));
    const statuses = await Promise.all(
      [1, 1, 1].map(async (number) => (await ann.send(number, body)).status),
    );
    expect(statuses).toEqual([204, 204, 204]);
    await expect.poll(() => server.title(id)).toBe("once");
    // Three that were heard would be three that are saved.
    expect((await ann.send(2, frame(titling("twice")))).status).toBe(204);
    ann.hear(new Uint8Array(await (await ann.ask(2)).arrayBuffer()));
    if (ann.saved < 2) ann.hear(new Uint8Array(await (await ann.ask(3)).arrayBuffer()));
    expect(ann.saved).toBe(2);
  });

  it("L2 says what comes next to who is out of step, and goes on", async () => {
    const { server } = await start();
    const ann = await PolledPeer.join(server, await server.create());
    for (const answer of [await ann.ask(7), await ann.send(2, frame(titling("early")))]) {
      expect(answer.status).toBe(409);
      expect(await answer.json()).toMatchObject({ code: "QUIRE_ERR_LINE_OUT_OF_STEP" });
    }
    for (const number of ["0", "-1", "1e3", "x", "99999999999"])
      expect((await fetch(ann.address(number))).status).toBe(400);
    await ann.say(titling("Hello"));
    await ann.until(() => ann.saved === 1);
  });

  it("L2 lets who asks again take the place of who asked before", async () => {
    const { server, join } = await start();
    const id = await server.create();
    const ann = await PolledPeer.join(server, id);
    await ann.listen();
    const before = ann.ask(2);
    // The server has the first question before the second.
    await ann.say({ type: "query-awareness" });
    await before;
    const [one, other] = [ann.ask(3), ann.ask(3)];
    const refused = await Promise.race([one, other]);
    expect(refused.status).toBe(409);
    (await join(id)).announce({ cursor: 1 });
    const statuses = await Promise.all([one, other].map(async (answer) => (await answer).status));
    expect(new Set(statuses)).toEqual(new Set([200, 409]));
  });
});

describe("a hostile body", () => {
  const good = frame({ type: "query-awareness" });
  const cases: [what: string, status: number, body: Uint8Array<ArrayBuffer>][] = [
    ["noise", 400, Uint8Array.from({ length: 300 }, (_, at) => (at * 97 + 13) % 256)],
    ["a frame longer than the body", 400, Uint8Array.of(0x82, 100, 3)],
    ["a frame of 2^63 bytes", 400, Uint8Array.of(0x82, 127, 0x7f, 255, 255, 255, 255, 255, 255, 255)],
    ["half a frame behind a whole one", 400, joined([frame(titling("half")), good.subarray(0, 2)])],
    ["a masked frame", 400, Uint8Array.of(0x82, 0x81, 0, 0, 0, 0, 3)],
    ["a frame that is compressed", 400, Uint8Array.of(0xc2, 1, 3)],
    ["a ping", 400, Uint8Array.of(0x89, 0)],
    ["a pong", 400, Uint8Array.of(0x8a, 0)],
    ["the end of a message that was not begun", 400, Uint8Array.of(0x80, 1, 3)],
    ["a message in a message", 400, Uint8Array.of(0x02, 1, 3, 0x82, 1, 3)],
    ["more than a body may have", 413, new Uint8Array(256 * 1024 + 1)],
  ];
  it.each(cases)(
    "L3 of %s is refused with %i, nothing of it is taken, and the line goes on",
    async (_, status, body) => {
      const { server, join } = await start();
      const id = await server.create();
      const ben = await join(id);
      const ann = await PolledPeer.join(server, id);
      for (let times = 0; times < 3; times++) expect((await ann.send(1, body)).status).toBe(status);
      await ann.say(titling("Hello"));
      await ann.until(() => ann.saved === 1);
      await ben.until(() => ben.title === "Hello");
      expect(ann.closed).toBeUndefined();
    },
  );

  it("L3 without a type, or of another, is refused with 415", async () => {
    const { server } = await start();
    const ann = await PolledPeer.join(server, await server.create());
    const text = await ann.send(1, good, { headers: { "content-type": "text/plain" } });
    expect(text.status).toBe(415);
    const none = await fetch(ann.address(1), { method: "POST" });
    expect(none.status).toBe(415);
  });

  it("L3 may be empty", async () => {
    const { server } = await start();
    const ann = await PolledPeer.join(server, await server.create());
    await ann.say();
    await ann.say(titling("Hello"));
    await ann.until(() => ann.saved === 1);
  });

  it("L3 may bring a message in parts, and one over 4 MiB ends the line with 4413", async () => {
    const { server } = await start();
    const id = await server.create();
    const ann = await PolledPeer.join(server, id);
    const text = "x".repeat(1_000_000);
    const update = raw.rawUpdate([{ client: 7, structs: paragraph(text) }]);
    const parts = encodeFrames(encodeMessage({ type: "update", update }));
    for (const [at, part] of parts.entries()) expect((await ann.send(at + 1, part)).status).toBe(204);
    await ann.until(() => ann.saved === 1);
    expect((await server.text(id)).trimEnd()).toHaveLength(text.length);

    const [begun] = encodeFrames(new Uint8Array(100_000));
    if (begun === undefined) throw new Error("a long message has a first part");
    const more = Uint8Array.from(begun);
    more[0] = 0;
    let number = parts.length;
    expect((await ann.send(++number, begun)).status).toBe(204);
    for (let bytes = 0; bytes <= maxMessageBytes; bytes += 65_536) await ann.send(++number, more);
    await ann.until(() => false);
    expect(ann.closed?.code).toBe(4413);
  });

  it("L3 of a text frame ends the line with 4422", async () => {
    const { server } = await start();
    const ann = await PolledPeer.join(server, await server.create());
    expect((await ann.send(1, Uint8Array.of(0x81, 1, 3))).status).toBe(204);
    await ann.until(() => false);
    expect(ann.closed?.code).toBe(4422);
  });

  it("L3 of 10,000 tiny frames is heard, and holds nobody up", async () => {
    const { server, join } = await start();
    const id = await server.create();
    const ben = await join(id);
    const ann = await PolledPeer.join(server, id);
    const letters = Array.from({ length: 8_000 }, (_, clock): Message => {
      const struct =
        clock === 0 ? raw.string({ parent: "title" }, "a") : raw.string({ origin: [7, clock - 1] }, "a");
      return { type: "update", update: raw.rawUpdate([{ client: 7, clock, structs: [struct] }]) };
    });
    const questions = Array.from({ length: 2_000 }, (): Message => ({ type: "query-awareness" }));
    const said = ann.say(...letters, ...questions);
    ben.write("words");
    await ben.allSaved();
    await said;
    await ann.until(() => ann.saved === letters.length);
    await ben.until(() => ben.ydoc.getText("title").length === letters.length);
  });

  it("F1 that comes too fast is answered when it is paid for, and nothing of it is lost", async () => {
    const { server, join } = await start({ limits: { messagesPerSecond: 200 } });
    const id = await server.create();
    const ben = await join(id);
    const ann = await PolledPeer.join(server, id);
    const said = ann.say(
      ...Array.from({ length: 1_000 }, (): Message => ({ type: "query-awareness" })),
      titling("last"),
    );
    ben.write("words");
    await ben.allSaved();
    expect(ben.title).toBe("");
    await said;
    await ann.until(() => ann.saved === 1);
    const metrics = await (await server.request("GET", "/metrics")).text();
    expect(Number(/^quire_pauses_total (\d+)$/m.exec(metrics)?.[1])).toBeGreaterThan(0);
  });
});

function paragraph(text: string): raw.RawStruct[] {
  return [
    raw.element({ parent: "document" }, "paragraph"),
    raw.shared({ parent: [7, 0] }, raw.type.xmlText),
    raw.string({ parent: [7, 1] }, text),
  ];
}

describe("whose a line is", () => {
  it("L4 is asked at each request: another person, and nobody, get 404, and the line goes on", async () => {
    const { server } = await start();
    const id = await server.create();
    const ann = await PolledPeer.join(server, id);
    const eve = await PolledPeer.join(server, id, "as=eve");
    const stolen = [
      await fetch(ann.address(1, "as=eve")),
      await fetch(ann.address(1, "as=ann&role=none")),
      await fetch(ann.address(1, "as=eve"), bodyOf(titling("EVIL"))),
      await fetch(eve.address(1).replace(eve.line, "a".repeat(22))),
      await fetch(eve.address(1).replace(eve.line, "x"), bodyOf(titling("EVIL"))),
    ];
    for (const answer of stolen) {
      expect(answer.status).toBe(404);
      expect(await answer.json()).toMatchObject({ code: "QUIRE_ERR_LINE_NOT_FOUND" });
    }
    await ann.say(titling("Hello"));
    await ann.until(() => ann.saved === 1);
    await expect.poll(() => server.title(id)).toBe("Hello");
  });

  it("L4 has an id of 128 random bits", async () => {
    const { server } = await start();
    const id = await server.create();
    const lines = await Promise.all(Array.from({ length: 20 }, () => PolledPeer.join(server, id)));
    for (const { line } of lines) expect(line).toMatch(/^[\w-]{22}$/);
    expect(new Set(lines.map(({ line }) => line)).size).toBe(20);
  });

  it("L4 goes with their role: with another one it is closed with 4510, and what came with it is not heard", async () => {
    const { server } = await start();
    const id = await server.create();
    const ann = await PolledPeer.join(server, id);
    await fetch(ann.address(1, "as=ann&role=view"), bodyOf(titling("no")));
    await ann.until(() => false);
    expect(ann.closed?.code).toBe(4510);
    expect(await server.title(id)).toBe("");
  });

  it("H1 is not asked where the page is foreign", async () => {
    const { server } = await start();
    const ann = await PolledPeer.join(server, await server.create());
    const foreign = { origin: "https://evil.example" };
    const opening = { "content-type": "application/json", ...foreign };
    const body = JSON.stringify({ document: "x" });
    const lines = ann.address(1).split(`/${ann.line}`)[0] ?? "";
    for (const refused of [
      await fetch(ann.address(1), { headers: foreign }),
      await fetch(ann.address(1), bodyOf(titling("no"), foreign)),
      await fetch(ann.address(1), bodyOf(titling("no"), { cookie: "a=b" })),
      await fetch(lines, { method: "POST", headers: opening, body }),
    ])
      expect(refused.status).toBe(403);
  });
});

/** A request with a body of this message. */
function bodyOf(message: Message, more: Record<string, string> = {}): RequestInit {
  return {
    method: "POST",
    headers: { "content-type": "application/octet-stream", ...more },
    body: frame(message),
  };
}

describe("the end of a line", () => {
  const presence = (clientId: number): Message => {
    const update = encodeAwareness([{ clientId, clock: 1, state: "{}" }]);
    return { type: "awareness", update };
  };

  it("L5 comes when nobody asks for long enough, and takes who was there along", async () => {
    const { server, join } = await start({ pingMs: 40, pongTimeoutMs: 200 });
    const id = await server.create();
    const ben = await join(id);
    const ann = await PolledPeer.join(server, id);
    await ann.say(presence(77));
    await expect.poll(() => ben.awareness.getStates().has(77)).toBe(true);
    await expect.poll(() => ben.awareness.getStates().has(77), { timeout: 5_000 }).toBe(false);
    expect((await ann.ask(1)).status).toBe(404);
  });

  it("L5 does not come while somebody asks: an answer with nothing but a ping ends the wait", async () => {
    const { server } = await start({ pingMs: 40, pongTimeoutMs: 200 });
    const id = await server.create();
    const ann = await PolledPeer.join(server, id);
    const began = performance.now();
    await ann.until(() => performance.now() - began > 600);
    expect(ann.closed).toBeUndefined();
    await ann.say(titling("Hello"));
    await ann.until(() => ann.saved === 1);
  });

  it("L5 is told to who comes for it later", async () => {
    const { server } = await start();
    const id = await server.create();
    const ann = await PolledPeer.join(server, id);
    await ann.listen();
    expect((await server.request("DELETE", `/api/documents/${id}`)).status).toBe(204);
    // What is said to a line that is closed is not heard, and no fault.
    await ann.say(titling("late"));
    await ann.until(() => false);
    expect(ann.closed).toEqual({ code: 4410, reason: "this document was deleted" });
    expect((await ann.ask(1)).status).toBe(404);
  });

  it("L5 comes with a goodbye, at once", async () => {
    const { server, join } = await start();
    const id = await server.create();
    const ben = await join(id);
    const ann = await PolledPeer.join(server, id);
    await ann.say(presence(77));
    await expect.poll(() => ben.awareness.getStates().has(77)).toBe(true);
    await ann.send(2, Uint8Array.of(0x88, 2, 0x03, 0xe8));
    await expect.poll(() => ben.awareness.getStates().has(77)).toBe(false);
    expect((await ann.ask(1)).status).toBe(404);
  });

  it("R5 L5 comes with 1012 when the server stops, which waits for nobody", async () => {
    const { server, join } = await start({});
    const id = await server.create();
    const [ann, idle] = [await PolledPeer.join(server, id), await PolledPeer.join(server, id, "as=ben")];
    await idle.listen();
    await ann.say(titling("Hello"));
    await ann.until(() => ann.saved === 1);
    const ending = ann.until(() => false);
    // By then the question is there.
    for (let times = 0; times < 3; times++) await server.request("GET", "/healthz");
    await server.restart();
    await ending;
    expect(ann.closed?.code).toBe(1012);
    expect((await idle.ask(2)).status).toBe(404);
    expect((await join(id)).title).toBe("Hello");
  });

  it("W8 comes to a reader that never asks for what waits, which stays within bounds", async () => {
    const { server, join } = await start({ limits: false, stallMs: 300, pingMs: 40 });
    const id = await server.create();
    const ben = await join(id);
    const ann = await PolledPeer.join(server, id);
    for (let at = 0; at < 20; at++) {
      ben.write("x".repeat(100_000));
      await ben.allSaved();
    }
    const counted = async (): Promise<string> => (await server.request("GET", "/metrics")).text();
    await expect.poll(counted, { timeout: 5_000 }).toContain('quire_closes_total{code="1013"} 1');
    const waiting = new Uint8Array(await (await ann.ask(1)).arrayBuffer());
    expect(waiting.length).toBeLessThan(700_000);
    ann.hear(waiting);
    expect(ann.closed?.code).toBe(1013);
  });
});

it("F2 a line over HTTP is a connection as any other: one too many is told so", async () => {
  const { server, join } = await start({ limits: { connectionsPerPerson: 2 } });
  const id = await server.create();
  await join(id, "ann");
  const second = await PolledPeer.join(server, id);
  expect(await PolledPeer.open(server, id)).toMatchObject({ code: 4529 });
  await second.send(1, Uint8Array.of(0x88, 0));
  await PolledPeer.join(server, id);
});

it("F2 lines from one address are counted as sockets are", async () => {
  const { server, join } = await start({ limits: { connectionsPerAddress: 2 } });
  const id = await server.create();
  await join(id, "ben");
  await PolledPeer.join(server, id);
  expect(await PolledPeer.open(server, id, "as=cleo")).toMatchObject({ code: 4529 });
});

it("M1 /metrics tells how many lines are over HTTP", async () => {
  const { server, join } = await start({});
  const id = await server.create();
  await join(id);
  await PolledPeer.join(server, id);
  const metrics = await (await server.request("GET", "/metrics")).text();
  expect(metrics).toMatch(/^quire_connections 2$/m);
  expect(metrics).toMatch(/^quire_polled_lines 1$/m);
});

it("L1 whether lines can be opened is answered with 204", async () => {
  const { server } = await start();
  expect((await server.request("GET", "/api/lines")).status).toBe(204);
});
