import { IDBFactory } from "fake-indexeddb";
import { expect, test } from "vitest";
import { DeviceConnection } from "./device-connection.ts";
import { answered } from "./device-database.ts";

test("C23 whoever looks after what is kept is told that it was taken away, and finds what is there now", async () => {
  const device = new IDBFactory();
  const { promise: isGone, resolve: tell } = Promise.withResolvers<void>();
  const connection = new DeviceConnection(device, tell);
  const before = await connection.open();
  await Promise.all([isGone, answered(device.deleteDatabase(before.name))]);
  const now = await connection.open();
  expect(now).not.toBe(before);
  await connection.close();
});
