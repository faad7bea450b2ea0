import type { Editor, EditorCommand, EditorSnapshot } from "@quire/editor";
import { CaseSensitive } from "lucide-react";
import { type MouseEvent, useRef, useState } from "react";
import { useEditingWords } from "../editing-words.ts";
import { useKeyboardInset } from "../use-keyboard-inset.ts";
import { ColorGrid, isColorCommand } from "./color-grid.tsx";
import { LinkForm } from "./link-form.tsx";
import { PenIcon } from "./pen-icon.tsx";

interface TouchToolbarProps {
  readonly editor: Editor;
  readonly snapshot: EditorSnapshot;
}

/** What a thumb reaches without looking for it; the rest is behind Aa. */
const firstRow = ["bold", "italic", "bullet-list", "task-list", "link", "undo"];

/** The toolbar of a phone: above the keyboard while the text has the focus. */
export function TouchToolbar({ editor, snapshot }: TouchToolbarProps) {
  const words = useEditingWords();
  const bar = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<"blocks" | "link" | "colors" | null>(null);
  useKeyboardInset(bar);
  if (!snapshot.hasFocus && open !== "link") return null;

  const shown = editor.commands.filter(({ in: places }) => places.includes("toolbar"));
  const first = firstRow.flatMap((id) => shown.find((command) => command.id === id) ?? []);
  const rest = shown.filter((command) => !firstRow.includes(command.id));

  function run(command: EditorCommand) {
    if (command.id === "link") setOpen("link");
    else if (isColorCommand(command.id)) setOpen("colors");
    else editor.run(command.id);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a press must not take the focus, and the keyboard with it
    <div ref={bar} className="touch-tools" onMouseDown={keepKeyboard}>
      {open === "link" ? (
        <LinkForm
          editor={editor}
          href={snapshot.link?.href ?? ""}
          onDone={() => {
            setOpen(null);
            editor.focus();
          }}
        />
      ) : (
        <div role="toolbar" aria-label={words.toolbar}>
          {open === "blocks" && (
            <div className="touch-row touch-more">
              <ToolButtons commands={rest} snapshot={snapshot} onRun={run} />
            </div>
          )}
          {open === "colors" && (
            <div className="touch-colors">
              <ColorGrid editor={editor} snapshot={snapshot} onDone={() => setOpen(null)} />
            </div>
          )}
          <div className="touch-row">
            <button
              type="button"
              className="touch-button"
              aria-label={words.blocks}
              aria-expanded={open === "blocks"}
              onClick={() => setOpen(open === "blocks" ? null : "blocks")}
            >
              <CaseSensitive aria-hidden="true" />
            </button>
            <ToolButtons commands={first} snapshot={snapshot} onRun={run} />
          </div>
        </div>
      )}
    </div>
  );
}

interface ToolButtonsProps {
  readonly commands: readonly EditorCommand[];
  readonly snapshot: EditorSnapshot;
  readonly onRun: (command: EditorCommand) => void;
}

function ToolButtons({ commands, snapshot, onRun }: ToolButtonsProps) {
  return commands.map((command) => (
    <button
      key={command.id}
      type="button"
      className="touch-button"
      aria-label={command.label}
      aria-pressed={
        command.group === "history" || command.group === "insert"
          ? undefined
          : snapshot.active.has(command.id)
      }
      aria-disabled={!snapshot.enabled.has(command.id)}
      onClick={() => onRun(command)}
    >
      <PenIcon command={command} snapshot={snapshot} />
    </button>
  ));
}

function keepKeyboard(event: MouseEvent): void {
  if (!(event.target instanceof HTMLInputElement)) event.preventDefault();
}
