import { expect, it } from "vitest";
import { MadeUpCaches } from "./made-up-caches.ts";
import { SeenFiles } from "./seen-files.ts";

const hashOf = (index: number) => index.toString(16).padStart(64, "0");
const addressOf = (index: number) => `https://docs.example/api/documents/abc/files/${hashOf(index)}`;

function setting(limit = { bytes: 8_000, count: 100 }) {
  const caches = new MadeUpCaches();
  const state = { isUp: true, status: 200, size: 10, quota: 1_000_000 };
  const fetch = (async () => {
    if (!state.isUp) throw new TypeError("Failed to fetch");
    const headers = { "content-length": String(state.size), vary: "cookie" };
    return new Response("picture", { status: state.status, headers });
  }) as typeof globalThis.fetch;
  const storage = { estimate: async () => ({ usage: 1_000, quota: state.quota }) };
  const files = new SeenFiles({ caches, fetch, storage }, limit);
  /** The picture's status; "nothing" where there is none. */
  const see = async (index: number): Promise<number | "nothing" | undefined> => {
    const behind: Promise<unknown>[] = [];
    const request = { method: "GET", destination: "image", url: addressOf(index) } as Request;
    const answer = files.answer({ request, waitUntil: (done) => void behind.push(done) });
    const status = answer?.then(
      (found) => found.status,
      () => "nothing" as const,
    );
    const said = await status;
    await Promise.all(behind);
    return said;
  };
  const isKept = async (index: number) => {
    const before = state.isUp;
    state.isUp = false;
    const said = await see(index);
    state.isUp = before;
    return said === 200;
  };
  return { files, state, see, isKept };
}

it("N4 a picture that was seen is shown when the server cannot be reached", async () => {
  const { see, isKept } = setting();
  expect(await see(1)).toBe(200);
  expect([await isKept(1), await isKept(2)]).toEqual([true, false]);
});

it.each([401, 403, 404, 410])("N4 one that the server refuses with %d is kept no longer", async (status) => {
  const { see, isKept, state } = setting();
  await see(1);
  state.status = status;
  expect(await see(1)).toBe(status);
  expect(await isKept(1)).toBe(false);
});

it("N4 a failure of the server's is no refusal", async () => {
  const { see, isKept, state } = setting();
  await see(1);
  state.status = 503;
  await see(1);
  expect(await isKept(1)).toBe(true);
});

it("N4 too many or too large ones make room, the one kept longest first", async () => {
  const many = setting({ bytes: 8_000, count: 3 });
  for (const index of [1, 2, 3, 4]) await many.see(index);
  expect(await Promise.all([1, 2, 3, 4].map(many.isKept))).toEqual([false, true, true, true]);

  const large = setting();
  large.state.size = 1_000;
  for (let index = 1; index <= 9; index++) await large.see(index);
  expect([await large.isKept(1), await large.isKept(2)]).toEqual([false, true]);
  large.state.size = 1_001;
  await large.see(10);
  expect(await large.isKept(10)).toBe(false);
});

it("N4 where words need the room, none is kept", async () => {
  const { see, isKept, state } = setting();
  state.quota = 2_000;
  expect(await see(1)).toBe(200);
  expect(await isKept(1)).toBe(false);
});

it("N4 nothing but a picture of a document, or of a person, is kept", () => {
  const { files } = setting();
  const ask = (how: object) =>
    files.answer({
      request: { method: "GET", destination: "image", url: addressOf(1), ...how } as Request,
      waitUntil: () => undefined,
    });
  const ofPerson = "https://docs.example/api/people/abc/picture/0123456789abc-_x";
  expect(ask({ url: ofPerson })).toBeInstanceOf(Promise);
  expect(ask({ url: `${ofPerson}y` })).toBeUndefined();
  expect(ask({ url: "https://docs.example/api/people" })).toBeUndefined();
  expect(ask({ destination: "video" })).toBeUndefined();
  expect(ask({ destination: "", method: "POST" })).toBeUndefined();
  expect(ask({ url: "https://docs.example/api/documents/abc" })).toBeUndefined();
  expect(ask({ url: `${addressOf(1)}/more` })).toBeUndefined();
});
