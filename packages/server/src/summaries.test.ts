import type { DocumentId } from "@quire/protocol";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { DocIndex, type News } from "./gate/doc-index.ts";
import type { DocumentRecord } from "./store/document-record.ts";
import type { Store } from "./store/store.ts";
import { Summaries } from "./summaries.ts";
import type { Room } from "./sync/room.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance", "Date"] }));
afterEach(() => vi.useRealTimers());

function news(touchesTitle: boolean): News {
  const { clocks, deletes, places, kinds } = new DocIndex();
  return {
    clocks,
    deletes,
    places,
    kinds,
    touchesTitle,
    isRemoval: false,
    schema: 1,
    clientId: 1,
    isPartlyKnown: false,
  };
}

/** Summaries of so many open documents, and which of them were read, in order. */
function given(count: number, done: Promise<unknown> = new Promise(() => undefined)) {
  const read: string[] = [];
  const rooms = Array.from({ length: count }, (_, at) => {
    const id = `document-${at}`.padEnd(16, "x") as DocumentId;
    return {
      id,
      isEmpty: false,
      schema: 1,
      packed: { seq: 1, state: undefined, log: [] },
      people: [],
    } as unknown as Room;
  });
  const record = {
    title: "",
    excerpt: "",
    updatedAt: 0,
    deletedAt: null,
    schema: 1,
  } as unknown as DocumentRecord;
  const find = (id: DocumentId): DocumentRecord => {
    read.push(id);
    return record;
  };
  const store = { records: { find }, summarise: () => Promise.resolve() } as unknown as Store;
  const summaries = new Summaries({
    store,
    // Each reading takes for ever, unless the test says so: what is looked at is which are begun.
    workshop: { do: () => done as never },
    findRoom: (id) => rooms.find((room) => room.id === id),
    onError: (error) => {
      throw error;
    },
  });
  return { summaries, rooms, read };
}

it("LI-6 of many texts that are written in at once a few are read at a time, each in its turn", () => {
  const { summaries, rooms, read } = given(50);
  for (const room of rooms) summaries.changed(room, news(false));
  vi.advanceTimersByTime(5_050);
  expect(read.length).toBeLessThanOrEqual(2);
  vi.advanceTimersByTime(50 * 100);
  expect(read).toEqual(rooms.map(({ id }) => id));
  summaries.close();
});

it("LI-6 a title, and a document that everybody has left, go before texts that wait", () => {
  const { summaries, rooms, read } = given(50);
  for (const room of rooms) summaries.changed(room, news(false));
  vi.advanceTimersByTime(5_150);
  read.length = 0;
  const [first, last] = [rooms[10]!, rooms[49]!];
  summaries.changed(last, news(true));
  summaries.peopleChanged(Object.assign(first, { isEmpty: true }));
  vi.advanceTimersByTime(350);
  expect(read).toContain(last.id);
  expect(read).toContain(first.id);
  summaries.close();
});

it("S3 nothing is read any more once it is closed, also where a text was being read or somebody leaves", async () => {
  const done = Promise.withResolvers<object>();
  const { summaries, rooms, read } = given(2, done.promise);
  const [first, second] = [rooms[0]!, rooms[1]!];
  summaries.changed(first, news(true));
  vi.advanceTimersByTime(350);
  expect(read).toEqual([first.id]);
  summaries.peopleChanged(second);
  summaries.close();
  summaries.peopleChanged(second);
  done.resolve({ title: "", excerpt: "" });
  await done.promise;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(read).toEqual([first.id]);
});
