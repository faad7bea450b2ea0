import { openSession, type Session } from "@quire/client";
import { afterEach, expect, test } from "vitest";
import * as Y from "yjs";
import { CutNetwork } from "./cut-network.ts";
import { polledClass } from "./polled-class.ts";
import { removeData, serve } from "./quire.ts";
import { untilState } from "./until.ts";
import { Waking } from "./waking.ts";

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const blocks = (session: Session) => session.ydoc.getXmlFragment("document");

function write(session: Session, text: string): void {
  const block = new Y.XmlElement("paragraph");
  block.insert(0, [new Y.XmlText(text)]);
  blocks(session).push([block]);
}

/** A server with a long document, of which it has a snapshot, and a network on the way to it. */
async function start() {
  const server = await serve({ limits: false, roomGraceMs: 20 });
  undo.push(
    () => removeData(server),
    () => server.stop(),
  );
  const id = await server.createDocument();
  const open = (port: number, wake = new Waking(), Platform = WebSocket): Session => {
    const url = `ws://127.0.0.1:${port}/sync`;
    const session = openSession({ url, id, schemaVersion: 1, wake, deviceCopy: false, WebSocket: Platform });
    undo.push(() => session.close());
    return session;
  };
  const author = open(server.port);
  await untilState(author, "saved");
  const paragraph = "Was jemand in einem Absatz schreibt. ".repeat(60);
  for (let at = 0; at < 900; at++) write(author, `${at} ${paragraph}`);
  await untilState(author, "saved");
  await author.close();
  const rooms = async () => {
    const answer = await fetch(`http://127.0.0.1:${server.port}/metrics`, {
      headers: { connection: "close" },
    });
    return Number(/^quire_rooms (\d+)$/m.exec(await answer.text())?.[1]);
  };
  // Whoever comes then gets the snapshot as it is stored.
  while ((await rooms()) > 0);
  const network = await CutNetwork.open(server.port);
  undo.push(() => network.close());
  return { server, network, open, bytes: Y.encodeStateAsUpdate(author.ydoc).length };
}

/** The same platform, and what was said on each line of how much of the document is here. */
function haveOf(Platform: typeof WebSocket) {
  const said: number[] = [];
  class Listened extends Platform {
    constructor(url: string | URL, protocols?: string | string[]) {
      said.push(Number.parseInt(new URL(url).searchParams.get("have") ?? "0", 10));
      super(url, protocols);
    }
  }
  return { said, Listened };
}

test.each([
  ["WebSocket", () => WebSocket],
  ["HTTP in its place", polledClass],
])(
  "W14 a long document whose line is cut twice on its way comes once, over %s, also while others write",
  async (_, platform) => {
    const { server, network, open, bytes } = await start();
    expect(bytes).toBeGreaterThan(1_500_000);
    const wake = new Waking();
    const cut = network.endAfter(0.4 * bytes);
    const { said, Listened } = haveOf(platform(`ws://127.0.0.1:${network.port}/sync`));
    const reader = open(network.port, wake, Listened);
    await cut;
    await untilState(reader, "offline");
    expect(reader.isLoaded).toBe(false);
    const again = network.endAfter(0.8 * bytes);
    network.mend();
    wake.call();
    await again;
    await untilState(reader, "offline");
    const writer = open(server.port);
    await untilState(writer, "saved");
    write(writer, "Written meanwhile.");
    await untilState(writer, "saved");
    const before = network.come;
    network.mend();
    wake.call();
    await untilState(reader, "saved");
    expect(blocks(reader).toString() === blocks(writer).toString()).toBe(true);
    const [first = 0, second = 0] = [said.find((have) => have > 0), said.at(-1)];
    const last = network.come - before;
    console.info(
      `${bytes} bytes came as ${network.come}, on from ${said.join(", ")}, and ${last} at the end`,
    );
    // What was on its way when it was cut comes again, and no more: on the second line not what the first brought, on the last the rest.
    expect(first).toBeGreaterThan(0.2 * bytes);
    expect(second).toBeGreaterThan(first + 0.2 * bytes);
    expect(last).toBeLessThan(1.1 * bytes - second);
  },
);
