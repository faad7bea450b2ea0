import type { EditorView } from "prosemirror-view";
import type { Awareness } from "y-protocols/awareness";
import type { AfterPaint } from "./after-paint.ts";
import type { Places } from "./places.ts";
import type { ShownCarets } from "./shown-carets.ts";

/** What presence is opened with. */
export interface PresenceOptions {
  readonly view: EditorView;
  readonly awareness: Awareness;
  readonly afterPaint: AfterPaint;
  /** Others' carets now. */
  readonly carets: () => ShownCarets | null;
  readonly places: Places;
}
