import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSession, type Session } from "@quire/client";
import { quire } from "@quire/server";
import Fastify from "fastify";
import { afterEach, expect, test } from "vitest";
import * as Y from "yjs";
import { CutNetwork } from "./cut-network.ts";
import { until, untilState } from "./until.ts";
import { Waking } from "./waking.ts";

const megabytes = process.env.QUIRE_PROVE === "1" ? 20 : 6;

const opened: { close(): Promise<unknown> }[] = [];

afterEach(async () => {
  for (const thing of opened.splice(0).reverse()) await thing.close();
});

/** A server with a document in it, and a network on the way to it. */
async function serve() {
  const dataDir = await mkdtemp(join(tmpdir(), "quire-long-"));
  opened.push({ close: () => rm(dataDir, { recursive: true }) });
  const app = Fastify();
  const person = { id: "ann", name: "Ann", hue: 1 };
  // Nothing here is about how fast one may send.
  await app.register(quire, { dataDir, authorize: () => ({ person, role: "own" }), limits: false });
  await app.listen({ host: "127.0.0.1", port: 0 });
  opened.push({ close: () => app.close() });
  const { port } = app.server.address() as AddressInfo;
  const headers = { host: `127.0.0.1:${port}` };
  const response = await app.inject({ method: "POST", url: "/api/documents", headers, payload: {} });
  const network = await CutNetwork.open(port);
  opened.push(network);
  const { id } = response.json<{ id: string }>();
  const open = (wake = new Waking()): Session => {
    const session = openSession({ url: `ws://127.0.0.1:${network.port}/sync`, id, schemaVersion: 1, wake });
    opened.push(session);
    return session;
  };
  return { network, open };
}

const blocksOf = (session: Session) => session.ydoc.getXmlFragment("document");

/** A block with this text at the end. */
function write(session: Session, text: string, kind = "paragraph"): void {
  const block = new Y.XmlElement(kind);
  block.insert(0, [new Y.XmlText(text)]);
  blocksOf(session).insert(blocksOf(session).length, [block]);
}

/** What a day without a network may leave: two long pastes, many paragraphs, and words in what was there. */
function writeMuch(session: Session): number {
  const before = Y.encodeStateAsUpdate(session.ydoc).length;
  const paste = "Ein langer Text, mit Zeichen wie € und 😀. ".repeat(6_000 * megabytes);
  write(session, paste, "code_block");
  write(session, paste);
  const paragraph = "Was jemand in einem Absatz schreibt, ohne Netz. ".repeat(60);
  for (let at = 0; at < 180 * megabytes; at++) write(session, `${at} ${paragraph}`);
  const first = blocksOf(session).get(0);
  const text = first instanceof Y.XmlElement ? first.get(0) : undefined;
  if (text instanceof Y.XmlText) text.insert(3, "words in between ");
  return Y.encodeStateAsUpdate(session.ydoc).length - before;
}

test(`C11 ${megabytes} MB written without a network arrive in pieces, are cut off twice, and are whole and there once`, async () => {
  const { network, open } = await serve();
  const wake = new Waking();
  const writer = open(wake);
  await untilState(writer, "saved");
  write(writer, "What was there before.");
  await untilState(writer, "saved");
  network.cut();
  await untilState(writer, "offline");
  const bytes = writeMuch(writer);
  expect(bytes).toBeGreaterThan(megabytes * 1_000_000);

  const before = network.sent;
  for (const share of [0.3, 0.7]) {
    const cut = network.cutAfter(before + share * bytes);
    network.mend();
    wake.call();
    await cut;
    expect(await untilState(writer, "offline")).toMatchObject({ unsent: true });
  }
  network.mend();
  wake.call();
  const progress = await until(
    () => writer.progress,
    (check) => writer.subscribe(check),
  );
  // It goes on from what the server has.
  expect(progress.total).toBeLessThan(0.5 * bytes);
  await untilState(writer, "saved");
  const sent = network.sent - before;
  console.info(`${bytes} bytes were written, ${sent} sent`);
  // Of each cut at most one piece is sent again.
  expect(sent).toBeLessThan(bytes + 3 * 1024 * 1024);

  const reader = open();
  await untilState(reader, "saved");
  expect(blocksOf(reader).length).toBe(blocksOf(writer).length);
  expect(blocksOf(reader).toString() === blocksOf(writer).toString()).toBe(true);
}, 180_000);
