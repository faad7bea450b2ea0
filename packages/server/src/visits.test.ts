import type { DocumentId } from "@quire/protocol";
import type { FastifyRequest } from "fastify";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Authorize, Grant, Refusal } from "./access.ts";
import { type Guest, Visits } from "./visits.ts";

const ann = { id: "ann", name: "Ann", hue: 1 };
const editor: Grant = { person: ann, role: "edit" };
const reader: Grant = { person: ann, role: "view" };
const refused: Refusal = { refused: "forbidden" };
const question = { request: {} as FastifyRequest, documentId: "a-document-of-ann" as DocumentId };

const opened: Visits[] = [];
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] });
});
afterEach(() => {
  for (const visits of opened.splice(0)) visits.close();
  vi.useRealTimers();
});

function open(authorize: Authorize) {
  const errors: unknown[] = [];
  const visits = new Visits({ authorize, onError: (error) => errors.push(error) });
  opened.push(visits);
  return { visits, errors };
}

/** A host that thinks about each question until the test answers it. */
function openSlow() {
  const asked: PromiseWithResolvers<Grant | Refusal>[] = [];
  const { visits, errors } = open(() => {
    const question = Promise.withResolvers<Grant | Refusal>();
    asked.push(question);
    return question.promise;
  });
  const answer = async (index: number, given: Grant | Refusal): Promise<void> => {
    asked[index]?.resolve(given);
    await new Promise(setImmediate);
  };
  return { visits, errors, asked, answer };
}

class TestGuest implements Guest {
  readonly told: (number | Grant)[] = [];
  dismiss(code: number): void {
    this.told.push(code);
  }
  confirm(grant: Grant): void {
    this.told.push(grant);
  }
}

/** Somebody who is let in. */
async function welcome(visits: Visits): Promise<TestGuest> {
  const visit = visits.open(question);
  await visit.answer();
  const guest = new TestGuest();
  visit.welcome(guest);
  return guest;
}

describe("whoever is connected", () => {
  it.for([
    ["has the same role", editor, editor],
    ["has another role", reader, 4510],
    ["is somebody else", { ...editor, person: { ...ann, id: "ben" } }, 4510],
    ["is not known any more", { refused: "unauthenticated" }, 4401],
    ["may nothing any more", refused, 4403],
    ["may not know of it any more", { refused: "not-found" }, 4404],
    ["is said to be what is no role", { person: ann, role: "admin" }, 4403],
    ["is let in until what is no time", { ...editor, until: "tomorrow" }, 4403],
  ] as const)(
    "B90 is asked about again, and %s: before recheck returns they are told",
    async ([, now, told]) => {
      let said: unknown = editor;
      const { visits } = open(() => said as Grant);
      const guest = await welcome(visits);
      said = now;
      visits.recheck();
      expect(guest.told).toEqual([told]);
      expect(visits.size).toBe(told === editor ? 1 : 0);
    },
  );

  it("B90 is sent away when the host cannot say what they may do, at once or later", async () => {
    for (const fails of [
      () => {
        throw new Error("no database");
      },
      () => Promise.reject(new Error("no database")),
      () => undefined,
    ]) {
      let host: () => unknown = () => editor;
      const { visits, errors } = open(() => host() as Grant);
      const guest = await welcome(visits);
      host = fails;
      visits.recheck();
      await new Promise(setImmediate);
      expect(guest.told).toEqual([4500]);
      expect(errors.length).toBe(1);
    }
  });

  it("B90 hears the newest answer: an older one that comes later says nothing", async () => {
    const { visits, answer } = openSlow();
    const visit = visits.open(question);
    await answer(0, editor);
    const guest = new TestGuest();
    visit.welcome(guest);
    visits.recheck();
    visits.recheck();
    await answer(2, editor);
    await answer(1, refused);
    expect(guest.told).toEqual([editor]);
    visits.recheck();
    visits.recheck();
    await answer(4, refused);
    await answer(3, editor);
    expect(guest.told).toEqual([editor, 4403]);
  });

  it("B90 is not left alone by a host that is asked faster than it answers", async () => {
    const { visits, answer } = openSlow();
    const visit = visits.open(question);
    await answer(0, editor);
    const guest = new TestGuest();
    visit.welcome(guest);
    for (let count = 0; count < 3; count++) visits.recheck();
    await answer(1, refused);
    expect(guest.told).toEqual([4403]);
  });

  it("B91 who is still being let in is not missed by a change: the newer answer lets them in, or not", async () => {
    const { visits, answer, asked } = openSlow();
    const visit = visits.open(question);
    visits.recheck();
    expect(asked.length).toBe(2);
    await answer(1, refused);
    await answer(0, editor);
    expect(await visit.answer()).toMatchObject({ code: 4403 });
    // The same between the answer and the moment in which they come in.
    const other = visits.open(question);
    await answer(2, editor);
    expect(await other.answer()).toBe(editor);
    visits.recheck();
    await answer(4, refused);
    expect(other.current).toMatchObject({ code: 4403 });
  });

  it("B91 whoever has gone is asked about no more", async () => {
    const authorize = vi.fn(() => editor);
    const { visits } = open(authorize);
    const visit = visits.open(question);
    visit.end();
    visits.recheck();
    expect(authorize).toHaveBeenCalledTimes(1);
    expect(visits.size).toBe(0);
  });

  it("B90 thousands are asked about in several turns, each once, and a host that calls back from there does no harm", async () => {
    const counts = new Map<FastifyRequest, number>();
    let isSlow = false;
    const { visits } = open((request) => {
      counts.set(request, (counts.get(request) ?? 0) + 1);
      if (isSlow) for (const until = performance.now() + 0.2; performance.now() < until; );
      return editor;
    });
    const requests = Array.from({ length: 200 }, () => ({}) as FastifyRequest);
    for (const request of requests) visits.open({ ...question, request });
    isSlow = true;
    visits.recheck();
    const atOnce = [...counts.values()].filter((count) => count === 2).length;
    expect(atOnce).toBeGreaterThanOrEqual(32);
    expect(atOnce).toBeLessThan(200);
    while ([...counts.values()].some((count) => count === 1)) await new Promise(setImmediate);
    expect(new Set(counts.values())).toEqual(new Set([2]));

    let calls = 0;
    const calling: { visits?: Visits } = {};
    const { visits: own } = open(() => {
      if (++calls < 4) calling.visits?.recheck();
      return editor;
    });
    calling.visits = own;
    const guest = await welcome(own);
    own.recheck();
    await new Promise(setImmediate);
    expect(guest.told.at(-1)).toEqual(editor);
  });

  it("B92 threat A11 a grant that ends is asked about again within two seconds, and goes on as long as the host says", async () => {
    let said: Grant | Refusal = { ...editor, until: Date.now() + 10_000 };
    const authorize = vi.fn(() => said);
    const { visits } = open(authorize);
    const guest = await welcome(visits);
    vi.advanceTimersByTime(9_900);
    expect(authorize).toHaveBeenCalledTimes(1);
    said = { ...editor, until: Date.now() + 10_000 };
    vi.advanceTimersByTime(2_000);
    expect(authorize).toHaveBeenCalledTimes(2);
    expect(guest.told).toEqual([said]);
    said = refused;
    vi.advanceTimersByTime(7_000);
    expect(authorize).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(3_000);
    expect(guest.told.at(-1)).toBe(4403);
    expect(vi.getTimerCount()).toBe(0);
  });
});
