export { type Clearing, clearDevice, type UnsentWords } from "./device/clearing.ts";
export { type Device, thisDevice } from "./device/device.ts";
export {
  openShelf,
  type Shelf,
  type ShelfFacts,
  type ShelfOptions,
  type ShelvedDocument,
} from "./device/shelf.ts";
export { type ShelfLimits, usualLimits } from "./device/tidying.ts";
