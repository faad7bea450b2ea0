import {
  addressed,
  decodeHocuspocus,
  encodeAddress,
  encodeHocuspocus,
  encodeMessage,
  type HocuspocusFrame,
  nameInAddress,
} from "@quire/protocol";
import { afterAll, beforeAll, expect, it } from "vitest";
import { authorizeWithTokens, hostToken, leewayMs } from "./host-tokens.ts";
import { inTime } from "./in-time.ts";
import { type Headers, Line, type Transport, transports } from "./lines.ts";
import { bearer, Scene } from "./live-scene.ts";
import { type Member, type PeopleServer, startPeople } from "./people-server.ts";

const ways = Object.keys(transports) as Transport[];
const minuteMs = 60_000;
const monthMs = 30 * 24 * 60 * minuteMs;

let server: PeopleServer;
let olga: Member;
let ann: Member;

beforeAll(async () => {
  const authorize = authorizeWithTokens(() => server);
  server = await startPeople({ quire: { limits: false, authorize } });
  olga = await server.owner();
  ann = await server.member("Ann");
});
afterAll(() => server.remove());

/** What ends, and for whom: nobody asks anything then, and by the machine's clock all of these ends are long past. */
interface Ending {
  /** The code of their lines, and the status of the document's file: what is left to them. */
  readonly code: 4401 | 4403 | 4510;
  readonly status: 200 | 401 | 403;
  begin(scene: Scene, end: number): Promise<Headers>;
}

const nobody = { code: 4401, status: 401 } as const;
const reader = { code: 4510, status: 200 } as const;

const endings: Readonly<Record<string, Ending>> = {
  "a session that was long used": {
    ...nobody,
    async begin(scene, expiresAt) {
      const member = await scene.member("edit");
      await change(member, { expiresAt });
      return member.browser.ownHeaders();
    },
  },
  "a guest's link": {
    ...nobody,
    begin: async (scene, expiresAt) => (await scene.guest({ expiresAt })).browser.ownHeaders(),
  },
  "one of a guest's links": {
    ...reader,
    async begin(scene, expiresAt) {
      const { browser } = await scene.guest({ role: "view" });
      return (await scene.guest({ expiresAt }, browser)).browser.ownHeaders();
    },
  },
  "the link that somebody with an account came by": {
    code: 4403,
    status: 403,
    async begin(scene, expiresAt) {
      const member = await scene.member();
      return (await scene.guest({ expiresAt }, member.browser)).browser.ownHeaders();
    },
  },
  "a link that gave somebody more than they were given": {
    ...reader,
    async begin(scene, expiresAt) {
      const member = await scene.member("view");
      return (await scene.guest({ expiresAt }, member.browser, scene.above)).browser.ownHeaders();
    },
  },
  "a token of theirs": {
    ...nobody,
    async begin(scene, expiresAt) {
      return bearer((await scene.token(await scene.member("edit"), { expiresAt })).secret);
    },
  },
  "a token of theirs for this document": {
    ...nobody,
    async begin(scene, expiresAt) {
      const terms = { expiresAt, documentId: scene.id };
      return bearer((await scene.token(await scene.member("edit"), terms)).secret);
    },
  },
  "a token of a host application's": {
    ...nobody,
    begin: (scene, end) => Promise.resolve(bearer(hostToken(scene.id, end - leewayMs))),
  },
};

/** Puts down something else of somebody's one session. */
async function change({ id }: Member, what: { readonly expiresAt?: number; readonly seenAt?: number }) {
  const { store } = server.people;
  await store.write(() => {
    const [key] = store.sessionsOfPerson(id);
    store.sessions.put(key!, { ...store.sessions.get(key!)!, ...what });
  });
}

/** Lines over each transport, that have written. */
async function openLines(documentId: string, headers: Headers): Promise<Line[]> {
  return await Promise.all(
    ways.map(async (way) => {
      const line = await Line.open(way, { port: server.port, documentId, headers });
      line.write("before ");
      line.announce();
      await line.probe();
      return line;
    }),
  );
}

/** Somebody who stays. */
function watch(documentId: string): Promise<Line> {
  return Line.open("a WebSocket", { port: server.port, documentId, headers: ann.browser.ownHeaders() });
}

/** They are told so, are seen no more, and write nothing more. */
async function expectEnded(lines: readonly Line[], codes: readonly number[], witness: Line): Promise<void> {
  const ended = Promise.all(lines.map((line) => line.ended()));
  expect(await inTime("looking whose time is over", ended)).toEqual(codes);
  for (const line of lines) line.write("late ");
  await witness.until(() => !lines.some(({ ydoc }) => witness.seen.has(ydoc.clientID)));
  await witness.probe();
  expect(witness.text).toContain("before");
  expect(witness.text).not.toContain("late");
}

it("threat A13 B90 B92 threat E4 whose time is over is out by themselves, over every transport, and reads no file any more", async () => {
  const scene = await Scene.make({ server, olga, ann });
  const end = server.clock.now + 30 * minuteMs;
  const all = Object.values(endings);
  const comers: Headers[] = [];
  for (const { begin } of all) comers.push(await begin(scene, end));
  const bytes = { headers: { "content-type": "application/octet-stream" }, text: "a file" };
  const at = `/api/documents/${scene.id}/files`;
  const { hash } = (await ann.browser.send<{ hash: string }>("POST", `${at}?name=a.txt`, undefined, bytes))
    .body;
  const statuses = async () =>
    await Promise.all(
      comers.map(async (headers) => (await fetch(`${server.address}${at}/${hash}`, { headers })).status),
    );
  const witness = await watch(scene.id);
  const lines = (await Promise.all(comers.map((headers) => openLines(scene.id, headers)))).flat();
  await witness.until(() => lines.every(({ ydoc }) => witness.seen.has(ydoc.clientID)));
  server.clock.now = end - 1;
  expect(await statuses()).toEqual(all.map(() => 200));
  server.clock.now = end;
  await expectEnded(
    lines,
    all.flatMap(({ code }) => ways.map(() => code)),
    witness,
  );
  expect(await statuses()).toEqual(all.map(({ status }) => status));
  witness.close();
});

it("threat A13 B8 B92 a session that nobody used for thirty days ends under its open lines", async () => {
  const scene = await Scene.make({ server, olga, ann });
  const member = await scene.member("edit");
  const [witness, lines] = [await watch(scene.id), await openLines(scene.id, member.browser.ownHeaders())];
  const end = server.clock.now + monthMs;
  await change(ann, { seenAt: end });
  server.clock.now = end;
  await expectEnded(
    lines,
    ways.map(() => 4401),
    witness,
  );
  witness.close();
});

it("threat A11 B92 X3 each address of a hocuspocus socket ends with its own token, and leaves the others open", async () => {
  const scene = await Scene.make({ server, olga, ann });
  const other = await Scene.make({ server, olga, ann });
  const [first, last] = [server.clock.now + 10 * minuteMs, server.clock.now + 20 * minuteMs];
  const ends = new Map([
    [scene.id, first],
    [`${scene.id}\0another session`, last],
    [other.id, last],
  ]);
  const provider = new Provider(server.port);
  for (const [address, end] of ends)
    provider.say({
      type: "token",
      address,
      token: hostToken(nameInAddress(address) ?? "", end - leewayMs),
      version: "4.8.0",
    });
  for (const address of ends.keys()) await provider.heard("granted", address);
  const closed = { reason: "this server does not know who you are" };
  for (const now of [first, last]) {
    server.clock.now = now;
    for (const [address, end] of ends) {
      if (end === now)
        expect(await inTime("ending it", provider.heard("close", address))).toMatchObject(closed);
      else if (end > now) {
        provider.ask(address);
        await provider.heard("message", address);
      }
    }
  }
  provider.close();
});

/** A provider of hocuspocus' that brings a token for each of its documents. */
class Provider {
  readonly #frames: HocuspocusFrame[] = [];
  readonly #socket: WebSocket;
  #wake = (): void => undefined;

  constructor(port: number) {
    this.#socket = new WebSocket(`ws://127.0.0.1:${port}/hocuspocus`);
    this.#socket.binaryType = "arraybuffer";
    this.#socket.addEventListener("message", ({ data }) => {
      this.#frames.push(decodeHocuspocus(new Uint8Array(data as ArrayBuffer)));
      this.#wake();
    });
  }

  say(frame: HocuspocusFrame): void {
    this.#send(encodeHocuspocus(frame));
  }

  /** Asks who is there: who is not in is not answered. */
  ask(address: string): void {
    this.#frames.length = 0;
    this.#send(addressed(encodeAddress(address), encodeMessage({ type: "query-awareness" })));
  }

  async heard(type: HocuspocusFrame["type"], address: string): Promise<HocuspocusFrame> {
    for (;;) {
      const found = this.#frames.find(
        (frame) => frame.type === type && "address" in frame && frame.address === address,
      );
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  close(): void {
    this.#socket.close();
  }

  #send(bytes: Uint8Array): void {
    const send = (): void => this.#socket.send(Uint8Array.from(bytes));
    if (this.#socket.readyState === WebSocket.CONNECTING)
      this.#socket.addEventListener("open", send, { once: true });
    else send();
  }
}
