import type { Editor } from "../editor.ts";
import type { Hands } from "./hands.ts";

/** Hands beside an editor's text: fetched when it is first asked for, since who reads needs none. */
export async function openHands(editor: Editor): Promise<Hands> {
  // Who writes may change a date or a formula when nothing can be fetched any more.
  void import("../late-things.ts").catch(() => undefined);
  const { createHands } = await import("./hands.ts");
  return createHands(editor);
}
