import { canRedo, canUndo, redo, undo } from "@quire/binding";
import type { RunnableCommand } from "./command.ts";

/** Undo and redo of what this person did; others' work stays. */
export const historyCommands: readonly RunnableCommand[] = [
  {
    id: "undo",
    label: "Undo",
    group: "history",
    keys: "Mod-z",
    icon: "undo-2",
    in: ["toolbar"],
    isActive: () => false,
    isEnabled: canUndo,
    run: undo,
  },
  {
    id: "redo",
    label: "Redo",
    group: "history",
    keys: "Mod-Shift-z",
    icon: "redo-2",
    in: ["toolbar"],
    isActive: () => false,
    isEnabled: canRedo,
    run: redo,
  },
];
