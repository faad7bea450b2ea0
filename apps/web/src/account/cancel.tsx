import { useAccountWords } from "./use-accounts.ts";

/** Leaves a form as if it had not been opened. */
export function Cancel({ onCancel }: { readonly onCancel: () => void }) {
  const { cancel } = useAccountWords();
  return (
    <button type="button" className="button button-line" onClick={onCancel}>
      {cancel}
    </button>
  );
}
