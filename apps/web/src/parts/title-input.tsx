import { type DocumentSummary, maxTitleLength } from "@quire/protocol";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useToast } from "../use-toast.ts";
import { deedWords } from "../words/en-deeds.ts";

interface TitleInputProps {
  readonly document: DocumentSummary;
  readonly label: string;
  /** The new title, or null where it was given up. Called once. */
  readonly onDone: (title: string | null) => void;
}

/**
 * A field in place of a document's title in the list. Enter and leaving it take the title, Escape does not. What is too long
 * for a title stays in the field until it is made shorter or given up.
 */
export function TitleInput({ document, label, onDone }: TitleInputProps) {
  const input = useRef<HTMLInputElement>(null);
  const isDone = useRef(false);
  const { fail } = useToast();
  useEffect(() => {
    // After the menu that was used has given the focus back to its button.
    const frame = requestAnimationFrame(() => input.current?.select());
    return () => cancelAnimationFrame(frame);
  }, []);

  function finish(title: string | null) {
    if (isDone.current) return;
    const length = title?.length ?? 0;
    input.current?.setAttribute("aria-invalid", String(length > maxTitleLength));
    if (length > maxTitleLength) return fail(deedWords.titleTooLong(length));
    isDone.current = true;
    onDone(title);
  }

  function pressed(event: KeyboardEvent<HTMLInputElement>) {
    if (event.nativeEvent.isComposing) return;
    if (event.key !== "Enter" && event.key !== "Escape") return;
    // Else the key would press the button that the focus goes back to.
    event.preventDefault();
    finish(event.key === "Enter" ? event.currentTarget.value.trim() : null);
  }

  return (
    <input
      ref={input}
      className="field row-field"
      defaultValue={document.title}
      aria-label={label}
      onKeyDown={pressed}
      onBlur={(event) => finish(event.currentTarget.value.trim())}
    />
  );
}
