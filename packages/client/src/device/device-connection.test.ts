import { IDBFactory } from "fake-indexeddb";
import { afterEach, expect, test, vi } from "vitest";
import { DeviceConnection } from "./device-connection.ts";
import { answered, openDatabase } from "./device-database.ts";
import { withDatabase } from "./with-database.ts";

afterEach(() => void vi.useRealTimers());

/** A device that says nothing until it is let answer. */
function silentDevice() {
  const device = new IDBFactory();
  const asked: IDBOpenDBRequest[] = [];
  const open = (): IDBOpenDBRequest => {
    const request = {} as IDBOpenDBRequest;
    asked.push(request);
    return request;
  };
  const answer = async () => {
    const database = await openDatabase(device, () => undefined);
    for (const request of asked.splice(0)) {
      Object.assign(request, { result: database });
      request.onsuccess?.(new Event("success"));
    }
    return database;
  };
  return { indexedDB: { open } as unknown as IDBFactory, asked, answer };
}

test("C38 a database that does not answer is given up after 10 s, nobody waits for it again, and it is there for all once it answers", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const { indexedDB, asked, answer } = silentDevice();
  const onLate = vi.fn();
  const connection = new DeviceConnection(indexedDB, { onLate });
  const fates: string[] = [];
  const ask = () =>
    connection.open().then(
      () => fates.push("open"),
      ({ message }: Error) => fates.push(message),
    );
  const first = ask();
  await vi.advanceTimersByTimeAsync(9_999);
  expect([fates, connection.isSilent]).toEqual([[], false]);
  await vi.advanceTimersByTimeAsync(1);
  await Promise.all([first, ask()]);
  const silent = "this browser's database does not answer";
  expect([fates, connection.isSilent]).toEqual([[silent, silent], true]);
  expect(asked).toHaveLength(1);

  const database = await answer();
  await expect.poll(() => onLate.mock.calls).toHaveLength(1);
  expect(connection.isSilent).toBe(false);
  expect(await connection.open()).toBe(database);
  await connection.close();
});

test("C38 what a database answers after its connection was closed is let go, and one that is asked in time is called late by nobody", async () => {
  const { indexedDB, asked, answer } = silentDevice();
  const onLate = vi.fn();
  const connection = new DeviceConnection(indexedDB, { onLate });
  const before = connection.open();
  const closed = connection.close();
  const stale = await answer();
  await expect(before).rejects.toThrow();
  await closed;
  expect(() => stale.transaction("library")).toThrow("InvalidStateError");
  const now = connection.open();
  await expect.poll(() => asked).toHaveLength(1);
  const database = await answer();
  expect(await now).toBe(database);
  expect(onLate).not.toHaveBeenCalled();
  await connection.close();
});

test("C38 work with a database that does not answer is given up after 10 s", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const work = vi.fn(async () => "done");
  const given = withDatabase(silentDevice().indexedDB, work);
  const refused = expect(given).rejects.toThrow("does not answer");
  await vi.advanceTimersByTimeAsync(10_000);
  await refused;
  expect(work).not.toHaveBeenCalled();
});

test("C23 whoever looks after what is kept is told that it was taken away, and finds what is there now", async () => {
  const device = new IDBFactory();
  const { promise: isGone, resolve: tell } = Promise.withResolvers<void>();
  const connection = new DeviceConnection(device, { onGone: tell });
  const before = await connection.open();
  await Promise.all([isGone, answered(device.deleteDatabase(before.name))]);
  const now = await connection.open();
  expect(now).not.toBe(before);
  await connection.close();
});
