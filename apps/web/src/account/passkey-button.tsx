import { useState } from "react";
import { useWords } from "../app-context.ts";
import { failureText } from "../failure-words.ts";
import { createEnglishPasskeys } from "../words/en-passkeys.ts";
import { forgetPictures } from "./forget.ts";
import { hasPasskeys, NoPasskey, signByPasskey } from "./passkeys.ts";
import { useSignInApi } from "./use-accounts.ts";

const words = createEnglishPasskeys();

/** Signs in by a passkey, which says by itself whose it is. Not there where the browser has none. */
export function PasskeyButton({ onSignedIn }: { readonly onSignedIn: () => void }) {
  const allWords = useWords();
  const api = useSignInApi();
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  if (!hasPasskeys()) return null;

  async function signIn() {
    setBusy(true);
    setProblem(null);
    try {
      const { options } = await api.beginSignInByPasskey();
      await api.signInByPasskey(await signByPasskey(options));
      await forgetPictures();
      onSignedIn();
    } catch (error) {
      setProblem(error instanceof NoPasskey ? words.notGiven : failureText(allWords, error));
    }
    setBusy(false);
  }

  return (
    <div className="card-ways">
      <button
        type="button"
        className="button button-line"
        aria-disabled={isBusy}
        onClick={() => isBusy || void signIn()}
      >
        {words.signIn}
      </button>
      {problem !== null && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
