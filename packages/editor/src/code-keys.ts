import { schema } from "@quire/schema";
import { type EditorState, TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { isCode } from "./blocks.ts";
import type { Dispatch } from "./commands/command.ts";
import { goBelow } from "./enter.ts";

const step = "  ";

/** Enter in code is a new line. The third one at the end leaves, and takes the two empty lines with it. */
export function enterInCode(state: EditorState, dispatch?: Dispatch): boolean {
  const { $from, empty } = state.selection;
  if (!isInCode(state)) return false;
  const isAtEnd = empty && $from.parentOffset === $from.parent.content.size;
  if (!isAtEnd || !$from.parent.textContent.endsWith("\n\n")) {
    dispatch?.(state.tr.insertText("\n").scrollIntoView());
    return true;
  }
  if (dispatch) {
    const tr = state.tr.delete($from.pos - 2, $from.pos);
    const after = tr.selection.$to.after();
    tr.insert(after, schema.nodes.paragraph.create());
    dispatch(tr.setSelection(TextSelection.create(tr.doc, after + 1)).scrollIntoView());
  }
  return true;
}

/** Tab in code is two spaces; over several lines it moves them. */
export function indentCode(state: EditorState, dispatch?: Dispatch): boolean {
  if (!isInCode(state)) return false;
  if (state.selection.empty) {
    dispatch?.(state.tr.insertText(step).scrollIntoView());
    return true;
  }
  const tr = state.tr;
  for (const start of lineStarts(state).reverse()) tr.insertText(step, start);
  dispatch?.(tr.scrollIntoView());
  return true;
}

/** Shift-Tab in code takes up to two spaces, or a tab, from the start of the lines. */
export function outdentCode(state: EditorState, dispatch?: Dispatch): boolean {
  if (!isInCode(state)) return false;
  const { $from } = state.selection;
  const tr = state.tr;
  for (const start of lineStarts(state).reverse()) {
    const width =
      /^( {1,2}|\t)?/.exec($from.parent.textContent.slice(start - $from.start()))?.[0].length ?? 0;
    if (width > 0) tr.delete(start, start + width);
  }
  dispatch?.(tr.scrollIntoView());
  return true;
}

/** The first Mod-a in code selects the block's text. The next selects the document. */
export function selectCode(state: EditorState, dispatch?: Dispatch): boolean {
  const { $from, from, to } = state.selection;
  if (!isInCode(state) || (from === $from.start() && to === $from.end())) return false;
  dispatch?.(state.tr.setSelection(TextSelection.create(state.doc, $from.start(), $from.end())));
  return true;
}

/** Arrow down at the end of the code goes to the block below, made if there is none. */
export function leaveDownwards(state: EditorState, dispatch?: Dispatch): boolean {
  const { $from, empty } = state.selection;
  if (!isInCode(state) || !empty || $from.parentOffset < $from.parent.content.size) return false;
  return goBelow(state, dispatch);
}

/** Arrow up at the start of code that begins the document opens a line above it. */
export function leaveUpwards(state: EditorState, dispatch?: Dispatch): boolean {
  const { $from, empty } = state.selection;
  if (!isInCode(state) || !empty || $from.parentOffset > 0 || $from.index(-1) > 0) return false;
  const at = $from.before();
  const tr = state.tr.insert(at, schema.nodes.paragraph.create());
  dispatch?.(tr.setSelection(TextSelection.create(tr.doc, at + 1)).scrollIntoView());
  return true;
}

/** Mod-Enter in code goes on below it. */
export function leaveCode(state: EditorState, dispatch?: Dispatch): boolean {
  return isInCode(state) && goBelow(state, dispatch);
}

/** Goes from the code to what stands above it: the choice of its language, else the button that copies it. */
export function goToLanguage(state: EditorState, _dispatch?: Dispatch, view?: EditorView): boolean {
  const control = inCodeBar(state, view, "select, button");
  control?.focus();
  return control !== null;
}

/** Copies the code, by the button above it, which says so. */
export function copyCode(state: EditorState, _dispatch?: Dispatch, view?: EditorView): boolean {
  const button = inCodeBar(state, view, "button");
  button?.click();
  return button !== null;
}

function inCodeBar(state: EditorState, view: EditorView | undefined, name: string): HTMLElement | null {
  const drawn = isInCode(state) ? view?.nodeDOM(state.selection.$from.before()) : null;
  return drawn instanceof HTMLElement
    ? (drawn.firstElementChild?.querySelector<HTMLElement>(name) ?? null)
    : null;
}

export function isInCode({ selection: { $from, $to } }: EditorState): boolean {
  return isCode($from.parent) && $from.sameParent($to);
}

/** Where the lines that the selection touches start. */
function lineStarts({ selection: { $from, $to } }: EditorState): number[] {
  const text = $from.parent.textContent;
  const first = text.slice(0, $from.parentOffset).lastIndexOf("\n") + 1;
  const starts = [first];
  for (
    let at = text.indexOf("\n", first);
    at !== -1 && at < $to.parentOffset;
    at = text.indexOf("\n", at + 1)
  ) {
    starts.push(at + 1);
  }
  return starts.map((start) => $from.start() + start);
}
