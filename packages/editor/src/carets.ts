import { isSealed } from "@quire/schema";
import type { ResolvedPos } from "prosemirror-model";
import { type EditorState, Plugin, PluginKey, Selection, type Transaction } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import type { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { createCaretFlags } from "./caret-flags.ts";
import { type RelativePosition, readRelativePosition, resolve } from "./relative-position.ts";
import { type RemotePerson, readCursor, readPerson } from "./remote-person.ts";
import { isFromSharedDocument, syncState } from "./sync-state.ts";

interface RemoteCaret {
  readonly person: RemotePerson;
  readonly anchor: Place;
  readonly head: Place;
  /** Goes up whenever they type or move. */
  readonly moves: number;
}

interface Place {
  readonly relative: RelativePosition;
  /** Null until the document holds what the place is tied to. */
  readonly pos: number | null;
}

type Carets = ReadonlyMap<number, RemoteCaret>;

const key = new PluginKey<Carets>("carets");

/**
 * Shows where other people are and what they have selected, and tells them where this person is. Each of someone's
 * tabs has its caret. Nothing in an awareness state is believed: see `readPerson` and `readRelativePosition`.
 */
export function caretsPlugin(awareness: Awareness, flagMs = 2000): Plugin<Carets> {
  const flags = createCaretFlags(flagMs);
  return new Plugin<Carets>({
    key,
    state: {
      init: (_config, state) => read(new Map(), [...awareness.getStates().keys()], awareness, state),
      apply(tr, before, _old, state) {
        const moved = tr.docChanged ? follow(before, tr, state) : before;
        const changed = tr.getMeta(key) as readonly number[] | undefined;
        return changed ? read(moved, changed, awareness, state) : moved;
      },
    },
    props: {
      decorations: (state) => draw(state, key.getState(state) ?? new Map(), flags),
      handleDOMEvents: { mousedown: clickThrough },
    },
    view(view) {
      const arrange = arranger(view, () => flags.arrange(view.dom));
      const heard = ({ added, updated, removed }: Changes) => {
        const others = [...added, ...updated, ...removed].filter((id) => id !== awareness.clientID);
        if (others.length === 0) return;
        view.dispatch(view.state.tr.setMeta(key, others));
      };
      awareness.on("change", heard);
      return {
        update(_view, before) {
          const carets = key.getState(view.state);
          const old = key.getState(before);
          if (!carets || carets === old) return;
          for (const [id, { moves }] of carets) if (moves !== (old?.get(id)?.moves ?? 0)) flags.raise(id);
          arrange.soon();
        },
        destroy() {
          awareness.off("change", heard);
          arrange.close();
          flags.close();
        },
      };
    },
  });
}

/** A click on somebody's caret, which is a little wider than it looks, goes to where it stands. */
function clickThrough(view: EditorView, event: MouseEvent): boolean {
  const caret = event.target instanceof Element ? event.target.closest(".quire-caret") : null;
  if (!caret || event.button !== 0 || event.shiftKey) return false;
  event.preventDefault();
  view.focus();
  const place = view.state.doc.resolve(view.posAtDOM(caret, 0));
  view.dispatch(view.state.tr.setSelection(Selection.near(place)));
  return true;
}

interface Changes {
  readonly added: readonly number[];
  readonly updated: readonly number[];
  readonly removed: readonly number[];
}

/** Reads these people's states anew; the others stay as they are. */
function read(before: Carets, ids: readonly number[], awareness: Awareness, state: EditorState): Carets {
  const carets = new Map(before);
  for (const id of ids) {
    const entry: unknown = awareness.getStates().get(id);
    const cursor = readCursor(entry);
    const anchor = cursor && readRelativePosition(cursor.anchor);
    const head = cursor && readRelativePosition(cursor.head);
    if (id === awareness.clientID || !anchor || !head) {
      carets.delete(id);
      continue;
    }
    const old = before.get(id);
    const isSame = old && Y.compareRelativePositions(old.head.relative, head);
    const moves = (old?.moves ?? 0) + (isSame ? 0 : 1);
    carets.set(id, {
      person: readPerson(entry, id),
      anchor: place(state, anchor),
      head: place(state, head),
      moves,
    });
  }
  return carets;
}

/** Where a place is. One that the document does not hold yet stays where it was until the text arrives. */
function place(state: EditorState, relative: RelativePosition, before?: Place): Place {
  const sync = syncState(state);
  const found = sync && resolve(sync, state.doc, relative);
  return { relative, pos: found?.pos ?? before?.pos ?? null };
}

/** Goes along with a change: by the step for our own, by the shared document for others' where it still knows. */
function follow(before: Carets, tr: Transaction, state: EditorState): Carets {
  const sync = syncState(state);
  const isRemote = isFromSharedDocument(tr);
  const along = ({ relative, pos }: Place): Place => {
    const found = sync && isRemote ? resolve(sync, state.doc, relative) : null;
    if (found?.isAlive || pos === null) return { relative, pos: found?.pos ?? null };
    return { relative, pos: tr.mapping.map(pos, -1) };
  };
  // Typing at the end of a text does not change the relative position, so the change itself must tell.
  const ends = isRemote ? changeEnds(tr) : [];
  const carets = new Map<number, RemoteCaret>();
  for (const [id, caret] of before) {
    const head = along(caret.head);
    const hasTyped = head.pos !== null && ends.includes(head.pos);
    carets.set(id, { ...caret, anchor: along(caret.anchor), head, moves: caret.moves + (hasTyped ? 1 : 0) });
  }
  return carets;
}

function draw(
  { doc }: EditorState,
  carets: Carets,
  flags: ReturnType<typeof createCaretFlags>,
): DecorationSet {
  const decorations: Decoration[] = [];
  for (const [id, { person, anchor, head }] of carets) {
    if (anchor.pos === null || head.pos === null) continue;
    const from = Math.min(anchor.pos, head.pos);
    const to = Math.max(anchor.pos, head.pos);
    if (from < to) {
      decorations.push(Decoration.inline(from, to, { class: `quire-selection quire-hue-${person.hue}` }));
    }
    const $head = doc.resolve(head.pos);
    const at = $head.parent.inlineContent ? head.pos : Selection.near($head, -1).head;
    const side = sideAt(doc.resolve(at));
    decorations.push(
      Decoration.widget(at, (view) => flags.draw(id, person, view.dom.ownerDocument), {
        key: `${id}/${person.hue}/${person.name}/${side}`,
        side,
        ignoreSelection: true,
        destroy: (element) => flags.drop(id, element),
      }),
    );
  }
  return DecorationSet.create(doc, decorations);
}

/**
 * On which side of this person's caret another one is drawn where both stand at one place: after it. But at the start of
 * a text, or beside something sealed, before it: Chromium's End key would stay there, or go to the document's end.
 */
function sideAt({ nodeBefore, nodeAfter }: ResolvedPos): number {
  if (nodeBefore?.isText) return 10;
  const isBesideThing = [nodeBefore, nodeAfter].some((node) => node !== null && isSealed(node));
  return nodeAfter?.isText || isBesideThing ? -1 : 10;
}

/** Where the changes of a transaction end, in the new document. */
function changeEnds(tr: Transaction): readonly number[] {
  const ends: number[] = [];
  tr.mapping.maps.forEach((map, index) => {
    const rest = tr.mapping.slice(index + 1);
    map.forEach((_oldStart, _oldEnd, _newStart, newEnd) => void ends.push(rest.map(newEnd)));
  });
  return ends;
}

/** Once a frame at most: it reads where things are on the page. */
function arranger(view: EditorView, arrange: () => void) {
  const window = view.dom.ownerDocument.defaultView;
  let frame: number | undefined;
  return {
    soon() {
      frame ??= window?.requestAnimationFrame(() => {
        frame = undefined;
        arrange();
      });
    },
    close() {
      if (frame !== undefined) window?.cancelAnimationFrame(frame);
    },
  };
}
