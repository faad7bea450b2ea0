import { type EditorState, PluginKey } from "prosemirror-state";
import type { EditorWords } from "../words.ts";
import type { Place } from "./place.ts";
import type { Uploads } from "./uploads.ts";

/** Something that is not stored yet: where it will be, and what is shown there, to this person alone. */
export interface Pending extends Place {
  readonly dom: HTMLElement;
  /** Ends it, and says nothing more. */
  cancel(): void;
}

/** Where files are kept, and what is on its way there. */
export interface UploadsState {
  readonly uploads: Uploads;
  readonly words: EditorWords;
  readonly pending: readonly Pending[];
}

/** What becomes of those that are pending: what a transaction may carry under the plugin's key. */
export type Arrange = (pending: readonly Pending[]) => readonly Pending[];

/** The plugin's key. */
export const uploadsKey = new PluginKey<UploadsState>("uploads");

/** Where files are kept, and what is on its way there; undefined where none can be. */
export function uploadsOf(state: EditorState): UploadsState | undefined {
  return uploadsKey.getState(state);
}
