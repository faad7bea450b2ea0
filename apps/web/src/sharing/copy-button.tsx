import { useEffect, useState } from "react";
import { useToast } from "../use-toast.ts";
import { useSharingWords } from "./use-sharing-words.ts";

interface CopyProps {
  readonly text: string;
  readonly face: string;
  /** What it copies, for who does not see where it stands. */
  readonly label?: string;
}

/** How long the button says that it has copied. */
const saidMs = 2_000;

/** Copies an address, and says so in its own place. Where the browser does not let it, the address is shown to be copied by hand. */
export function CopyButton({ text, face, label }: CopyProps) {
  const { dialog } = useSharingWords();
  const { fail } = useToast();
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(setCopied, saidMs, false);
    return () => clearTimeout(timer);
  }, [isCopied]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      fail(dialog.notCopied, undefined, text);
    }
  }

  return (
    <>
      <button type="button" className="button button-line" aria-label={label} onClick={() => void copy()}>
        {isCopied ? dialog.copied : face}
      </button>
      <span role="status" className="visually-hidden">
        {isCopied && dialog.copied}
      </span>
    </>
  );
}
