import "../style/dialog.css";
import { Dialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode, RefObject } from "react";
import { useWords } from "../app-context.ts";

interface DialogProps {
  readonly title: string | undefined;
  /** Which dialog it is, for its styles. */
  readonly className: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** What has the focus again afterwards, where that is not what had it before. */
  readonly returnTo?: RefObject<HTMLElement | null> | undefined;
  readonly children: ReactNode;
}

/** A dialog under its title, beside which it can be closed. */
export function TitledDialog({ title, className, isOpen, onClose, returnTo, children }: DialogProps) {
  const { common } = useWords();
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => open || onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className={`dialog ${className}`} {...(returnTo && { finalFocus: returnTo })}>
          <div className="dialog-head">
            <Dialog.Title className="dialog-title">{title}</Dialog.Title>
            <Dialog.Close className="icon-button" aria-label={common.close}>
              <X aria-hidden="true" />
            </Dialog.Close>
          </div>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
