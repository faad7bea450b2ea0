import type { Node, ResolvedPos } from "prosemirror-model";
import { type EditorState, type Selection, TextSelection, type Transaction } from "prosemirror-state";
import type * as Y from "yjs";
import type { Resolved } from "./places.ts";

/** What turns positions into places of the shared document, and back, and what knows a block again. */
interface Shared {
  readonly idAttributes: readonly string[];
  toRelative(pos: number, side?: -1 | 0): Y.RelativePosition;
  toAbsolute(place: Y.RelativePosition): Resolved | null;
}

/** The ends of a selection in the shared document. */
export interface SelectionPlaces {
  readonly anchor: Y.RelativePosition;
  readonly head: Y.RelativePosition;
}

/**
 * The selection's ends as places. A caret holds on to the character before it: what someone else writes at the same
 * spot then comes after, and two people who type there do not get between each other's letters. A range holds on to
 * its first and its last character.
 */
export function selectionPlaces(selection: Selection, shared: Shared): SelectionPlaces {
  const { anchor, head, from, empty } = selection;
  const placeOf = (pos: number) => shared.toRelative(pos, pos === from && !empty ? 0 : -1);
  return { anchor: placeOf(anchor), head: placeOf(head) };
}

/**
 * Keeps the selection of a transaction that brings someone else's change. Each end stays with the character it holds on
 * to. Where that one is gone because a split wrote it anew in another block, the step knows where it went; where its block
 * is another element now, as in a container or as code, it goes along. Where the change puts back this person's own words,
 * a caret in front of them goes behind them, as it was when they were typed.
 */
export function keepSelection(
  tr: Transaction,
  selection: Selection,
  places: SelectionPlaces | null,
  shared: Shared,
  isOwnWords: boolean,
): void {
  if (!places || !(selection instanceof TextSelection)) {
    tr.setSelection(selection.map(tr.doc, tr.mapping));
    return;
  }
  const isBehind = isOwnWords && selection.empty;
  const stay = (place: Y.RelativePosition, pos: number) => {
    const found = isBehind ? null : shared.toAbsolute(place);
    const now = found?.isAlive ? found.pos : movedAlong(tr, pos, isBehind ? 1 : -1, shared.idAttributes);
    return tr.doc.resolve(Math.max(0, Math.min(now, tr.doc.content.size)));
  };
  const { anchor, head } = places;
  tr.setSelection(TextSelection.between(stay(anchor, selection.anchor), stay(head, selection.head)));
}

/** Marks that were chosen for what is typed next stay chosen, whatever others change: a new selection alone would take them. */
export function keepStoredMarks(tr: Transaction, { storedMarks }: Pick<EditorState, "storedMarks">): void {
  const { empty, $head } = tr.selection;
  if (!storedMarks || !tr.docChanged || !empty) return;
  tr.setStoredMarks($head.parent.type.allowedMarks(storedMarks));
}

/** Where a place is whose letter is gone: in the block that bears the name of its own, or where the steps have it. */
function movedAlong(tr: Transaction, pos: number, side: -1 | 1, idAttributes: readonly string[]): number {
  const { pos: mapped, deletedAcross } = tr.mapping.mapResult(pos, side);
  const $pos = tr.before.resolve(pos);
  const names = namesOf($pos.parent, idAttributes);
  if (!deletedAcross || names.length === 0) return mapped;
  let moved: number | undefined;
  tr.doc.descendants((node, start) => {
    const isTwin = node.isTextblock && names.every(([name, value]) => node.attrs[name] === value);
    if (isTwin) moved = start + 1 + offsetIn(node, $pos);
    return moved === undefined && !node.isTextblock;
  });
  return moved ?? mapped;
}

/** What names a line, whatever kind of line it is. */
function namesOf(
  { isTextblock, attrs }: Node,
  idAttributes: readonly string[],
): readonly [string, unknown][] {
  if (!isTextblock) return [];
  return idAttributes.flatMap((name): [string, unknown][] =>
    typeof attrs[name] === "string" && attrs[name] !== "" ? [[name, attrs[name]]] : [],
  );
}

/** The offset in a block that an offset in its earlier self has become, where one change is between them. */
function offsetIn(block: Node, { parent, parentOffset }: ResolvedPos): number {
  const [before, after] = [parent, block].map((node) =>
    node.textBetween(0, node.content.size, null, "\ufffc"),
  );
  if (before === undefined || after === undefined) return 0;
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  if (parentOffset <= start) return parentOffset;
  return Math.max(start, after.length - Math.min(end, before.length - parentOffset));
}
