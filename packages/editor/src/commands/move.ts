import type { EditorState } from "prosemirror-state";
import { Selection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { placeAbove, placeBelow } from "../moving/block-place.ts";
import { selectedRun } from "../moving/block-run.ts";
import { hiddenIn } from "../moving/hidden-blocks.ts";
import { duplicateBlocks, moveBlocks, removeBlocks } from "../moving/move-blocks.ts";
import type { Dispatch, RunnableCommand } from "./command.ts";

/** What the text's element is told when the menu of the selected block is called. */
const blockMenuEvent = "quire-block-menu";

const onBlocks = { group: "block", in: ["block"], isActive: () => false } as const;

/** What is done to blocks as they are: to those that are selected, with all that hangs under them. */
export const moveCommands: readonly RunnableCommand[] = [
  {
    ...onBlocks,
    in: [],
    id: "block-menu",
    label: "Block menu",
    keys: "Alt-Enter",
    icon: "grip-vertical",
    keywords: ["handle", "turn into", "convert"],
    isEnabled: hasBlocks,
    run: (_state, _dispatch, view) => view !== undefined && callMenu(view),
  },
  {
    ...onBlocks,
    id: "duplicate",
    label: "Duplicate",
    keys: "Alt-Shift-ArrowDown",
    icon: "copy",
    keywords: ["copy", "clone"],
    isEnabled: hasBlocks,
    run: duplicate,
  },
  {
    ...onBlocks,
    id: "move-up",
    label: "Move up",
    keys: "Alt-ArrowUp",
    icon: "arrow-up",
    isEnabled: (state) => move(placeAbove, state),
    run: (state, dispatch, view) => move(placeAbove, state, dispatch, view),
  },
  {
    ...onBlocks,
    id: "move-down",
    label: "Move down",
    keys: "Alt-ArrowDown",
    icon: "arrow-down",
    isEnabled: (state) => move(placeBelow, state),
    run: (state, dispatch, view) => move(placeBelow, state, dispatch, view),
  },
  {
    ...onBlocks,
    id: "delete-block",
    label: "Delete block",
    icon: "trash-2",
    keywords: ["remove"],
    isEnabled: hasBlocks,
    run: remove,
  },
];

function hasBlocks(state: EditorState): boolean {
  return selectedRun(state) !== null;
}

function move(
  placeBeside: typeof placeAbove,
  state: EditorState,
  dispatch?: Dispatch,
  view?: EditorView,
): boolean {
  const isHidden = hiddenIn(view);
  const run = selectedRun(state, isHidden);
  const place = run && placeBeside(state.doc, run, isHidden);
  if (!run || !place) return false;
  dispatch?.(moveBlocks(state.tr, run, place).scrollIntoView());
  return true;
}

function duplicate(state: EditorState, dispatch?: Dispatch, view?: EditorView): boolean {
  const run = selectedRun(state, hiddenIn(view));
  if (run) dispatch?.(duplicateBlocks(state.tr, run).scrollIntoView());
  return run !== null;
}

function remove(state: EditorState, dispatch?: Dispatch, view?: EditorView): boolean {
  const run = selectedRun(state, hiddenIn(view));
  if (!run) return false;
  const tr = removeBlocks(state.tr, run);
  const at = tr.doc.resolve(Math.min(run.from, tr.doc.content.size));
  dispatch?.(tr.setSelection(Selection.near(at)).scrollIntoView());
  return true;
}

/** Whoever draws the menu hears of it at the text, and says so by preventing what would happen else: nothing. */
function callMenu({ dom }: EditorView): boolean {
  return !dom.dispatchEvent(new CustomEvent(blockMenuEvent, { cancelable: true }));
}
