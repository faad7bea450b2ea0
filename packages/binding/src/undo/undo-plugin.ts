import { type Command, type EditorState, Plugin, PluginKey } from "prosemirror-state";
import type * as Y from "yjs";
import { usualIdAttributes } from "../identity.ts";
import { bindingOrigin } from "../origin.ts";
import { UndoStack } from "./undo-stack.ts";
import { nextSteps, noSteps, type UndoSteps } from "./undo-steps.ts";

/** How undo works; only the fragment is needed. */
export interface UndoOptions {
  readonly fragment: Y.XmlFragment;
  /** How many steps are kept, 200 if nothing is said: what was deleted longer ago is given back to memory. */
  readonly limit?: number;
  /** A pause that ends a step, 500 ms if nothing is said. */
  readonly pauseMs?: number;
  /** How much typing one undo takes back, at the next space: 20 characters if nothing is said. */
  readonly charactersPerStep?: number;
  /**
   * Attributes that name a block, as the binding is told: `id` if nothing is said. Giving one is no change to undo on its own, and what was deleted in a
   * block that somebody moved comes back into the one with the same name.
   */
  readonly idAttributes?: readonly string[];
  /** The origins of the Yjs transactions that are one's own: the binding's, if nothing is said. */
  readonly trackedOrigins?: readonly unknown[];
}

/** What the plugin keeps in a state. */
export interface UndoState {
  readonly manager: UndoStack;
  readonly steps: UndoSteps;
}

/** Where the plugin keeps its state. */
export const undoKey = new PluginKey<UndoState>("undo");

/**
 * Undo of what was edited here, never of others' work: one manager for the plugin, whatever becomes of the view. Stands
 * before the binding's plugin, so that it says where a step ends before the change is written. `clearUndo` ends it.
 */
export function undoPlugin(options: UndoOptions): Plugin<UndoState> {
  const {
    fragment,
    limit = 200,
    pauseMs = 500,
    charactersPerStep = 20,
    idAttributes = usualIdAttributes,
    trackedOrigins = [bindingOrigin],
  } = options;
  const manager = new UndoStack(fragment, { trackedOrigins, limit, pauseMs, idAttributes });
  manager.pause(); // until there is a view
  let views = 0;
  return new Plugin<UndoState>({
    key: undoKey,
    state: {
      init: () => ({ manager, steps: noSteps }),
      apply(tr, before) {
        const steps = nextSteps(tr, before.steps, { pauseMs, charactersPerStep, idAttributes });
        return steps === before.steps ? before : { ...before, steps };
      },
    },
    view() {
      if (views++ === 0) manager.resume();
      return {
        update({ state }, before) {
          if (state.doc === before.doc) return;
          const [now, then] = [undoKey.getState(state)?.steps, undoKey.getState(before)?.steps];
          if (now?.step !== then?.step) manager.stopCapturing();
          else if (now?.names !== then?.names) manager.goOn();
        },
        destroy() {
          if (--views === 0) manager.pause();
        },
      };
    },
  });
}

/** Takes back the newest step of one's own; false if there is none, or nothing of it could be taken back. */
export const undo: Command = (state, dispatch) => {
  const manager = managerOf(state);
  return dispatch ? manager?.undo() != null : canUndo(state);
};

/** Does again what the last undo took back; false if there is nothing. */
export const redo: Command = (state, dispatch) => {
  const manager = managerOf(state);
  return dispatch ? manager?.redo() != null : canRedo(state);
};

/** Whether there is something to undo. */
export function canUndo(state: EditorState): boolean {
  return managerOf(state)?.canUndo() === true;
}

/** Whether there is something to redo. */
export function canRedo(state: EditorState): boolean {
  return managerOf(state)?.canRedo() === true;
}

/** Forgets all steps and lets Yjs collect what they kept: for an editor that will not come back. */
export function clearUndo(state: EditorState): void {
  managerOf(state)?.clear();
}

function managerOf(state: EditorState): UndoStack | undefined {
  return undoKey.getState(state)?.manager;
}
