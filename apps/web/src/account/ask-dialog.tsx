import "../style/dialog.css";
import { Dialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { useWords } from "../app-context.ts";

interface DialogProps {
  readonly title: string;
  readonly text?: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A dialog that asks for something before it is done. */
export function AskDialog({ title, text, isOpen, onClose, children }: DialogProps) {
  const { common } = useWords();
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => open || onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className="dialog ask-dialog">
          <div className="dialog-head">
            <Dialog.Title className="dialog-title">{title}</Dialog.Title>
            <Dialog.Close className="icon-button" aria-label={common.close}>
              <X aria-hidden="true" />
            </Dialog.Close>
          </div>
          {text !== undefined && <Dialog.Description className="account-text">{text}</Dialog.Description>}
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
