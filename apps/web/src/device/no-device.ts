import type { Device, FileOnItsWay } from "./device.ts";

/** Keeps nothing, and has nothing: where what looks after this device could not be fetched. */
export const noDevice: Pick<Device, "isMaking" | "keepFile" | "bring" | "tellNotStored" | "filesOf"> = {
  isMaking: () => false,
  keepFile: async () => undefined,
  bring: () => inPageAlone,
  tellNotStored: () => undefined,
  filesOf: async () => [],
};

const inPageAlone: FileOnItsWay = {
  kept: Promise.resolve(undefined),
  drop: async () => undefined,
  handOver: async () => undefined,
  leave: async () => undefined,
  refuse: async () => undefined,
};
