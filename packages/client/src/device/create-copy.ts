import { type Device, deviceOf } from "./device.ts";
import { DeviceCopy, type DeviceCopyOptions } from "./device-copy.ts";
import type { PlaceOnDevice } from "./place-on-device.ts";

/** What a session says of its copy. */
type SessionCopy = Pick<DeviceCopyOptions, "ydoc" | "onChange" | "onFound" | "hearsServer" | "afterPaint">;

/** The copy of a session's document in its place in this browser. */
export function createDeviceCopy(
  { indexedDB, name, database }: PlaceOnDevice,
  session: SessionCopy,
): DeviceCopy {
  const device = deviceOf(indexedDB);
  return new DeviceCopy({
    ...session,
    name,
    device,
    ...(database !== undefined && { database }),
    makeRoom: (bytes) => makeRoomOn(device, bytes, database),
    maxRecords: 500,
    retryMs: 3_000,
    forgetMs: 1_000,
    listenMs: 1_000,
  });
}

/** Fetched when it is needed: most browsers have space. */
async function makeRoomOn(device: Device, bytes: number, database?: string): Promise<boolean> {
  const { makeRoom } = await import("./tidying.ts");
  return makeRoom(device, bytes, database);
}
