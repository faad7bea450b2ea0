import "../style/sharing.css";
import { Dialog } from "@base-ui/react/dialog";
import type { Session } from "@quire/client";
import { useApp, useWords } from "../app-context.ts";
import { documentName } from "../document-name.ts";
import { TitledDialog } from "../parts/titled-dialog.tsx";
import { useMe } from "../use-me.ts";
import { useTitle } from "../use-title.ts";
import { AccessParts } from "./access-parts.tsx";
import { CopyButton } from "./copy-button.tsx";
import { useSharingWords } from "./use-sharing-words.ts";

interface ShareProps {
  readonly session: Session;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Who may do what with the document, and how to let others in. Where nobody has an account: its address, and what that means. */
export function ShareDialog({ session, isOpen, onClose }: ShareProps) {
  const words = useWords();
  const { dialog } = useSharingWords();
  const title = documentName(words, useTitle(session.ydoc));
  return (
    <TitledDialog title={dialog.title(title)} className="share-dialog" isOpen={isOpen} onClose={onClose}>
      <WhoMay id={session.id} />
      <div className="share-ends">
        <Address id={session.id} />
        <Dialog.Close className="button button-primary">{dialog.done}</Dialog.Close>
      </div>
    </TitledDialog>
  );
}

/** The document's own address. A guest has no use for it: whom they gave it to would not get in. */
function Address({ id }: { readonly id: string }) {
  const { dialog } = useSharingWords();
  const isGuest = useMe()?.person.isGuest;
  if (isGuest === true) return null;
  return (
    <div className="share-address">
      <CopyButton text={`${location.origin}/d/${id}`} face={dialog.copyAddress} />
      {isGuest === false && <small>{dialog.addressOpens}</small>}
    </div>
  );
}

/** A server on which nobody has an account says nothing of guests; there everybody is one. */
function WhoMay({ id }: { readonly id: string }) {
  const { words } = useApp();
  const { dialog } = useSharingWords();
  const me = useMe();
  if (me === null) return <p className="progress">{words.common.loading}</p>;
  const { isGuest } = me.person;
  if (isGuest === undefined) return <p className="share-text">{dialog.open}</p>;
  if (isGuest) return <p className="share-text">{dialog.byLinkOnly}</p>;
  return <AccessParts id={id} me={me.person} />;
}
