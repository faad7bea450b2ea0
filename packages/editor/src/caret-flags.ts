import { createFlagSideFinder, type FlagSide } from "./caret-flag-sides.ts";
import type { RemotePerson } from "./remote-person.ts";

/** Hears of the drawn carets of other people. */
export interface CaretWatcher {
  /** A caret has an element in the page: a new one, if it had another before. */
  drawn(clientId: number, caret: HTMLElement): void;
  /** The element has left the page. */
  dropped(clientId: number, caret: Node): void;
  /** Its flag went up: its owner typed or moved. */
  raised(clientId: number): void;
}

/** The drawn carets of other people, and the flags on them that come and go. */
export interface CaretFlags {
  /** A caret's element; undefined where none is drawn. */
  elementOf(clientId: number): HTMLElement | undefined;
  /** Tells of the carets that are drawn, and from then on of each change. Returns what ends it. */
  watch(watcher: CaretWatcher): () => void;
  /** A caret's element for this text, with the flag up if its owner moved just now. */
  draw(clientId: number, person: RemotePerson, text: HTMLElement): HTMLElement;
  /** Forgets an element that left the page. */
  drop(clientId: number, element: Node): void;
  /** Puts the flag up, and takes it down after a while. */
  raise(clientId: number): void;
  /** Finds the flag the side where it is whole, once it is painted. */
  arrange(clientId: number, text: HTMLElement): void;
  /** Forgets someone who left. */
  forget(clientId: number): void;
  close(): void;
}

const raised = "quire-caret-raised";

/** Carets drawn with classes only: a strict content security policy forbids style attributes. */
export function createCaretFlags(flagMs: number): CaretFlags {
  const elements = new Map<number, HTMLElement>();
  const watchers = new Set<CaretWatcher>();
  const timers = new Map<number, ReturnType<typeof setTimeout>>();
  // A caret that is drawn anew stands where it stood, or next to it: its flag does not jump there and back.
  const sides = new Map<number, FlagSide>();
  const finder = createFlagSideFinder((caret, side) => {
    for (const [clientId, element] of elements) if (element === caret) sides.set(clientId, side);
    turn(caret, side);
  });
  const lower = (clientId: number) => {
    clearTimeout(timers.get(clientId));
    timers.delete(clientId);
    elements.get(clientId)?.classList.remove(raised);
  };
  return {
    elementOf: (clientId) => elements.get(clientId),
    watch(watcher) {
      watchers.add(watcher);
      for (const [clientId, caret] of elements) watcher.drawn(clientId, caret);
      return () => watchers.delete(watcher);
    },
    draw(clientId, person, text) {
      const caret = caretElement(person, text.ownerDocument);
      caret.classList.toggle(raised, timers.has(clientId));
      const side = sides.get(clientId);
      if (side) turn(caret, side);
      elements.set(clientId, caret);
      finder.ask(caret, text);
      for (const watcher of watchers) watcher.drawn(clientId, caret);
      return caret;
    },
    drop(clientId, element) {
      if (elements.get(clientId) === element) elements.delete(clientId);
      for (const watcher of watchers) watcher.dropped(clientId, element);
    },
    raise(clientId) {
      clearTimeout(timers.get(clientId));
      elements.get(clientId)?.classList.add(raised);
      timers.set(
        clientId,
        setTimeout(() => lower(clientId), flagMs),
      );
      for (const watcher of watchers) watcher.raised(clientId);
    },
    arrange(clientId, text) {
      const caret = elements.get(clientId);
      if (caret) finder.ask(caret, text);
    },
    forget(clientId) {
      lower(clientId);
      sides.delete(clientId);
    },
    close() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
      elements.clear();
      finder.close();
    },
  };
}

function caretElement({ name, hue }: RemotePerson, document: Document): HTMLElement {
  const caret = document.createElement("span");
  caret.className = `quire-caret quire-hue-${hue}`;
  // Carets of others are for the eye: who is here is told elsewhere, and text must read as it stands.
  caret.ariaHidden = "true";
  if (name === "") return caret;
  const flag = document.createElement("span");
  flag.className = "quire-caret-flag";
  flag.textContent = name;
  caret.append(flag);
  return caret;
}

function turn(caret: Element, { isBelow, isEnd }: FlagSide): void {
  caret.classList.toggle("quire-caret-below", isBelow);
  caret.classList.toggle("quire-caret-end", isEnd);
}
