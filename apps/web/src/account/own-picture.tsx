import type { Account } from "@quire/protocol";
import { useEffect, useRef, useState } from "react";
import { useWords } from "../app-context.ts";
import { failureText } from "../failure-words.ts";
import { Avatar } from "../parts/avatar.tsx";
import { useDelayed } from "../use-delayed.ts";
import { useToast } from "../use-toast.ts";
import type { OwnAccountWords } from "../words/en-own-account.ts";
import { squarePicture } from "./square-picture.ts";
import { useAccountsApi } from "./use-accounts.ts";

interface PictureProps {
  readonly words: OwnAccountWords["picture"];
  readonly account: Account;
  readonly onChange: (account: Account) => void;
}

/** My picture as others see it, and the ways to another one: a file that is chosen, dropped here or pasted. */
export function OwnPicture({ words, account, onChange }: PictureProps) {
  const { shown, problem, isBusy, set, remove } = useOwnPicture({ words, account, onChange });
  const isSlow = useDelayed(isBusy);
  const input = useRef<HTMLInputElement>(null);
  const chooser = useRef<HTMLButtonElement>(null);
  const take = (files: FileList | null | undefined) => void set(files?.[0]);
  usePastedFiles(take);
  return (
    <fieldset
      className="own-picture"
      onDragOver={(event) => event.dataTransfer.types.includes("Files") && event.preventDefault()}
      onDrop={(event) => {
        // The browser would open it in place of the page.
        event.preventDefault();
        take(event.dataTransfer.files);
      }}
    >
      <legend>{words.title}</legend>
      {shown === null ? (
        <Avatar person={account.person} />
      ) : (
        <span className="avatar">
          <img src={shown} alt="" />
        </span>
      )}
      <div className="account-actions">
        <input
          ref={input}
          type="file"
          accept="image/*"
          hidden
          onChange={({ target }) => {
            take(target.files);
            // The same file may be chosen again.
            target.value = "";
          }}
        />
        <button
          ref={chooser}
          type="button"
          className="button button-line"
          aria-disabled={isBusy}
          onClick={() => input.current?.click()}
        >
          {isSlow ? <span className="progress">{words.busy}</span> : words.choose}
        </button>
        {account.person.picture !== undefined && (
          <button
            type="button"
            className="button button-quiet"
            aria-disabled={isBusy}
            onClick={() => {
              // This button goes with the picture.
              chooser.current?.focus();
              void remove();
            }}
          >
            {words.remove}
          </button>
        )}
      </div>
      {problem !== null && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      <p className="account-hint">{words.hint}</p>
    </fieldset>
  );
}

/** Sets and removes it, one at a time. What was chosen is shown at once, and no more where it was not taken. */
function useOwnPicture({ words, onChange }: PictureProps) {
  const allWords = useWords();
  const api = useAccountsApi();
  const { say } = useToast();
  const [shown, setShown] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => () => void (shown !== null && URL.revokeObjectURL(shown)), [shown]);

  async function change(act: () => Promise<Account>, done: string, notDone: string) {
    setBusy(true);
    setProblem(null);
    try {
      onChange(await act());
      say(done);
    } catch (error) {
      setShown(null);
      setProblem(`${notDone} ${failureText(allWords, error)}`);
    }
    setBusy(false);
  }

  return {
    shown,
    problem,
    isBusy,
    async set(file: File | undefined) {
      if (file === undefined || isBusy) return;
      const picture = await squarePicture(file).catch(() => null);
      if (picture === null) return setProblem(words.notShown);
      setShown(URL.createObjectURL(picture));
      await change(() => api.setPicture(picture), words.saved, words.notSaved);
    },
    async remove() {
      if (isBusy) return;
      setShown(null);
      await change(api.removePicture, words.removed, words.notRemoved);
    },
  };
}

/** Files that are pasted anywhere on the page; words that are pasted into a field have none. */
function usePastedFiles(take: (files: FileList | undefined) => void): void {
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    const heard = ({ clipboardData }: ClipboardEvent) => latest.current(clipboardData?.files);
    document.addEventListener("paste", heard);
    return () => document.removeEventListener("paste", heard);
  }, []);
}
