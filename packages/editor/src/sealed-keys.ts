import { schema } from "@quire/schema";
import type { Slice } from "prosemirror-model";
import { type EditorState, NodeSelection, Plugin, TextSelection, type Transaction } from "prosemirror-state";
import { dropPoint } from "prosemirror-transform";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import {
  holdsSealed,
  lostSealed,
  type SealedPlace,
  sealedBeside,
  sealedIn,
  selectedSealed,
  unsealed,
} from "./sealed.ts";
import { isFromSharedDocument } from "./sync-state.ts";

/**
 * What the page cannot show goes only on purpose (D10): the first Backspace or Delete beside it selects it, the next
 * takes it away, and so does deleting a selection that reaches over it. What is typed or pasted while it is selected
 * goes behind it. A drag moves it; cutting leaves it where it is, since the clipboard holds no more than its text.
 */
export function sealedPlugin(): Plugin {
  return new Plugin({
    filterTransaction: (tr, state) => !tr.docChanged || isFromSharedDocument(tr) || isOnPurpose(tr, state),
    props: {
      decorations: showCovered,
      handleKeyDown,
      handleTextInput: (view, _from, _to, text) => writeBehind(view, (tr) => tr.insertText(text)),
      handlePaste: (view, _event, slice) => writeBehind(view, (tr) => tr.replaceSelection(slice)),
      handleDrop: (view, event, slice, isMoved) => !isMoved && dropText(view, event, slice),
      handleDOMEvents: {
        cut: cutAround,
        beforeinput: (view, event) => selectBeforeDeleting(view, event),
        compositionstart: (view) => {
          writeBehind(view, (tr) => tr);
          return false;
        },
      },
    },
  });
}

/** The last net: a way to delete or replace that nobody thought of takes nothing sealed along. */
function isOnPurpose(tr: Transaction, state: EditorState): boolean {
  const lost = lostSealed(tr, state.doc);
  const { from, to } = state.selection;
  const alone = selectedSealed(state);
  if (alone && lost.length > 0) {
    // Gone, and nothing has come in its place but the empty line without which no document is.
    const rest = state.doc.childCount === 1 && alone.node.isBlock ? 2 : 0;
    const size = state.doc.content.size - alone.node.nodeSize + rest;
    return lost.length === 1 && lost[0]?.pos === alone.pos && tr.doc.content.size === size;
  }
  return lost.every(({ node, pos }) => pos >= from && pos + node.nodeSize <= to);
}

/** Browsers do not show that a selection reaches over something that can be dragged. */
function showCovered({ doc, selection }: EditorState): DecorationSet | null {
  if (selection.empty || selection instanceof NodeSelection) return null;
  const covered = sealedIn(doc, selection.from, selection.to).map(({ node, pos }) =>
    Decoration.node(pos, pos + node.nodeSize, { class: "quire-sealed-covered" }),
  );
  return covered.length > 0 ? DecorationSet.create(doc, covered) : null;
}

function handleKeyDown(view: EditorView, event: KeyboardEvent): boolean {
  const { state } = view;
  const isBack = event.key === "Backspace";
  if (isBack || event.key === "Delete") {
    // A key that is held down is no purpose.
    if (event.repeat && holdsSealed(state.doc, state.selection)) return true;
    return select(view, sealedBeside(state, isBack ? -1 : 1));
  }
  // A line that breaks where something in it is selected breaks behind that.
  const place = event.key === "Enter" ? selectedSealed(state) : null;
  if (place?.node.isInline) writeBehind(view, (tr) => tr);
  return false;
}

function select(view: EditorView, place: SealedPlace | null): boolean {
  if (place === null) return false;
  const { tr } = view.state;
  view.dispatch(tr.setSelection(NodeSelection.create(tr.doc, place.pos)).scrollIntoView());
  return true;
}

/** Writes behind what is selected, if that is sealed: in its line, or in a line of its own. */
function writeBehind(view: EditorView, write: (tr: Transaction) => Transaction): boolean {
  const place = selectedSealed(view.state);
  if (place === null) return false;
  const { tr } = view.state;
  const end = place.pos + place.node.nodeSize;
  if (place.node.isBlock) tr.insert(end, schema.nodes.paragraph.create());
  tr.setSelection(TextSelection.create(tr.doc, place.node.isBlock ? end + 1 : end));
  view.dispatch(write(tr).scrollIntoView());
  return true;
}

/** Deletes that a browser does by itself, such as of a word or from a phone's keyboard, first select what they reach. */
function selectBeforeDeleting(view: EditorView, event: InputEvent): boolean {
  const { state } = view;
  const [range] = event.inputType.startsWith("delete") ? event.getTargetRanges() : [];
  if (range === undefined || view.composing || !state.selection.empty || !view.editable) return false;
  // The way of nearly all: letters of one text.
  if (range.startContainer === range.endContainer && range.startContainer.nodeType === Node.TEXT_NODE)
    return false;
  const from = view.posAtDOM(range.startContainer, range.startOffset, -1);
  const to = view.posAtDOM(range.endContainer, range.endOffset, 1);
  const [first, ...others] = sealedIn(state.doc, Math.min(from, to), Math.max(from, to));
  if (first === undefined) return false;
  event.preventDefault();
  if (others.length === 0 && Math.abs(to - from) === first.node.nodeSize) return select(view, first);
  view.dispatch(state.tr.setSelection(TextSelection.between(state.doc.resolve(from), state.doc.resolve(to))));
  return true;
}

/** Copies all of a selection, and takes away all but what is sealed in it. */
function cutAround(view: EditorView, event: ClipboardEvent): boolean {
  const { state } = view;
  const { from, to } = state.selection;
  const kept = sealedIn(state.doc, from, to);
  if (kept.length === 0 || !event.clipboardData || !view.editable) return false;
  event.preventDefault();
  const { dom, text } = view.serializeForClipboard(state.selection.content());
  event.clipboardData.clearData();
  event.clipboardData.setData("text/html", dom.innerHTML);
  event.clipboardData.setData("text/plain", text);
  const { tr } = state;
  let end = to;
  for (const { node, pos } of kept.toReversed()) {
    if (pos + node.nodeSize < end) tr.deleteRange(pos + node.nodeSize, end);
    end = pos;
  }
  if (from < end) tr.deleteRange(from, end);
  view.dispatch(tr.scrollIntoView().setMeta("uiEvent", "cut"));
  return true;
}

/** Two cannot stand for one and the same: what is dragged with the key for copying is copied as its text. */
function dropText(view: EditorView, event: DragEvent, slice: Slice): boolean {
  const content = unsealed(slice);
  const place = view.posAtCoords({ left: event.clientX, top: event.clientY });
  if (content.content.eq(slice.content) || !place) return false;
  const pos = dropPoint(view.state.doc, place.pos, content) ?? place.pos;
  view.dispatch(view.state.tr.replaceRange(pos, pos, content).setMeta("uiEvent", "drop"));
  view.focus();
  return true;
}
