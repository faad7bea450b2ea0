import { Dialog } from "@base-ui/react/dialog";
import type { Counts, Editor, Live, Outline } from "@quire/editor";
import { X } from "lucide-react";
import { type RefObject, useRef } from "react";
import { useMedia } from "../use-media.ts";
import type { ToolWords } from "../words/en-tools.ts";
import { OutlineList } from "./outline-list.tsx";
import { TextCounts } from "./text-counts.tsx";

interface RailProps {
  readonly editor: Editor;
  readonly outline: Outline;
  readonly counts: Live<Counts>;
  readonly words: ToolWords["outline"];
  /** What the text scrolls in. */
  readonly page: RefObject<HTMLElement | null>;
  readonly isShown: boolean;
  readonly onClose: () => void;
}

/** The headings beside the text where there is room for them; else in a sheet above it. */
export function OutlineRail(props: RailProps) {
  const { words, isShown, onClose } = props;
  const hasRoom = useMedia("(width >= 64rem)");
  if (!hasRoom) return <OutlineSheet {...props} />;
  if (!isShown) return null;
  return (
    <aside className="rail" aria-label={words.title}>
      <div className="rail-head">
        <h2 className="rail-title">{words.title}</h2>
        <button
          type="button"
          className="icon-button"
          aria-label={words.hide}
          title={words.hide}
          onClick={onClose}
        >
          <X aria-hidden="true" />
        </button>
      </div>
      <OutlineList {...props} onGo={(go) => go()} />
    </aside>
  );
}

function OutlineSheet(props: RailProps) {
  const { words, isShown, onClose } = props;
  // What leads to the chosen heading; it takes the focus along.
  const goes = useRef<(() => void) | null>(null);
  return (
    <Dialog.Root
      open={isShown}
      onOpenChange={(open) => open || onClose()}
      onOpenChangeComplete={(open) => {
        if (open) goes.current = null;
        else goes.current?.();
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className="dialog rail-sheet" finalFocus={() => goes.current === null}>
          <div className="rail-head">
            <Dialog.Title className="rail-title">{words.title}</Dialog.Title>
            <Dialog.Close className="icon-button" aria-label={words.hide}>
              <X aria-hidden="true" />
            </Dialog.Close>
          </div>
          <OutlineList
            {...props}
            onGo={(go) => {
              goes.current = go;
              onClose();
            }}
          />
          <TextCounts counts={props.counts} words={words} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
