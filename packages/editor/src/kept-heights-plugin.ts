import { type EditorState, Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import type { AfterPaint } from "./after-paint.ts";
import type { KeptHeights } from "./kept-heights.ts";

/** Blocks from which on it is worth it: what a browser spends on fewer cannot be felt. */
const manyBlocks = 300;

/**
 * Keeps the heights of the blocks that are written in, by whomever, where a document has many. Without it a browser goes
 * through all of them at each letter, to lay out and to paint. See `KeptHeight`. What does it is loaded for the first such
 * document: most are shorter.
 */
export function keptHeightsPlugin(afterPaint: AfterPaint): Plugin {
  return new Plugin({
    view(view) {
      let kept: KeptHeights | null = null;
      let isAskedFor = false;
      const look = (before?: EditorState) => {
        if (view.state.doc.childCount < manyBlocks) return;
        if (before) kept?.update(before);
        if (isAskedFor) return;
        isAskedFor = true;
        void load(view, afterPaint).then((heights) => {
          kept = heights;
        });
      };
      look();
      return { update: (_view, before) => look(before), destroy: () => kept?.close() };
    },
  });
}

async function load(view: EditorView, afterPaint: AfterPaint): Promise<KeptHeights | null> {
  try {
    const { KeptHeights } = await import("./kept-heights.ts");
    return view.isDestroyed ? null : new KeptHeights(view, afterPaint);
  } catch {
    return null; // the server is gone since: keys cost what they cost
  }
}
