import type { Editor, EditorSnapshot } from "@quire/editor";
import { type Hue, hues } from "@quire/schema";
import { Ban } from "lucide-react";
import type { KeyboardEvent } from "react";
import { useEditingWords } from "../editing-words.ts";

interface ColorGridProps {
  readonly editor: Editor;
  readonly snapshot: EditorSnapshot;
  readonly onDone: () => void;
}

/** The commands that give a hue. */
export type ColorCommand = "text-color" | "highlight";

/** Whether the command gives a hue, of which a person may want another than the last. */
export function isColorCommand(id: string): id is ColorCommand {
  return id === "text-color" || id === "highlight";
}

/** The hues that the selected words can have, and behind them; arrow keys go from one to the next. */
export function ColorGrid({ editor, snapshot, onDone }: ColorGridProps) {
  const words = useEditingWords();
  const choose = (command: ColorCommand, hue: Hue | null) => {
    editor.run(command, hue ?? "none");
    onDone();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys of the buttons inside
    <div className="color-grid" onKeyDown={move}>
      <ColorRow
        command="text-color"
        label={words.textColor}
        current={snapshot.hues.color}
        isFirst={true}
        onChoose={choose}
      />
      <ColorRow
        command="highlight"
        label={words.highlight}
        current={snapshot.hues.highlight}
        isFirst={false}
        onChoose={choose}
      />
    </div>
  );
}

interface ColorRowProps {
  readonly command: ColorCommand;
  readonly label: string;
  readonly current: Hue | null;
  /** It has the button that Tab leads to: the others are reached by arrows. */
  readonly isFirst: boolean;
  readonly onChoose: (command: ColorCommand, hue: Hue | null) => void;
}

function ColorRow({ command, label, current, isFirst, onChoose }: ColorRowProps) {
  const words = useEditingWords();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a grid everywhere
    <div role="group" aria-label={label}>
      <div className="menu-label" aria-hidden="true">
        {label}
      </div>
      <div className="color-row">
        {[null, ...hues].map((hue) => (
          <button
            key={hue}
            type="button"
            className="swatch"
            data-for={command}
            data-hue={hue ?? undefined}
            tabIndex={isFirst && hue === null ? 0 : -1}
            aria-label={hue === null ? words.noColor : words.hues[hue]}
            title={hue === null ? words.noColor : words.hues[hue]}
            aria-pressed={hue === current}
            onClick={() => onChoose(command, hue)}
          >
            {hue === null ? <Ban aria-hidden="true" /> : <span aria-hidden="true">A</span>}
          </button>
        ))}
      </div>
    </div>
  );
}

/** Where they are seen: a page's direction and a finger's screen lay them out in other ways. */
function move(event: KeyboardEvent<HTMLElement>): void {
  const grid = event.currentTarget;
  const row = grid.querySelector(".color-row");
  if (row === null) return;
  const columns = getComputedStyle(row).gridTemplateColumns.split(" ").length;
  const right = getComputedStyle(row).direction === "rtl" ? -1 : 1;
  const steps = new Map([
    ["ArrowRight", right],
    ["ArrowLeft", -right],
    ["ArrowDown", columns],
    ["ArrowUp", -columns],
  ]);
  const step = steps.get(event.key);
  if (step === undefined) return;
  event.preventDefault();
  const swatches = [...grid.querySelectorAll("button")];
  const { activeElement } = document;
  const at = activeElement instanceof HTMLButtonElement ? swatches.indexOf(activeElement) : 0;
  swatches[(at + step + swatches.length) % swatches.length]?.focus();
}
