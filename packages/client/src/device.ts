export {
  type Clearing,
  type ClearingOptions,
  clearDevice,
  type UnsentWords,
  unsentNames,
  unsentOn,
} from "./device/clearing.ts";
export { type Device, thisDevice } from "./device/device.ts";
export { keepFor } from "./device/keeper.ts";
export {
  openShelf,
  type Shelf,
  type ShelfFacts,
  type ShelfOptions,
  type ShelvedDocument,
} from "./device/shelf.ts";
export { type ShelfLimits, usualLimits } from "./device/tidying.ts";
