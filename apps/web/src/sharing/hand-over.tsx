import { AlertDialog } from "@base-ui/react/alert-dialog";
import type { Person } from "@quire/protocol";
import { useSharingWords } from "./use-sharing-words.ts";

interface HandOverProps {
  readonly person: Person;
  readonly onSure: () => Promise<void>;
  readonly onClose: () => void;
}

/** Asks before a document becomes somebody else's: only they can give it back. */
export function HandOver({ person, onSure, onClose }: HandOverProps) {
  const { rows } = useSharingWords();
  return (
    <AlertDialog.Root open onOpenChange={(open) => open || onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="scrim share-over" forceRender />
        <AlertDialog.Popup className="dialog share-sure share-over">
          <AlertDialog.Title className="dialog-title">{rows.handOverTitle(person.name)}</AlertDialog.Title>
          <AlertDialog.Description className="share-text">
            {rows.handOverText(person.name)}
          </AlertDialog.Description>
          <div className="share-ends">
            <AlertDialog.Close className="button button-line">{rows.cancel}</AlertDialog.Close>
            <button type="button" className="button button-primary" onClick={() => void onSure()}>
              {rows.handOverNow}
            </button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
