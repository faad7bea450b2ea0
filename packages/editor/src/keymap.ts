import { redo } from "@quire/binding";
import {
  baseKeymap,
  chainCommands,
  createParagraphNear,
  deleteSelection,
  joinBackward,
  joinForward,
  selectAll,
  selectNodeBackward,
  selectNodeForward,
} from "prosemirror-commands";
import { keymap } from "prosemirror-keymap";
import type { Command, Plugin } from "prosemirror-state";
import { becomeParagraph, removeLineAbove, removeOwnLine } from "./backspace.ts";
import {
  enterInCode,
  goToLanguage,
  indentCode,
  leaveCode,
  leaveDownwards,
  leaveUpwards,
  outdentCode,
  selectCode,
} from "./code-keys.ts";
import { leaveCodeMark, leaveCodeMarkAtStart } from "./code-mark-keys.ts";
import type { RunnableCommand } from "./commands/command.ts";
import { commands } from "./commands/commands.ts";

import { breakLine, leaveLevel, openAbove, splitText } from "./enter.ts";
import { goBelowFlow, leaveFlow, liftFirstLine, removeLineBelowFlow } from "./flows.ts";
import { kinds } from "./kinds/kinds.ts";
import { isLeaving, prepareToLeave } from "./leave-key.ts";
import { indent, isInList, outdent, toggleTasks } from "./lists.ts";

/** The keys that kinds give a meaning of their own, those of writing, those of the commands, then ProseMirror's own. */
export function keymapPlugins(): readonly Plugin[] {
  const ofKinds = kinds.flatMap(({ keys }) => (keys ? keymap({ ...keys }) : []));
  return [...ofKinds, keymap(writingKeys), keymap(commandKeys(commands)), keymap(baseKeymap)];
}

const backspace = chainCommands(
  deleteSelection,
  becomeParagraph,
  removeLineAbove,
  liftFirstLine,
  removeLineBelowFlow,
  joinBackward,
  selectNodeBackward,
);
const forwardDelete = chainCommands(deleteSelection, removeOwnLine, joinForward, selectNodeForward);

/** Taken also where nothing is left to do again: with the capitals locked the key without Shift is tried then, which is undo. */
const doAgain: Command = (state, dispatch) => redo(state, dispatch) || true;

/** Keys that mean something else in each place. Tab is taken only in lists and code, and there Escape frees it. */
const writingKeys: Readonly<Record<string, Command>> = {
  Enter: chainCommands(enterInCode, createParagraphNear, leaveLevel, leaveFlow, openAbove, splitText),
  "Shift-Enter": chainCommands(enterInCode, breakLine),
  "Mod-Enter": chainCommands(toggleTasks, leaveCode, goBelowFlow),
  Backspace: backspace,
  "Mod-Backspace": backspace,
  "Shift-Backspace": backspace,
  Delete: forwardDelete,
  "Mod-Delete": forwardDelete,
  Tab: whetherLeaving(() => false, chainCommands(indentCode, inList(indent))),
  "Shift-Tab": whetherLeaving(goToLanguage, chainCommands(outdentCode, inList(outdent))),
  Escape: prepareToLeave,
  "Mod-a": chainCommands(selectCode, selectAll),
  ArrowDown: leaveDownwards,
  ArrowUp: leaveUpwards,
  ArrowRight: leaveCodeMark,
  ArrowLeft: leaveCodeMarkAtStart,
  "Mod-Shift-z": doAgain,
  "Mod-y": doAgain,
};

function commandKeys(list: readonly RunnableCommand[]): Record<string, Command> {
  const keys: Record<string, Command> = {};
  for (const command of list) {
    const isPlace = command.keys !== undefined && command.keys in writingKeys;
    if (command.keys && !isPlace)
      keys[command.keys] = (state, dispatch, view) => command.run(state, dispatch, view);
  }
  return keys;
}

/** In a list the key is taken also where the item can go no further: it would be odd to land elsewhere. */
function inList(command: Command): Command {
  return (state, dispatch) => isInList(state) && (command(state, dispatch) || true);
}

function whetherLeaving(leaving: Command, staying: Command): Command {
  return (state, dispatch, view) => (isLeaving(state) ? leaving : staying)(state, dispatch, view);
}
