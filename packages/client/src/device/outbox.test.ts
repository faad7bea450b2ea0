import { IDBFactory } from "fake-indexeddb";
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { openLocks } from "../../test/locks.ts";
import type { Delivery } from "./delivery.ts";
import { DeviceConnection } from "./device-connection.ts";
import { openDrawer } from "./drawer.ts";
import { type Operation, Outbox, type OutboxOptions } from "./outbox.ts";

const opened: { close(): unknown }[] = [];

afterEach(async () => {
  for (const thing of opened.splice(0)) await thing.close();
});

const done: Delivery = { type: "done" };
const unreachable: Delivery = { type: "later", isUnreachable: true };
const busy: Delivery = { type: "later", isUnreachable: false };
const refused: Delivery = { type: "refused", why: "You may not." };

/** A browser's device, whose tabs each have an outbox. */
function openDevice() {
  const indexedDB = new IDBFactory();
  const locks = openLocks();
  return {
    indexedDB,
    async tab(send: OutboxOptions["send"]) {
      const said: string[] = [];
      const connection = new DeviceConnection(indexedDB);
      const outbox = new Outbox({
        connection,
        send,
        locks,
        random: () => 0,
        onChange: () => undefined,
        onRefused: ({ type, id }, why) => said.push(`${type} ${id}: ${why}`),
      });
      opened.push(outbox, connection);
      await outbox.open();
      return { outbox, said };
    },
  };
}

const create = (id: string): Operation => ({ type: "create", id, at: 1 });
const rename = (id: string, title: string): Operation => ({ type: "rename", id, at: 1, title });
const trash = (id: string): Operation => ({ type: "trash", id, at: 1, title: "" });
const move = (id: string, parentId: string | null): Operation => ({
  type: "move",
  id,
  at: 1,
  title: "",
  parentId,
});
const says = (operation: Operation) =>
  "title" in operation ? `${operation.type} ${operation.title}` : operation.type;

test("J1 what was done without a connection outlives the page, and is sent by the next one in the order of doing", async () => {
  const device = openDevice();
  const first = await device.tab(async () => unreachable);
  for (const operation of [create("a"), rename("a", "One"), rename("a", "Two"), trash("b")])
    await first.outbox.add(operation);
  first.outbox.close();

  const sent: string[] = [];
  const second = await device.tab(async (operation) => {
    sent.push(says(operation));
    return done;
  });
  expect(second.outbox.waiting).toHaveLength(4);
  await second.outbox.settled("b");
  expect(sent).toEqual(["create", "rename One", "rename Two", "trash "]);
  expect(second.outbox.waiting).toEqual([]);
});

test("J1 of two tabs one sends at a time, and both know when it is done", async () => {
  const device = openDevice();
  let sending = 0;
  const sent: string[] = [];
  const held = Promise.withResolvers<void>();
  const send = async (operation: Operation) => {
    expect(++sending).toBe(1);
    await held.promise;
    sent.push(says(operation));
    sending--;
    return done;
  };
  const [one, other] = await Promise.all([device.tab(send), device.tab(send)]);
  await Promise.all([one.outbox.add(create("a")), other.outbox.add(create("b"))]);
  await Promise.all([one.outbox.add(rename("a", "A")), other.outbox.add(rename("b", "B"))]);
  held.resolve();
  await Promise.all([one, other].flatMap(({ outbox }) => [outbox.settled("a"), outbox.settled("b")]));
  expect(sent.sort()).toEqual(["create", "create", "rename A", "rename B"]);
});

test("J1 while nobody answers nothing more is tried, and it is sent when there is reason to try again", async () => {
  const device = openDevice();
  const sent: string[] = [];
  let isThere = false;
  const { outbox } = await device.tab(async ({ id }) => {
    sent.push(id);
    return isThere ? done : unreachable;
  });
  await outbox.add(create("a"));
  await outbox.add(create("b"));
  await expect.poll(() => sent.length).toBeGreaterThan(1);
  expect(new Set(sent)).toEqual(new Set(["a"]));
  isThere = true;
  outbox.wake();
  await outbox.settled("b");
  expect(sent.slice(-2)).toEqual(["a", "b"]);
});

test("J2 what the server answers with a failure holds up that document alone", async () => {
  const device = openDevice();
  let isMended = false;
  const sent: string[] = [];
  const { outbox } = await device.tab(async (operation) => {
    if (operation.id === "ill" && !isMended) return busy;
    sent.push(`${operation.id} ${says(operation)}`);
    return done;
  });
  await outbox.add(rename("ill", "One"));
  await outbox.add(rename("well", "W"));
  await outbox.add(rename("ill", "Two"));
  await outbox.settled("well");
  isMended = true;
  outbox.wake();
  await outbox.settled("ill");
  expect(sent).toEqual(["well rename W", "ill rename One", "ill rename Two"]);
});

test("J2 what the server refuses for good is told, and what follows is sent", async () => {
  const device = openDevice();
  const { outbox, said } = await device.tab(async ({ id }) => (id === "b" ? refused : done));
  for (const id of ["a", "b", "c"]) await outbox.add(rename(id, "New"));
  await outbox.settled("c");
  expect(said).toEqual(["rename b: You may not."]);
  expect(outbox.waiting).toEqual([]);
});

test("J2 of a delete that is refused only that is told: what would undo it is let go with it", async () => {
  const device = openDevice();
  const held = Promise.withResolvers<void>();
  const { outbox, said } = await device.tab(async ({ id }) => {
    await held.promise;
    return id === "c" ? done : refused;
  });
  const restore: Operation = { type: "restore", id: "a", at: 2, title: "" };
  await outbox.add(trash("a"));
  await outbox.add(restore);
  await outbox.add({ ...restore, id: "b" });
  await outbox.add(rename("c", "New"));
  held.resolve();
  await outbox.settled("c");
  expect(outbox.waiting).toEqual([]);
  expect(said).toEqual(["trash a: You may not.", "restore b: You may not."]);
});

test("J2 a name that the server refuses is kept on the device until somebody takes it out", async () => {
  const device = openDevice();
  const { outbox } = await device.tab(async ({ type }) => (type === "create" ? done : refused));
  await outbox.add(rename("a", "Long thought about"));
  await outbox.add({ ...rename("a", ""), at: 2 });
  await outbox.add(trash("a"));
  await outbox.settled("a");

  const sent: string[] = [];
  const { outbox: next } = await device.tab(async (operation) => {
    sent.push(says(operation));
    return done;
  });
  await next.add(create("b"));
  await next.settled("b");
  expect(sent).toEqual(["create"]);
  const drawer = openDrawer(device.indexedDB);
  const [name, ...others] = await drawer.names();
  expect(others).toEqual([]);
  expect(name).toMatchObject({
    documentId: "a",
    title: "Long thought about",
    at: 1,
    refusal: "You may not.",
  });
  if (name === undefined) return;
  await drawer.removeName(name);
  expect(await drawer.names()).toEqual([]);
  await drawer.putNameBack(name);
  expect(await drawer.names()).toEqual([name]);
});

test("J2 a document that the server does not take stays on the device, with what was done to it, and the next page offers it again", async () => {
  const device = openDevice();
  const first = await device.tab(async ({ type }) => (type === "create" ? refused : done));
  await first.outbox.add(create("a"));
  expect(first.outbox.isMaking("a")).toBe(true);
  await first.outbox.made("a");
  await first.outbox.add(rename("a", "Mine"));
  await first.outbox.add(rename("b", "Theirs"));
  await first.outbox.settled("b");
  expect(first.said).toEqual(["create a: You may not."]);
  expect(first.outbox.waiting.map(says)).toEqual(["create", "rename Mine"]);
  first.outbox.close();

  const second = await device.tab(async () => done);
  await second.outbox.settled("a");
  expect(second.said).toEqual([]);
});

test("J2 a document that the server does not take goes when it is thrown away, with what was done to it", async () => {
  const { outbox } = await openDevice().tab(async ({ type }) => (type === "create" ? refused : done));
  await outbox.add(create("a"));
  await outbox.made("a");
  await outbox.add(rename("a", "Mine"));
  await outbox.add(trash("a"));
  await outbox.settled("a");
  expect(outbox.waiting).toEqual([]);
});

test("J12 a move that the server refuses is told and kept nowhere, and what follows is sent", async () => {
  const device = openDevice();
  const { outbox, said } = await device.tab(async ({ type }) => (type === "move" ? refused : done));
  await outbox.add(move("a", "b"));
  await outbox.add(rename("a", "New"));
  await outbox.settled("a");
  expect([said, outbox.waiting]).toEqual([["move a: You may not."], []]);
  expect(await openDrawer(device.indexedDB).names()).toEqual([]);
});

test("J12 a move below what was made here waits for it, and with it what was done to the same document later", async () => {
  const device = openDevice();
  const sent: string[] = [];
  let isMended = false;
  const { outbox } = await device.tab(async (operation) => {
    if (operation.type === "create" && !isMended) return busy;
    sent.push(`${operation.id} ${says(operation)}`);
    return done;
  });
  await outbox.add(create("place"));
  await outbox.add(move("a", "place"));
  await outbox.add(rename("a", "New"));
  await outbox.add(move("b", null));
  await outbox.settled("b");
  expect(sent).toEqual(["b move "]);
  isMended = true;
  outbox.wake();
  await outbox.settled("a");
  expect(sent).toEqual(["b move ", "place create", "a move ", "a rename New"]);
});

test("J2 J12 a move below a document that the server does not take is told as refused, and what was done to the moved document is sent", async () => {
  const device = openDevice();
  const tries = { create: refused, move: done, rename: done, trash: done, restore: done };
  const sent: string[] = [];
  const send = async (operation: Operation) => {
    sent.push(`${operation.id} ${says(operation)}`);
    return tries[operation.type];
  };
  const { outbox, said } = await device.tab(send);
  await outbox.add(create("place"));
  await outbox.made("place");
  await outbox.add(move("a", "place"));
  await outbox.add(rename("a", "New"));
  await outbox.add(trash("a"));
  await outbox.settled("a");
  expect(sent).toEqual(["place create", "a rename New", "a trash "]);
  expect(said).toEqual(["create place: You may not.", "move a: You may not."]);
  expect(outbox.waiting.map(says)).toEqual(["create"]);
});

test("J2 J12 what the server does not take keeps its place below another such document, for the next page", async () => {
  const device = openDevice();
  const first = await device.tab(async ({ type }) => (type === "create" ? refused : done));
  for (const operation of [create("place"), create("a"), move("a", "place"), rename("b", "New")])
    await first.outbox.add(operation);
  await first.outbox.settled("b");
  expect(first.said).toEqual(["create place: You may not.", "create a: You may not."]);
  expect(first.outbox.waiting.map(says)).toEqual(["create", "create", "move "]);
  first.outbox.close();

  const second = await device.tab(async () => done);
  await second.outbox.settled("a");
  expect(second.said).toEqual([]);
});

test("J2 what was done to a document behind something that is refused is sent without another reason to try", async () => {
  let isThere = false;
  const { outbox, said } = await openDevice().tab(async ({ type }) => {
    if (!isThere) return unreachable;
    return type === "rename" ? refused : done;
  });
  for (const operation of [rename("a", "One"), rename("a", "Two"), trash("a")]) await outbox.add(operation);
  isThere = true;
  outbox.wake();
  await outbox.settled("a");
  expect(said).toEqual(["rename a: You may not.", "rename a: You may not."]);
});

test("C36 C38 J3 whether a document is being made is read before it is told, where the device did not answer at first", async () => {
  const device = openDevice();
  const earlier = await device.tab(async () => unreachable);
  await earlier.outbox.add(create("a"));
  earlier.outbox.close();

  const order: string[] = [];
  let isSilent = true;
  const connection = new DeviceConnection(device.indexedDB);
  const open = () => (isSilent ? Promise.reject(new Error("it does not answer")) : connection.open());
  const outbox = new Outbox({
    connection: Object.assign(Object.create(connection), { open }),
    send: async ({ type }) => {
      order.push(type);
      return done;
    },
    locks: undefined,
    onChange: () => undefined,
    onRefused: () => undefined,
  });
  opened.push(outbox, connection);
  await expect(outbox.open()).rejects.toThrow("does not answer");
  isSilent = false;
  const made = outbox.made("a").then(() => order.push("made"));
  await outbox.open();
  await made;
  expect(order).toEqual(["create", "made"]);
});

test("a device that keeps nothing says so", async () => {
  const connection = new DeviceConnection(undefined);
  const nothing = () => undefined;
  const outbox = new Outbox({ connection, send: async () => done, onChange: nothing, onRefused: nothing });
  opened.push(outbox);
  await expect(outbox.open()).rejects.toThrow("keeps nothing");
  await expect(outbox.add(create("a"))).rejects.toThrow("keeps nothing");
});

/** A server whose answers get lost, before it has heard or after it has done. */
function unsteadyServer(faults: readonly ("unheard" | "unanswered" | "busy")[]) {
  const titles = new Map<string, string>();
  const left = [...faults];
  const perform = ({ type, id, ...operation }: Operation) => {
    if (type === "create" && !titles.has(id)) titles.set(id, "");
    if (type === "rename" && "title" in operation) titles.set(id, operation.title);
  };
  return {
    titles,
    send: async (operation: Operation): Promise<Delivery> => {
      const fault = left.shift();
      if (fault === "unheard") return unreachable;
      if (fault === "busy") return busy;
      perform(operation);
      return fault === "unanswered" ? unreachable : done;
    },
  };
}

test("J1 whatever answers are lost, each document ends as its last operation says, done by any tab", async () => {
  const ids = ["a", "b", "c"];
  const seed = Number(process.env.QUIRE_SEED ?? 1);
  console.info(`outbox: seed ${seed}`);
  const fault = fc.constantFrom("unheard" as const, "unanswered" as const, "busy" as const);
  const step = fc.record({ tab: fc.nat(1), id: fc.constantFrom(...ids), title: fc.string({ maxLength: 3 }) });
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 12 }),
      fc.array(fc.option(fault, { nil: undefined, freq: 2 }), { maxLength: 20 }),
      async (steps, faults) => {
        const server = unsteadyServer(faults.filter((each) => each !== undefined));
        const device = openDevice();
        const tabs = [await device.tab(server.send), await device.tab(server.send)];
        const wanted = new Map<string, string>();
        for (const { tab, id, title } of steps) {
          if (!wanted.has(id)) await tabs[tab]?.outbox.add(create(id));
          await tabs[tab]?.outbox.add(rename(id, title));
          wanted.set(id, title);
        }
        while (tabs.some(({ outbox }) => outbox.waiting.length > 0)) {
          for (const { outbox } of tabs) outbox.wake();
          await new Promise((resolve) => setTimeout(resolve));
        }
        expect(server.titles).toEqual(wanted);
        for (const { outbox } of tabs) outbox.close();
      },
    ),
    { seed, numRuns: process.env.QUIRE_PROVE === "1" ? 1_000 : 30 },
  );
});
