import { useToast } from "../use-toast.ts";

interface CopyProps {
  readonly text: string;
  readonly label: string;
  /** What is said then, and where the browser does not let it. */
  readonly copied: string;
  readonly failed: string;
  readonly isFirst?: boolean;
}

/** Copies a text that is shown beside it. */
export function CopyButton({ text, label, copied, failed, isFirst = false }: CopyProps) {
  const { say, fail } = useToast();
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      say(copied);
    } catch {
      fail(failed);
    }
  }
  return (
    <button
      type="button"
      className={`button ${isFirst ? "button-primary" : "button-line"}`}
      onClick={() => void copy()}
    >
      {label}
    </button>
  );
}
