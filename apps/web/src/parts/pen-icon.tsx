import type { EditorCommand, EditorSnapshot } from "@quire/editor";
import { isColorCommand } from "./color-grid.tsx";
import { CommandIcon } from "./command-icon.tsx";

interface PenIconProps {
  readonly command: EditorCommand;
  readonly snapshot: EditorSnapshot;
}

/** The picture of a command; below that of a pen, the hue that it gives. */
export function PenIcon({ command, snapshot: { pens } }: PenIconProps) {
  if (!isColorCommand(command.id)) return <CommandIcon command={command} />;
  const hue = command.id === "highlight" ? pens.highlight : pens.color;
  return (
    <span className="pen" data-for={command.id} data-hue={hue}>
      <CommandIcon command={command} />
    </span>
  );
}
