import { noteOf, schema } from "@quire/schema";
import { type EditorState, NodeSelection, TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { caretBlock } from "../blocks.ts";
import type { Dispatch } from "../commands/command.ts";
import { createNotePlaces, type NotePlace } from "./note-places.ts";

/** From the sign that is selected into its note. */
export function goToNote(state: EditorState, dispatch?: Dispatch): boolean {
  const { selection } = state;
  if (!(selection instanceof NodeSelection) || selection.node.type !== schema.nodes.footnote_ref)
    return false;
  return goTo(state, "note", selection.node.attrs.name, dispatch);
}

/** From a note to behind its first sign. */
export function goToSign(state: EditorState, dispatch?: Dispatch): boolean {
  const name = noteOf(caretBlock(state)?.node.attrs ?? {});
  return name !== null && goTo(state, "sign", name, dispatch);
}

/** A click on a sign goes to its note, and one on the arrow behind a note back. */
export function clickNote(view: EditorView, event: MouseEvent): boolean {
  const target = event.target instanceof Element ? event.target : null;
  const sign = target?.closest("[data-footnote-ref]");
  const note = target?.closest(".quire-note-back") && target.closest(".quire-note");
  const element = sign ?? note;
  if (!element || !view.dom.contains(element)) return false;
  const pos = view.posAtDOM(element, 0);
  const name = sign
    ? view.state.doc.nodeAt(pos)?.attrs.name
    : noteOf(view.state.doc.resolve(pos).parent.attrs);
  event.preventDefault();
  goTo(view.state, sign ? "note" : "sign", name, view.dispatch);
  view.focus();
  return true;
}

function goTo(state: EditorState, type: NotePlace["type"], name: unknown, dispatch?: Dispatch): boolean {
  const place = createNotePlaces()(state.doc).find((each) => each.type === type && each.name === name);
  if (!place) return false;
  const { pos, size } = place;
  const caret = TextSelection.create(state.doc, type === "sign" ? pos + size : pos + size - 1);
  dispatch?.(state.tr.setSelection(caret).scrollIntoView());
  return true;
}
