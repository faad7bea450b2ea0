import type { Editor } from "./editor.ts";

/** What people do who read somewhere else by then. */
const ownMoves = ["keydown", "pointerdown", "wheel"] as const;

/**
 * Goes to the block that an address names, once it is in the text: it may still be on its way. Until then, or until somebody
 * goes elsewhere by hand. Returns what gives it up.
 */
export function openBlock(editor: Editor, name: string): () => void {
  const events = new AbortController();
  const giveUp = () => events.abort();
  for (const type of ownMoves) addEventListener(type, giveUp, { signal: events.signal, capture: true });
  import("./show-block.ts").then(
    ({ showBlock }) => {
      if (events.signal.aborted) return;
      const look = () => {
        if (!events.signal.aborted && showBlock(editor, name)) giveUp();
      };
      events.signal.addEventListener("abort", editor.watch(look));
      look();
    },
    () => undefined, // the text is there, at its start
  );
  return giveUp;
}
