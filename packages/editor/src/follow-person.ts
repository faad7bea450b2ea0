import type { EditorView } from "prosemirror-view";
import type { Awareness } from "y-protocols/awareness";
import type { PresenceOptions } from "./presence-options.ts";
import { type RemotePerson, readPerson } from "./remote-person.ts";
import { readPersonId, readSight } from "./remote-sight.ts";
import { bringTo, isInSight } from "./scroller.ts";
import { openSectionsAt } from "./sections/sections-plugin.ts";

/** Why somebody is followed no more: a hand of this person's own, or they have left. */
export type FollowEnd = "stopped" | "left";

/** What it takes to follow somebody. */
export interface FollowOptions extends PresenceOptions {
  readonly scroller: Element;
  readonly personId: string;
  readonly onEnd: (end: FollowEnd) => void;
}

/** Somebody who is followed. */
export interface Follow {
  readonly person: RemotePerson;
  /** One of their carets has moved. */
  caretMoved(clientId: number): void;
  close(): void;
}

/** The first of these from this person's own hand ends it. Keys that only change what others do are none. */
const hands = ["wheel", "touchmove", "pointerdown", "keydown"] as const;
const modifiers = new Set(["Shift", "Control", "Alt", "Meta", "AltGraph", "CapsLock"]);

/**
 * Keeps in sight what somebody else has in sight, by places in the document: windows, fonts and panes may differ. Their
 * page tells what they scroll to once it hears that they are followed; where they write is known anyway.
 */
export function followPerson(options: FollowOptions): Follow | null {
  const { view, awareness, scroller, afterPaint, carets, personId, onEnd } = options;
  const tabs = () => tabsOf(awareness, personId);
  const [first] = tabs();
  if (first === undefined) return null;
  const ending = new AbortController();
  const sights = new Map<number, string>();
  let next: (() => void) | undefined;

  const step = () => {
    if (!ending.signal.aborted) next?.();
    next = undefined;
  };
  const goSoon = (way: () => void) => {
    next = way;
    afterPaint(step);
  };
  const heard = () => {
    const now = tabs();
    if (now.length === 0) return end("left");
    for (const id of now) {
      const sight = readSight(awareness.getStates().get(id));
      const text = JSON.stringify(sight) ?? "";
      if (!sight || sights.get(id) === text) continue;
      sights.set(id, text);
      goSoon(() => goToSight(options, sight));
    }
  };
  const end = (why: FollowEnd) => {
    close();
    onEnd(why);
  };
  const close = () => {
    ending.abort();
    awareness.off("change", heard);
    awareness.setLocalStateField("following", null);
  };
  const hand = (event: Event) => {
    const isKey = event instanceof KeyboardEvent;
    if (isKey && (event.repeat || modifiers.has(event.key))) return;
    end("stopped");
  };

  const page = view.dom.ownerDocument.defaultView;
  const { signal } = ending;
  for (const kind of hands) page?.addEventListener(kind, hand, { signal, capture: true, passive: true });
  awareness.on("change", heard);
  awareness.setLocalStateField("following", personId);
  const caretOf = (id: number) => carets()?.flags.elementOf(id);
  goToCaret(view, tabs().map(caretOf).find(Boolean), scroller);
  heard();
  return {
    person: readPerson(awareness.getStates().get(first), first),
    caretMoved(clientId) {
      if (tabs().includes(clientId)) goSoon(() => goToCaret(view, caretOf(clientId), scroller));
    },
    close,
  };
}

/** The pages that somebody has open here, the one that told something last first. */
export function tabsOf(awareness: Awareness, personId: string): readonly number[] {
  const heardAt = (id: number) => awareness.meta.get(id)?.lastUpdated ?? 0;
  return [...awareness.getStates()]
    .filter(([id, state]) => id !== awareness.clientID && readPersonId(state) === personId)
    .map(([id]) => id)
    .toSorted((a, b) => heardAt(b) - heardAt(a));
}

/** Brings a caret into sight, unless it is there already. What it is folded away in opens. */
export function goToCaret(view: EditorView, caret: Element | undefined, scroller: Element): void {
  if (!caret) return;
  openSectionsAt(view, view.posAtDOM(caret, 0));
  const place = caret.getBoundingClientRect();
  if (!isInSight(scroller, place)) bringTo(scroller, place);
}

/** Brings the place that somebody reads to where it is read here. What they say may be anything. */
function goToSight({ view, scroller, places }: FollowOptions, sight: unknown): void {
  const pos = places.toPosition(sight);
  if (pos === null) return;
  openSectionsAt(view, pos);
  bringTo(scroller, view.coordsAtPos(pos));
}
