import type { Editor } from "../editor.ts";
import { loadFolding } from "../sections/toggle-section.ts";
import type { Counts } from "./counts.ts";
import type { Live } from "./live.ts";
import type { Outline } from "./live-outline.ts";

/** Words and characters of the text and of what is selected, fetched when they are first asked for. */
export async function openCounts(editor: Editor): Promise<Live<Counts>> {
  const [{ createCounts }, { createLive }] = await Promise.all([import("./counts.ts"), import("./live.ts")]);
  return createLive(editor, createCounts());
}

/** The headings of the text, fetched when they are first asked for; and with them what folds their sections. */
export async function openOutline(editor: Editor): Promise<Outline> {
  const [{ createOutline }] = await Promise.all([import("./live-outline.ts"), loadFolding()]);
  return createOutline(editor);
}
