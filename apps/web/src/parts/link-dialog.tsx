import { Dialog } from "@base-ui/react/dialog";
import type { Editor } from "@quire/editor";
import { useEditingWords } from "../editing-words.ts";
import { LinkForm } from "./link-form.tsx";

interface LinkDialogProps {
  readonly editor: Editor;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Asks for an address, for who came by the palette. */
export function LinkDialog({ editor, isOpen, onClose }: LinkDialogProps) {
  const words = useEditingWords();
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => open || onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className="dialog palette link-dialog">
          <Dialog.Title className="visually-hidden">{words.address}</Dialog.Title>
          <LinkForm editor={editor} href={editor.getSnapshot().link?.href ?? ""} onDone={onClose} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
