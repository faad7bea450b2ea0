import { kinds } from "../kinds/kinds.ts";
import { blockCommands } from "./block.ts";
import type { RunnableCommand } from "./command.ts";
import { historyCommands } from "./history.ts";
import { moveCommands } from "./move.ts";
import { textCommands } from "./text.ts";

/** All that can be done to the text: toolbar, slash menu, keymap and shortcut lists are made from this. */
export const commands: readonly RunnableCommand[] = [
  ...textCommands,
  ...blockCommands,
  ...kinds.flatMap((kind) => kind.commands),
  ...moveCommands,
  ...historyCommands,
];

/** The command of that name. */
export function findCommand(id: string): RunnableCommand | undefined {
  return commands.find((command) => command.id === id);
}
