import type { RemotePerson } from "./remote-person.ts";

/** The drawn carets of other people, and the flags on them that come and go. */
export interface CaretFlags {
  /** A caret's element, with the flag up if its owner moved just now. */
  draw(clientId: number, person: RemotePerson, document: Document): HTMLElement;
  /** Forgets an element that left the page. */
  drop(clientId: number, element: Node): void;
  /** Puts the flag up, and takes it down after a while. */
  raise(clientId: number): void;
  /** Finds each flag a side where it is whole: below on the first line, to the left at the far edge. */
  arrange(text: HTMLElement): void;
  close(): void;
}

const raised = "quire-caret-raised";

/** Carets drawn with classes only: a strict content security policy forbids style attributes. */
export function createCaretFlags(flagMs: number): CaretFlags {
  const elements = new Map<number, HTMLElement>();
  const timers = new Map<number, ReturnType<typeof setTimeout>>();
  return {
    draw(clientId, { name, hue }, document) {
      const caret = document.createElement("span");
      caret.className = `quire-caret quire-hue-${hue}`;
      caret.classList.toggle(raised, timers.has(clientId));
      const flag = document.createElement("span");
      flag.className = "quire-caret-flag";
      flag.textContent = name;
      // Carets of others are for the eye: who is here is told elsewhere, and text must read as it stands.
      caret.ariaHidden = "true";
      if (name !== "") caret.append(flag);
      elements.set(clientId, caret);
      return caret;
    },
    drop(clientId, element) {
      if (elements.get(clientId) === element) elements.delete(clientId);
    },
    raise(clientId) {
      clearTimeout(timers.get(clientId));
      elements.get(clientId)?.classList.add(raised);
      const lower = () => {
        timers.delete(clientId);
        elements.get(clientId)?.classList.remove(raised);
      };
      timers.set(clientId, setTimeout(lower, flagMs));
    },
    arrange(text) {
      const top = text.firstElementChild?.getBoundingClientRect().top ?? 0;
      const right = text.getBoundingClientRect().right;
      for (const caret of elements.values()) {
        const flag = caret.firstElementChild?.getBoundingClientRect();
        const place = caret.getBoundingClientRect();
        caret.classList.toggle("quire-caret-below", place.top - top < (flag?.height ?? 0));
        caret.classList.toggle("quire-caret-end", place.left + (flag?.width ?? 0) > right);
      }
    },
    close() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
      elements.clear();
    },
  };
}
