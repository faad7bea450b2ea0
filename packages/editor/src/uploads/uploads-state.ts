import type { BindingState, Bound } from "@quire/binding";
import type { Node } from "prosemirror-model";
import { type EditorState, type Plugin, PluginKey } from "prosemirror-state";
import type { Decoration } from "prosemirror-view";
import type { EditorWords } from "../words.ts";
import type { Place } from "./place.ts";
import type { Uploads } from "./uploads.ts";

/** Something that is not stored yet: where it will be, and what is shown there, to this person alone. */
export interface Pending extends Place {
  readonly dom: HTMLElement;
  /** Shows it where it is now. */
  draw(doc: Node, now: Place): Decoration;
  /** The editor goes, and it goes on without it. */
  leave(): void;
}

/** The shared document's text: what keeps the editor the same as it, and the same anew for who has no editor. */
export interface SharedText {
  readonly sync: Plugin<BindingState>;
  readonly bindAnew: () => Bound;
}

/** Where files are kept, and what is on its way there. */
export interface UploadsState {
  readonly text: SharedText;
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
