import type { EditorView } from "prosemirror-view";
import { type RelativePosition, readRelativePosition, resolve } from "./relative-position.ts";
import { syncState } from "./sync-state.ts";

/** Positions in a view, as others can be told of them. */
export interface Places {
  toRelative(pos: number): RelativePosition | null;
  /** Null for what is no place in this document, or not yet. */
  toPosition(json: unknown): number | null;
}

/** The places of a view's document, as it is when they are asked for. */
export function placesIn(view: EditorView): Places {
  const sync = () => (view.isDestroyed ? undefined : syncState(view.state));
  return {
    toRelative: (pos) => sync()?.binding.toRelative(pos) ?? null,
    toPosition(json) {
      const [now, place] = [sync(), readRelativePosition(json)];
      return (now && place && resolve(now, view.state.doc, place)?.pos) ?? null;
    },
  };
}
