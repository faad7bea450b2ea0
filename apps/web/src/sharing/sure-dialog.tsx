import { AlertDialog } from "@base-ui/react/alert-dialog";
import { useSharingWords } from "./use-sharing-words.ts";

interface SureProps {
  readonly title: string;
  readonly text: string;
  readonly action: string;
  readonly onSure: () => Promise<void>;
  readonly onClose: () => void;
}

/** Asks before something about who has access that whoever does it cannot take back. */
export function SureDialog({ title, text, action, onSure, onClose }: SureProps) {
  const { dialog } = useSharingWords();
  return (
    <AlertDialog.Root open onOpenChange={(open) => open || onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="scrim share-over" forceRender />
        <AlertDialog.Popup className="dialog share-sure share-over">
          <AlertDialog.Title className="dialog-title">{title}</AlertDialog.Title>
          <AlertDialog.Description className="share-text">{text}</AlertDialog.Description>
          <div className="share-ends">
            <AlertDialog.Close className="button button-line">{dialog.cancel}</AlertDialog.Close>
            <button type="button" className="button button-primary" onClick={() => void onSure()}>
              {action}
            </button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
