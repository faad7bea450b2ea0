import type { Awareness } from "y-protocols/awareness";
import type * as Y from "yjs";

/** What somebody does here, as their page tells it in the awareness field `activity`. */
export type Activity = "editing" | "viewing" | "idle";

/** Who wrote something so long ago still counts as editing. */
export const editingMs = 30_000;
/** In whose page no hand has moved for so long is idle; who looks at another page is at once. */
export const idleMs = 120_000;

const hands = ["pointermove", "pointerdown", "keydown", "wheel", "touchmove", "scroll", "focus"] as const;

/** Tells the others what this person does. Only a change of it is told, not each key. Returns what ends it. */
export function tellActivity(awareness: Awareness, page: Window, now: () => number = Date.now): () => void {
  const { doc: ydoc } = awareness;
  const { document } = page;
  const ending = new AbortController();
  const { signal } = ending;
  let movedAt = now();
  let editedAt = Number.NEGATIVE_INFINITY;
  let told: Activity | undefined;
  let timer: number | undefined;

  const tell = () => {
    page.clearTimeout(timer);
    const time = now();
    const activity = activityAt(time);
    const until = activity === "editing" ? editedAt + editingMs : movedAt + idleMs;
    if (activity !== "idle") timer = page.setTimeout(tell, until - time);
    if (activity === told) return;
    told = activity;
    awareness.setLocalStateField("activity", activity);
  };
  const activityAt = (time: number): Activity => {
    if (document.hidden || time - movedAt >= idleMs) return "idle";
    return time - editedAt < editingMs ? "editing" : "viewing";
  };
  const moved = () => {
    movedAt = now();
    if (told === "idle") tell();
  };
  const edited = ({ local, changed }: Y.Transaction) => {
    if (!local || changed.size === 0) return;
    movedAt = editedAt = now();
    if (told !== "editing") tell();
  };

  for (const hand of hands) page.addEventListener(hand, moved, { signal, capture: true, passive: true });
  document.addEventListener("visibilitychange", tell, { signal });
  ydoc.on("afterTransaction", edited);
  tell();
  return () => {
    ending.abort();
    page.clearTimeout(timer);
    ydoc.off("afterTransaction", edited);
  };
}
