import type { Editor } from "@quire/editor";
import { useEffect, useRef, useState } from "react";
import type { Box } from "./floating.ts";

interface LinkKeys {
  /** Alt+Shift+Enter was pressed in the text. */
  readonly enter: () => void;
  /** Escape was. */
  readonly putAway: () => void;
}

/** Hears the keys of the link at the caret. Gives whether the focus is in the text, or on a link of it. */
export function useLinkKeys({ view: { dom } }: Editor, keys: LinkKeys): boolean {
  const [isInText, setInText] = useState(() => dom.contains(document.activeElement));
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const listeners = new AbortController();
    const { signal } = listeners;
    const pressed = (event: KeyboardEvent) => {
      const { key, altKey, shiftKey, ctrlKey, metaKey } = event;
      if (key === "Escape") return latest.current.putAway();
      if (key !== "Enter" || !altKey || !shiftKey || ctrlKey || metaKey) return;
      event.preventDefault();
      latest.current.enter();
    };
    const look = () => setInText(dom.contains(document.activeElement));
    look();
    dom.addEventListener("keydown", pressed, { signal });
    dom.addEventListener("focusin", look, { signal });
    dom.addEventListener("focusout", ({ relatedTarget }) => setInText(isIn(dom, relatedTarget)), { signal });
    return () => listeners.abort();
  }, [dom]);
  return isInText;
}

/** All the lines of the link that the caret is in, in the window; the caret where its link is not drawn as one. */
export function linkBox(editor: Editor): Box | null {
  return linkElement(editor)?.getBoundingClientRect() ?? editor.selectionRect();
}

/** Gives the focus back to where it came from: to the caret, or to the link that a reader came to by Tab. */
export function returnToLink(editor: Editor): void {
  if (editor.view.editable) editor.focus();
  else linkElement(editor)?.focus();
}

function linkElement({ view }: Editor): HTMLElement | null | undefined {
  const { node, offset } = view.domAtPos(view.state.selection.from, 1);
  const at = node.childNodes[offset] ?? node;
  return (at instanceof Element ? at : at.parentElement)?.closest<HTMLElement>("a[href]");
}

function isIn(dom: HTMLElement, target: EventTarget | null): boolean {
  return target instanceof Node && dom.contains(target);
}
