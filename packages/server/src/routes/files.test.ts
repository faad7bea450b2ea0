import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DocumentFile } from "@quire/protocol";
import Fastify from "fastify";
import { afterEach, expect, it } from "vitest";
import { noLines } from "../../test/no-lines.ts";
import { fail } from "../errors.ts";
import { Files } from "../files/files.ts";
import type { FetchImage } from "../files/remote-image.ts";
import type { Library } from "../library.ts";
import { Counts } from "../metrics/counts.ts";
import { mount } from "../mount.ts";
import { checkOptions } from "../options.ts";
import { openStore } from "../store/store.ts";
import { Visits } from "../visits.ts";

const id = "a-document-with-files";
const png = Buffer.from("\x89PNG\r\n\x1a\n and so on", "latin1");

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/** A server whose one document is there, and to which another server answers as it is told. */
async function start(fetchImage: FetchImage | undefined, fileBytes = 1_000) {
  const dataDir = mkdtempSync(join(tmpdir(), "quire-files-"));
  undo.push(() => rmSync(dataDir, { recursive: true }));
  const store = await openStore(dataDir, 0);
  undo.push(() => store.close());
  const directory = join(dataDir, "files");
  const limits = { fileBytes, documentFileBytes: 2 ** 30 };
  const files = await Files.open({ store, directory, counts: new Counts(), ...limits });
  const library = { counts: new Counts(), get: () => ({}) } as unknown as Library;
  const options = checkOptions({
    dataDir,
    authorize: () => ({ person: { id: "ann", name: "Ann", hue: 1 }, role: "edit" }),
  });
  const app = Fastify();
  undo.push(() => app.close());
  const visits = new Visits({ authorize: options.authorize, onError: () => {} });
  const context = { library, visits, files, lines: noLines, fetchImage, options };
  await app.register((scope) => mount(scope, context, () => undefined), { prefix: "/docs" });
  const send = (body: object) =>
    app.inject({
      method: "POST",
      url: `/docs/api/documents/${id}/files/remote`,
      headers: { host: "localhost" },
      body,
    });
  const kept = () =>
    readdirSync(directory, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  return { app, send, kept };
}

/** Answers with an image of these bytes, and counts how often that was let go. */
function imageOf(bytes: Uint8Array, declaredBytes?: number) {
  const state = { closed: 0 };
  const fetchImage: FetchImage = async () => ({
    source: (async function* () {
      yield bytes;
    })(),
    declaredBytes,
    name: "holiday.png",
    close: () => void state.closed++,
  });
  return { fetchImage, state };
}

it("U10 an image is got from another server and kept, under its own name or the one that is given", async () => {
  const { fetchImage, state } = imageOf(png);
  const { app, send } = await start(fetchImage);
  const answer = await send({ url: "https://images.example/holiday.png" });
  expect(answer.statusCode).toBe(201);
  const file = answer.json<DocumentFile>();
  expect(file).toMatchObject({ name: "holiday.png", type: "image/png", size: png.length });
  expect(file.url).toBe(`/docs/api/documents/${id}/files/${file.hash}`);
  const back = await app.inject({ url: file.url, headers: { host: "localhost" } });
  expect([back.statusCode, back.rawPayload.equals(png)]).toEqual([200, true]);
  expect(state.closed).toBe(1);

  const other = await start(imageOf(png).fetchImage);
  expect((await other.send({ url: "https://a.example/", name: "mine" })).json()).toMatchObject({
    name: "mine.png",
  });
});

it.each([
  ["HTML", Buffer.from("<!doctype html>")],
  ["SVG", Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>")],
  ["a PDF", Buffer.from("%PDF-1.7")],
  ["a film", Buffer.from("\0\0\0\x14ftypisom\0\0\0\0isom", "latin1")],
  ["a long text", Buffer.alloc(900, "x")],
])("U10 %s is no image: nothing of it stays", async (_, bytes) => {
  const { fetchImage, state } = imageOf(bytes);
  const { send, kept } = await start(fetchImage);
  const answer = await send({ url: "https://images.example/a.png" });
  expect([answer.statusCode, answer.json().code]).toEqual([422, "QUIRE_ERR_REMOTE_NOT_IMAGE"]);
  expect([kept(), state.closed]).toEqual([[], 1]);
});

it("U10 an image that is too large, by what its server says or by what comes, leaves nothing", async () => {
  const large = Buffer.concat([png, Buffer.alloc(1_000)]);
  for (const declared of [undefined, 10, 2 ** 40]) {
    const { fetchImage, state } = imageOf(large, declared);
    const { send, kept } = await start(fetchImage);
    const answer = await send({ url: "https://images.example/a.png" });
    expect([answer.statusCode, answer.json().code]).toEqual([413, "QUIRE_ERR_FILE_TOO_LARGE"]);
    expect([kept(), state.closed]).toEqual([[], 1]);
  }
});

it("U10 nothing is got where that is switched off", async () => {
  const { send } = await start(undefined);
  const answer = await send({ url: "https://images.example/a.png" });
  expect([answer.statusCode, answer.json().code]).toEqual([403, "QUIRE_ERR_REMOTE_OFF"]);
});

it("U10 what the other server did is said, and no more", async () => {
  const { send } = await start(() =>
    Promise.reject(
      fail(
        "QUIRE_ERR_REMOTE_FAILED",
        { url: "https://images.example/a.png", reason: "its server answers 404" },
        { cause: new Error("connect 10.1.2.3") },
      ),
    ),
  );
  const answer = await send({ url: "https://images.example/a.png" });
  expect(answer.json()).toEqual({
    code: "QUIRE_ERR_REMOTE_FAILED",
    message:
      'The image at "https://images.example/a.png" could not be had: its server answers 404. Save the image, and upload the file.',
  });
});

it("H4 a body of another shape asks nobody", async () => {
  const { send } = await start(() => Promise.reject(new Error("nobody may be asked")));
  for (const body of [
    {},
    { url: 5 },
    { url: "" },
    { url: "x".repeat(5_000) },
    { url: "https://a.example", as: 1 },
  ])
    expect((await send(body)).statusCode).toBe(400);
});

it("U10 the other server is asked no further when who wanted the image is gone", async () => {
  const asked = Promise.withResolvers<AbortSignal>();
  const { app } = await start((_, signal) => {
    asked.resolve(signal);
    return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
  const socket = connect((app.server.address() as AddressInfo).port, "127.0.0.1");
  const body = JSON.stringify({ url: "https://images.example/a.png" });
  socket.write(
    `POST /docs/api/documents/${id}/files/remote HTTP/1.1\r\nHost: localhost\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  const signal = await asked.promise;
  const aborted = new Promise((resolve) => signal.addEventListener("abort", resolve));
  socket.destroy();
  await aborted;
});
