import { createCaretEdges, type Edge } from "./caret-edges.ts";
import { type Follow, type FollowEnd, followPerson, goToCaret, tabsOf } from "./follow-person.ts";
import { tellActivity } from "./own-activity.ts";
import { tellSight } from "./own-sight.ts";
import type { PresenceOptions } from "./presence-options.ts";
import type { RemotePerson } from "./remote-person.ts";
import { readPersonId } from "./remote-sight.ts";
import { bringTo, scrollerOf } from "./scroller.ts";

/** Others beside the text: whose carets are out of sight, who is followed, and the ways to them. */
export interface Presence {
  /** The same object until something in it changed. */
  getSnapshot(): PresenceSnapshot;
  subscribe(listener: () => void): () => void;
  /** Brings somebody's caret into sight; who only reads has none, and is followed. */
  goTo(personId: string): void;
  /** Brings the nearest caret above or below what is in sight there. */
  goToEdge(edge: Edge): void;
  /** Keeps in sight what somebody has in sight, until a hand here moves. */
  follow(personId: string): void;
  /** Nobody is followed any more. */
  stop(): void;
  close(): void;
}

/** What is shown of others beside the text. */
export interface PresenceSnapshot {
  /** Whose carets are out of sight, the nearest first, each person once. */
  readonly above: readonly RemotePerson[];
  readonly below: readonly RemotePerson[];
  readonly following: Following | null;
}

/** Somebody who is followed, or was until just now. */
export interface Following {
  readonly person: RemotePerson;
  readonly state: "following" | FollowEnd;
}

/** How long it is said that somebody is followed no more. */
const endMs = 4_000;

/** Watches where others are in a view, and tells them what this person does and, while they are followed, reads. */
export function createPresence(options: PresenceOptions): Presence {
  return new OpenPresence(options);
}

class OpenPresence implements Presence {
  readonly #options: PresenceOptions;
  readonly #scroller: Element;
  readonly #listeners = new Set<() => void>();
  readonly #edges: ReturnType<typeof createCaretEdges>;
  readonly #ends: readonly (() => void)[];
  #follow: Follow | null = null;
  #endTimer: ReturnType<typeof setTimeout> | undefined;
  #snapshot: PresenceSnapshot = { above: [], below: [], following: null };

  constructor(options: PresenceOptions) {
    this.#options = options;
    const { view, awareness, carets } = options;
    this.#scroller = scrollerOf(view.dom);
    const edges = createCaretEdges(this.#scroller, () => this.#lookAtEdges());
    this.#edges = edges;
    const page = view.dom.ownerDocument.defaultView;
    const unwatch = carets()?.flags.watch({
      drawn: (clientId, caret) => edges.add(clientId, caret),
      dropped: (_clientId, caret) => edges.remove(caret),
      raised: (clientId) => {
        this.#follow?.caretMoved(clientId);
        this.#lookAtEdges(); // who is the nearest may be another
      },
    });
    this.#ends = [
      () => unwatch?.(),
      () => edges.close(),
      tellSight(options, this.#scroller),
      ...(page ? [tellActivity(awareness, page)] : []),
    ];
  }

  getSnapshot(): PresenceSnapshot {
    return this.#snapshot;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  goTo(personId: string): void {
    this.stop();
    const flags = this.#options.carets()?.flags;
    const tab = tabsOf(this.#options.awareness, personId).find((id) => flags?.elementOf(id));
    if (tab === undefined) return this.follow(personId);
    goToCaret(this.#options.view, flags?.elementOf(tab), this.#scroller);
    flags?.raise(tab);
  }

  goToEdge(edge: Edge): void {
    this.stop();
    const flags = this.#options.carets()?.flags;
    const [nearest] = this.#at(edge);
    const caret = nearest === undefined ? undefined : flags?.elementOf(nearest);
    if (nearest === undefined || !caret) return;
    bringTo(this.#scroller, caret.getBoundingClientRect());
    flags?.raise(nearest);
  }

  follow(personId: string): void {
    this.#follow?.close();
    clearTimeout(this.#endTimer);
    const onEnd = (end: FollowEnd) => this.#endFollow(end);
    this.#follow = followPerson({ ...this.#options, scroller: this.#scroller, personId, onEnd });
    const following = this.#follow && ({ person: this.#follow.person, state: "following" } as const);
    this.#tell({ ...this.#snapshot, following });
  }

  stop(): void {
    if (!this.#follow) return;
    this.#follow.close();
    this.#endFollow("stopped");
  }

  close(): void {
    this.#listeners.clear();
    this.#follow?.close();
    clearTimeout(this.#endTimer);
    for (const end of this.#ends) end();
  }

  #endFollow(state: FollowEnd): void {
    const person = this.#follow?.person;
    this.#follow = null;
    if (!person) return;
    this.#tell({ ...this.#snapshot, following: { person, state } });
    this.#endTimer = setTimeout(() => this.#tell({ ...this.#snapshot, following: null }), endMs);
  }

  /** The carets out of sight on one side, by their Yjs documents' ids, the nearest first. Not those of this person's own tabs. */
  #at(edge: Edge): readonly number[] {
    const { awareness, carets } = this.#options;
    const me = readPersonId(awareness.getLocalState());
    const isMine = (id: number) => me !== null && readPersonId(awareness.getStates().get(id)) === me;
    const way = edge === "above" ? -1 : 1;
    return [...(carets()?.carets ?? [])]
      .filter(([id]) => this.#edges.edgeOf(id) === edge && !isMine(id))
      .toSorted(([, a], [, b]) => way * ((a.head.pos ?? 0) - (b.head.pos ?? 0)))
      .map(([id]) => id);
  }

  #lookAtEdges(): void {
    const above = this.#peopleAt("above");
    const below = this.#peopleAt("below");
    const before = this.#snapshot;
    if (isSame(above, before.above) && isSame(below, before.below)) return;
    this.#tell({ ...before, above, below });
  }

  /** Each person once, however many tabs they have there. */
  #peopleAt(edge: Edge): readonly RemotePerson[] {
    const { awareness } = this.#options;
    const carets = this.#options.carets()?.carets;
    const people = new Map<string, RemotePerson>();
    for (const id of this.#at(edge)) {
      const caret = carets?.get(id);
      const key = readPersonId(awareness.getStates().get(id)) ?? `${id}`;
      if (caret && !people.has(key)) people.set(key, caret.person);
    }
    return [...people.values()];
  }

  #tell(snapshot: PresenceSnapshot): void {
    this.#snapshot = snapshot;
    for (const listener of this.#listeners) listener();
  }
}

function isSame(some: readonly RemotePerson[], others: readonly RemotePerson[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ name, hue }, index) => name === others[index]?.name && hue === others[index]?.hue)
  );
}
