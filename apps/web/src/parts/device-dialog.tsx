import "../style/device.css";
import type { RefObject } from "react";
import { useWords } from "../app-context.ts";
import { useDeviceList } from "../use-device-list.ts";
import { useLoaded } from "../use-loaded.ts";
import { useToast } from "../use-toast.ts";
import type { ToolWords } from "../words/en-tools.ts";
import { DeviceRow } from "./device-row.tsx";
import { TitledDialog } from "./titled-dialog.tsx";

interface DialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** What has the focus again afterwards, where that is not what had it before. */
  readonly returnTo?: RefObject<HTMLElement | null>;
}

/** What this device keeps, how much that is, and what can be done about it. */
export function DeviceDialog({ isOpen, onClose, returnTo }: DialogProps) {
  const words = useWords();
  const { fail } = useToast();
  const toolWords = useLoaded(words.loadTools, isOpen, () => {
    onClose();
    fail(words.failure.notLoaded);
  });
  return (
    <TitledDialog
      title={toolWords?.device.title}
      className="device-dialog"
      isOpen={isOpen && toolWords !== null}
      onClose={onClose}
      returnTo={returnTo}
    >
      {toolWords !== null && <DeviceList words={toolWords.device} onClose={onClose} />}
    </TitledDialog>
  );
}

interface ListProps {
  readonly words: ToolWords["device"];
  readonly onClose: () => void;
}

function DeviceList({ words, onClose }: ListProps) {
  const { documents, storage, change } = useDeviceList(words);
  if (documents === null) return <p className="device-note">{words.notKept}</p>;
  const bytes = documents.reduce((sum, document) => sum + document.bytes, 0);
  return (
    <>
      <p className="device-note">
        {documents.length === 0 ? words.empty : words.kept(documents.length, bytes)}
      </p>
      <ul className="device-rows">
        {documents.map((document) => (
          <DeviceRow
            key={document.id}
            words={words}
            document={document}
            onPin={(isPinned) => change.pin(document, isPinned)}
            onRemove={(evenUnsent) => change.remove(document, evenUnsent)}
            onOpen={onClose}
          />
        ))}
      </ul>
      {storage !== null && (
        <p className="device-note device-space">
          {storage.space !== null && `${words.space(storage.space.used, storage.space.quota)} `}
          {storage.isPersistent ? words.isPersistent : words.isNotPersistent}
        </p>
      )}
    </>
  );
}
