export { type BindingState, type Bound, bind, bindingKey, type RemoteChange, remoteChange } from "./bind.ts";
export type { Binding, BindingOptions } from "./binding.ts";
export { bindingOrigin } from "./origin.ts";
export type { Resolved } from "./places.ts";
export type { SealedTypes } from "./reader.ts";
export { readSeed } from "./rescue/lost-content.ts";
export { rescueOrigin } from "./rescue/origin.ts";
export { type LostWords, Rescue, type RescueOptions } from "./rescue/rescue.ts";
export { applyNamedUpdate, wireDeletesKey } from "./rescue/wire-deletes.ts";
export type { SelectionPlaces } from "./selection.ts";
export { wireRemoverKey } from "./transaction-author.ts";
export {
  canRedo,
  canUndo,
  clearUndo,
  redo,
  type UndoOptions,
  type UndoState,
  undo,
  undoKey,
  undoPlugin,
} from "./undo/undo-plugin.ts";
