import { Dialog } from "@base-ui/react/dialog";
import type { ReactNode, RefObject } from "react";
import { TitledDialog } from "../parts/titled-dialog.tsx";
import { WithBreaks } from "../parts/with-breaks.tsx";

interface DialogProps {
  readonly title: string;
  readonly text?: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** What has the focus again afterwards, where that is not what had it before. */
  readonly returnTo?: RefObject<HTMLElement | null>;
  readonly children: ReactNode;
}

/** A dialog that asks for something before it is done. */
export function AskDialog({ text, children, ...dialog }: DialogProps) {
  return (
    <TitledDialog {...dialog} className="ask-dialog">
      {text !== undefined && (
        <Dialog.Description className="account-text">
          <WithBreaks text={text} />
        </Dialog.Description>
      )}
      {children}
    </TitledDialog>
  );
}
