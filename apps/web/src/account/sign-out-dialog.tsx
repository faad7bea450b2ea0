import "../style/account.css";
import { thisDevice, type UnsentWords, unsentOn } from "@quire/client/device";
import { readTitle } from "@quire/schema";
import { type RefObject, useEffect, useState } from "react";
import { ApiError } from "../api.ts";
import { useApp } from "../app-context.ts";
import { documentName } from "../document-name.ts";
import { failureText } from "../failure-words.ts";
import { TitledDialog } from "../parts/titled-dialog.tsx";
import { createEnglishSignOut } from "../words/en-sign-out.ts";
import { dropWish, forgetCopies, forgetPictures, noteSignedOut, noteWish } from "./forget.ts";
import { Form, useForm } from "./form.tsx";
import { onlyHere } from "./only-here.ts";
import { useSignInApi } from "./use-accounts.ts";

interface DialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** What has the focus again afterwards, where that is not what had it before. */
  readonly returnTo?: RefObject<HTMLElement | null>;
}

/** Asks what becomes of what this device keeps, and signs out. */
export function SignOutDialog({ isOpen, onClose, returnTo }: DialogProps) {
  const { words } = useApp();
  const own = createEnglishSignOut(words.format);
  return (
    <TitledDialog
      title={own.title}
      className="ask-dialog"
      isOpen={isOpen}
      onClose={onClose}
      returnTo={returnTo}
    >
      <SignOutForm onClose={onClose} />
    </TitledDialog>
  );
}

function SignOutForm({ onClose }: Pick<DialogProps, "onClose">) {
  const { words, person } = useApp();
  const own = createEnglishSignOut(words.format);
  const api = useSignInApi();
  const [unsent, look] = useUnsent();
  const [isRemoving, setRemoving] = useState(true);
  const form = useForm({
    async send() {
      // What was written since, in another tab, or not read yet, is asked about before it is lost.
      const { isNews, isRead } = await look(isRemoving);
      if (isNews) return;
      if (person !== undefined) {
        // Of an earlier answer, whose page was closed before the server had it, nothing is left.
        if (isRemoving) await noteWish(person, { isRead });
        else dropWish(person);
      }
      try {
        await api.signOut();
      } catch (error) {
        // Who is signed out already goes on.
        if (!(error instanceof ApiError) || error.status !== 401) {
          if (person !== undefined) dropWish(person);
          throw error;
        }
      }
      // What nobody could read nobody has agreed to lose: the next page where somebody could sign in looks again.
      const isAgreed = isRemoving && isRead;
      if (isAgreed && person !== undefined) noteSignedOut(person);
      await (isAgreed ? forgetCopies() : forgetPictures());
      location.replace("/sign-in");
    },
    explain: (error) => ({ text: `${own.notDone} ${failureText(words, error)}` }),
  });
  const named = (titles: readonly string[]) => titles.map((title) => documentName(words, title));
  const onDevice = unsent?.onDevice;
  const isOnDevice = onDevice !== undefined && wouldLose(onDevice);
  const lost = isOnDevice && own.unsent({ ...onDevice, titles: named(onDevice.titles) });
  const isLoss = unsent !== null && isLost(unsent, isRemoving);
  return (
    <Form
      {...form}
      label={isLoss ? own.actionWithLoss : own.action}
      busyLabel={own.busy}
      isBad={isLoss}
      beside={
        <button type="button" className="button button-line" onClick={onClose}>
          {own.stay}
        </button>
      }
    >
      <fieldset className="sign-out-choices">
        <legend className="account-text">{own.question}</legend>
        <Choice
          label={own.remove}
          hint={own.removeHint}
          isChosen={isRemoving}
          onChoose={() => setRemoving(true)}
        />
        <Choice
          label={own.keep}
          hint={own.keepHint}
          isChosen={!isRemoving}
          onChoose={() => setRemoving(false)}
        />
      </fieldset>
      <div role="status">
        {unsent !== null && unsent.onPage.length > 0 && (
          <p className="problem">{own.onPage(named(unsent.onPage))}</p>
        )}
        {unsent?.isRead === false && isRemoving && <p className="account-hint">{own.unread}</p>}
        {isOnDevice && (
          <p className={isRemoving ? "problem" : "account-hint"}>
            {lost} {isRemoving ? own.willBeLost : own.willBeKept}
          </p>
        )}
      </div>
    </Form>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly hint: string;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function Choice({ label, hint, isChosen, onChoose }: ChoiceProps) {
  return (
    <label className="sign-out-choice">
      <input type="radio" name="copies" checked={isChosen} onChange={onChoose} />
      <span>
        {label}
        <small>{hint}</small>
      </span>
    </label>
  );
}

/** What the server does not have. */
interface Unsent {
  /** Undefined where nothing is kept, or can be read. */
  readonly onDevice: UnsentWords | undefined;
  /** Whether all of it is known. */
  readonly isRead: boolean;
  /** The titles of documents with words or files that are in this page alone. */
  readonly onPage: readonly string[];
}

async function readUnsent(): Promise<Unsent> {
  const device = thisDevice();
  const onDevice = device && (await unsentOn(device).catch(() => undefined));
  const isRead = device === undefined || onDevice !== undefined;
  return { onDevice, isRead, onPage: onlyHere().map(({ ydoc }) => readTitle(ydoc)) };
}

function isLost({ onDevice, onPage }: Unsent, isRemoving: boolean): boolean {
  return onPage.length > 0 || (isRemoving && onDevice !== undefined && wouldLose(onDevice));
}

function wouldLose({ titles, deeds, refused, copies }: UnsentWords): boolean {
  return titles.length + deeds + refused + copies > 0;
}

/** What a second look found: whether something would be lost of which was not told yet, and whether all of it is known. */
interface SecondLook {
  readonly isNews: boolean;
  readonly isRead: boolean;
}

/** What is on this device and nowhere else; null until it is known. And what looks again. */
function useUnsent(): [unsent: Unsent | null, look: (isRemoving: boolean) => Promise<SecondLook>] {
  const [unsent, setUnsent] = useState<Unsent | null>(null);
  useEffect(() => {
    let isGone = false;
    void readUnsent().then((found) => isGone || setUnsent(found));
    return () => {
      isGone = true;
    };
  }, []);
  const look = async (isRemoving: boolean): Promise<SecondLook> => {
    const found = await readUnsent();
    setUnsent(found);
    const isNews = isLost(found, isRemoving) && JSON.stringify(found) !== JSON.stringify(unsent);
    return { isNews, isRead: found.isRead };
  };
  return [unsent, look];
}
