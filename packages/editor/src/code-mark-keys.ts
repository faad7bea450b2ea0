import { schema } from "@quire/schema";
import type { EditorState } from "prosemirror-state";
import type { Dispatch } from "./commands/command.ts";

/** Arrow right at the end of inline code: what is typed next is no longer code. The caret stays. */
export function leaveCodeMark(state: EditorState, dispatch?: Dispatch): boolean {
  const { $from, empty } = state.selection;
  const { code } = schema.marks;
  const marks = state.storedMarks ?? $from.marks();
  const endsHere = $from.nodeBefore && code.isInSet($from.nodeBefore.marks);
  if (!empty || !endsHere || !code.isInSet(marks)) return false;
  if ($from.nodeAfter && code.isInSet($from.nodeAfter.marks)) return false;
  dispatch?.(state.tr.setStoredMarks(code.removeFromSet(marks)));
  return true;
}

/** Arrow left before inline code that starts the block, for the same. */
export function leaveCodeMarkAtStart(state: EditorState, dispatch?: Dispatch): boolean {
  const { $from, empty } = state.selection;
  const { code } = schema.marks;
  const marks = state.storedMarks ?? $from.marks();
  if (!empty || $from.parentOffset > 0 || !code.isInSet(marks)) return false;
  dispatch?.(state.tr.setStoredMarks(code.removeFromSet(marks)));
  return true;
}
