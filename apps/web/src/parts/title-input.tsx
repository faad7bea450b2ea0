import { type DocumentSummary, maxTitleLength } from "@quire/protocol";
import { type KeyboardEvent, useEffect, useRef } from "react";

interface TitleInputProps {
  readonly document: DocumentSummary;
  readonly label: string;
  /** The new title, or null where it was given up. Called once. */
  readonly onDone: (title: string | null) => void;
}

/** A field in place of a document's title in the list. Enter and leaving it take the title, Escape does not. */
export function TitleInput({ document, label, onDone }: TitleInputProps) {
  const input = useRef<HTMLInputElement>(null);
  const isDone = useRef(false);
  useEffect(() => {
    // After the menu that was used has given the focus back to its button.
    const frame = requestAnimationFrame(() => input.current?.select());
    return () => cancelAnimationFrame(frame);
  }, []);

  function finish(title: string | null) {
    if (isDone.current) return;
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
      maxLength={maxTitleLength}
      aria-label={label}
      onKeyDown={pressed}
      onBlur={(event) => finish(event.currentTarget.value.trim())}
    />
  );
}
