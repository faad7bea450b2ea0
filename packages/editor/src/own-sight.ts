import * as Y from "yjs";
import type { PresenceOptions } from "./presence-options.ts";
import { readFollowing, readPersonId } from "./remote-sight.ts";
import { readingLineOf, sightOf } from "./scroller.ts";

/** How often it is told at the most. */
const tellMs = 100;

/**
 * Tells the others what this person has in sight, in the awareness field `sight`: the place in the text that stands where they
 * read. Only while somebody follows them; nobody else wants to know. Returns what ends it.
 */
export function tellSight(options: PresenceOptions, scroller: Element): () => void {
  const { awareness, afterPaint } = options;
  const followers = new Set<number>();
  let told: Y.RelativePosition | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isClosed = false;

  const tell = () => {
    timer = undefined;
    if (isClosed) return;
    const sight = followers.size === 0 ? null : placeInSight(options, scroller);
    if (Y.compareRelativePositions(told, sight)) return;
    told = sight;
    awareness.setLocalStateField("sight", sight);
  };
  const tellSoon = () => {
    if (followers.size > 0) timer ??= setTimeout(() => afterPaint(tell), tellMs);
  };
  const heard = ({ added, updated, removed }: Changes) => {
    const { size } = followers;
    const me = readPersonId(awareness.getLocalState());
    for (const id of [...added, ...updated, ...removed]) {
      const isFollower = me !== null && readFollowing(awareness.getStates().get(id)) === me;
      if (isFollower && id !== awareness.clientID) followers.add(id);
      else followers.delete(id);
    }
    if (size === 0 && followers.size > 0) afterPaint(tell);
    if (size > 0 && followers.size === 0) tell();
  };

  const scrolling = scroller.ownerDocument.scrollingElement === scroller ? scroller.ownerDocument : scroller;
  scrolling.addEventListener("scroll", tellSoon, { passive: true });
  awareness.on("change", heard);
  heard({ added: [...awareness.getStates().keys()], updated: [], removed: [] });
  return () => {
    isClosed = true;
    clearTimeout(timer);
    scrolling.removeEventListener("scroll", tellSoon);
    awareness.off("change", heard);
    if (told) awareness.setLocalStateField("sight", null);
  };
}

interface Changes {
  readonly added: readonly number[];
  readonly updated: readonly number[];
  readonly removed: readonly number[];
}

function placeInSight({ view, places }: PresenceOptions, scroller: Element): Y.RelativePosition | null {
  if (view.isDestroyed) return null;
  const text = view.dom.getBoundingClientRect();
  const line = readingLineOf(sightOf(scroller));
  const top = Math.max(text.top + 1, Math.min(line, text.bottom - 1));
  const found = view.posAtCoords({ left: text.left + 1, top });
  return found && places.toRelative(found.pos);
}
