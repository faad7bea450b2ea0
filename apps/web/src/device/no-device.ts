import type { Device } from "./device.ts";

/** Keeps nothing, and has nothing: where what looks after this device could not be fetched. */
export const noDevice: Pick<Device, "isMaking" | "keepFile" | "filesOf"> = {
  isMaking: () => false,
  keepFile: async () => undefined,
  filesOf: async () => [],
};
