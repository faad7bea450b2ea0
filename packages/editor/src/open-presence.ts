import type { Awareness } from "y-protocols/awareness";
import { type AfterPaint, atOnce } from "./after-paint.ts";
import { caretsOf, whenCaretsShow } from "./carets.ts";
import type { Editor } from "./editor.ts";
import type { Presence } from "./presence.ts";

/** How an editor hears of others, as it was opened with. */
export interface PresenceWires {
  readonly awareness: Awareness;
  /** Calls a task back once what changed is painted. Default: at once. */
  readonly afterPaint?: AfterPaint;
}

/** Others beside an editor's text: fetched when it is first asked for, since the text can be read and written before. */
export async function openPresence({ view }: Editor, wires: PresenceWires): Promise<Presence> {
  const { createPresence, placesIn } = await import("./company.ts");
  await whenCaretsShow(view.state);
  const { awareness, afterPaint = atOnce } = wires;
  const carets = () => caretsOf(view.state);
  return createPresence({ view, awareness, afterPaint, carets, places: placesIn(view) });
}
