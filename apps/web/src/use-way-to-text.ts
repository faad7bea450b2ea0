import type { Editor } from "@quire/editor";
import { useEffect, useRef } from "react";

/**
 * Leads to the start of the text: now, or as soon as there is an editor. What is typed until then, in the field that it
 * leads away from, belongs to the text and is there when it comes.
 */
export function useWayToText(editor: Editor | null): () => void {
  const ahead = useRef<TypedAhead | null>(null);
  const text = useRef(editor);
  text.current = editor;
  useEffect(() => {
    if (editor === null || ahead.current === null) return;
    const typed = ahead.current.end();
    ahead.current = null;
    editor.focus("start");
    if (typed !== "") editor.view.pasteText(typed);
  }, [editor]);
  useEffect(() => () => void ahead.current?.end(), []);
  return () => {
    if (text.current !== null) text.current.focus("start");
    else if (ahead.current === null) ahead.current = new TypedAhead();
    else ahead.current.type("\n");
  };
}

/** What is typed into the focused field from now on, kept from it. */
class TypedAhead {
  readonly #listening = new AbortController();
  #text = "";

  constructor() {
    const { signal } = this.#listening;
    document.activeElement?.addEventListener("beforeinput", (event) => this.#take(event as InputEvent), {
      signal,
    });
  }

  type(text: string): void {
    this.#text += text;
  }

  /** Gives what was typed; the field has its own again. */
  end(): string {
    this.#listening.abort();
    return this.#text;
  }

  #take(event: InputEvent): void {
    // An input method's words cannot be kept from the field that it works in.
    if (!event.cancelable) return;
    if (event.inputType === "insertText") this.type(event.data ?? "");
    else if (event.inputType === "deleteContentBackward") this.#text = this.#text.replace(/.$/su, "");
    else return;
    event.preventDefault();
  }
}
