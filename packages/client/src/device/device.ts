import { type BellChannel, platformChannel } from "./bell.ts";
import { type OpenLocks, platformLocks } from "./open-lock.ts";
import { platformIndexedDB } from "./place-on-device.ts";

/** What of a browser all its tabs share. */
export interface Device {
  readonly indexedDB: IDBFactory;
  readonly BroadcastChannel: BellChannel;
  readonly locks: OpenLocks | undefined;
}

/** This browser, with a database of its own or another one. */
export function deviceOf(indexedDB: IDBFactory): Device {
  return { indexedDB, BroadcastChannel: platformChannel(), locks: platformLocks() };
}

/** This browser; undefined where it keeps nothing. */
export function thisDevice(): Device | undefined {
  const indexedDB = platformIndexedDB();
  return indexedDB && deviceOf(indexedDB);
}
