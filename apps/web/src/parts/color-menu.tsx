import { Popover } from "@base-ui/react/popover";
import { Toolbar } from "@base-ui/react/toolbar";
import type { Editor, EditorSnapshot } from "@quire/editor";
import { ChevronDown } from "lucide-react";
import { useState } from "react";
import { useEditingWords } from "../editing-words.ts";
import { ColorGrid } from "./color-grid.tsx";

interface ColorMenuProps {
  readonly editor: Editor;
  readonly snapshot: EditorSnapshot;
  readonly onOpenChange: (isOpen: boolean) => void;
}

/** The button beside the pens, and the hues that it opens. */
export function ColorMenu({ editor, snapshot, onOpenChange }: ColorMenuProps) {
  const words = useEditingWords();
  const [isOpen, setOpen] = useState(false);
  const change = (open: boolean) => {
    setOpen(open);
    onOpenChange(open);
  };
  return (
    <Popover.Root open={isOpen} onOpenChange={change}>
      <Toolbar.Button
        className="bubble-button bubble-more"
        aria-label={words.colors}
        title={words.colors}
        disabled={!snapshot.enabled.has("highlight")}
        render={<Popover.Trigger />}
      >
        <ChevronDown aria-hidden="true" />
      </Toolbar.Button>
      <Popover.Portal>
        <Popover.Positioner className="floating" align="center" sideOffset={6}>
          <Popover.Popup
            className="popover colors"
            aria-label={words.colors}
            finalFocus={() => editor.view.dom}
          >
            <ColorGrid editor={editor} snapshot={snapshot} onDone={() => change(false)} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
