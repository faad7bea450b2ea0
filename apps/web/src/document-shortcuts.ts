import type { EditorCommand } from "@quire/editor";
import { toolKeys } from "./page-keys.ts";
import type { Shortcut } from "./parts/shortcuts-dialog.tsx";
import type { ToolWords } from "./words/en-tools.ts";

/** Every key that does something on a document's page: those of the editor's list of commands, then the page's own. */
export function documentShortcuts(
  commands: readonly EditorCommand[],
  { own: whole, find, palette, shortcuts }: ToolWords,
  isMac: boolean,
): readonly Shortcut[] {
  const keys = toolKeys(isMac);
  const own = (section: string, rows: readonly (readonly [string, string])[]) =>
    rows.map(([label, key]) => ({ section, label, keys: key }));
  const groups = ["text", "block", "insert", "history"] as const;
  const ofGroup = (group: (typeof groups)[number]) =>
    own(
      palette[group],
      commands.flatMap(({ label, keys: key, group: of }) => (key && of === group ? [[label, key]] : [])),
    );
  return [
    ...ofGroup("text"),
    ...ofGroup("block"),
    ...own(palette.block, [
      [shortcuts.newLine, "Shift-Enter"],
      [shortcuts.selectAll, "Mod-a"],
    ]),
    ...ofGroup("insert"),
    ...own(palette.insert, [
      [shortcuts.slash, "/"],
      [shortcuts.at, "@"],
      [shortcuts.document, "[["],
      [shortcuts.emoji, ":"],
    ]),
    ...ofGroup("history"),
    ...own(palette.history, [[shortcuts.redoToo, "Mod-y"]]),
    ...own(palette.page, [
      [find.title, keys.find],
      [whole.find, keys.replace],
      [shortcuts.findNext, "F3"],
      [shortcuts.findPrevious, "Shift-F3"],
      [palette.title, keys.palette],
      [whole.share, keys.share],
      [shortcuts.toShortcuts, keys.shortcuts],
      [shortcuts.toToolbar, "Alt-F10"],
      [shortcuts.toTable, "Alt-Shift-F10"],
      [shortcuts.toLink, "Alt-Shift-Enter"],
      [shortcuts.toMessages, "F6"],
      [shortcuts.leave, "Escape"],
    ]),
  ];
}
