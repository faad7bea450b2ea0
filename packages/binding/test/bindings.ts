import type { Node, Schema } from "prosemirror-model";
import type { EditorState, Plugin, Transaction } from "prosemirror-state";
import {
  absolutePositionToRelativePosition,
  defaultDeleteFilter,
  defaultProtectedNodes,
  initProseMirrorDoc,
  relativePositionToAbsolutePosition,
  ySyncPlugin,
  ySyncPluginKey,
  yUndoPlugin,
} from "y-prosemirror";
import * as Y from "yjs";
import { bind, bindingKey, remoteChange, undoKey, undoPlugin } from "../src/index.ts";

/** What keeps a page and a shared document the same: y-prosemirror as it is, or this package. */
export type BindingName = "stock" | "ours";

/** Those that a test is run with. */
export const bindings: readonly BindingName[] = ["stock", "ours"];

/** A binding as a page needs it, whichever it is. */
export interface Bound {
  readonly doc: Node;
  readonly plugins: readonly Plugin[];
  undoManager(state: EditorState): Y.UndoManager;
  isRemote(state: EditorState): boolean;
  isUndo(tr: Transaction): boolean;
  /** A place in the page as one in the shared document, and back; null if it is gone. */
  toRelative(state: EditorState, pos: number): unknown;
  toAbsolute(state: EditorState, place: unknown): number | null;
}

/** Binds a fragment. However long ago something was, it is undone with what came after, unless a step was ended. */
export function bound(name: BindingName, fragment: Y.XmlFragment, schema: Schema): Bound {
  switch (name) {
    case "stock":
      return stock(fragment, schema);
    case "ours":
      return ours(fragment, schema);
    default:
      return name satisfies never;
  }
}

function stock(fragment: Y.XmlFragment, schema: Schema): Bound {
  const { doc, mapping } = initProseMirrorDoc(fragment, schema);
  const undoManager = new Y.UndoManager(fragment, {
    captureTimeout: Number.MAX_SAFE_INTEGER,
    trackedOrigins: new Set([ySyncPluginKey]),
    deleteFilter: (item) => defaultDeleteFilter(item, defaultProtectedNodes),
    captureTransaction: ({ meta }) => meta.get("addToHistory") !== false,
  });
  const ydoc = fragment.doc!;
  const mappingOf = (state: EditorState) => ySyncPluginKey.getState(state).binding.mapping;
  return {
    doc,
    undoManager: () => undoManager,
    plugins: [ySyncPlugin(fragment, { mapping }), yUndoPlugin({ undoManager })],
    isRemote: (state) => ySyncPluginKey.getState(state).isChangeOrigin,
    isUndo: (tr) => tr.getMeta(ySyncPluginKey)?.isUndoRedoOperation === true,
    toRelative: (state, pos) => absolutePositionToRelativePosition(pos, fragment, mappingOf(state)),
    toAbsolute: (state, place) => relativePositionToAbsolutePosition(ydoc, fragment, place, mappingOf(state)),
  };
}

function ours(fragment: Y.XmlFragment, schema: Schema): Bound {
  const { block, inline } = { block: schema.nodes.sealed_block, inline: schema.nodes.sealed_inline };
  const { doc, plugin } = bind({
    fragment,
    schema,
    ...(block && inline ? { sealed: { block, inline } } : {}),
  });
  const undo = undoPlugin({
    fragment,
    pauseMs: Number.MAX_SAFE_INTEGER,
    charactersPerStep: Number.MAX_SAFE_INTEGER,
  });
  const bindingOf = (state: EditorState) => bindingKey.getState(state)!.binding;
  return {
    doc,
    undoManager: (state) => undoKey.getState(state)!.manager,
    plugins: [undo, plugin],
    isRemote: (state) => bindingKey.getState(state)?.isRemote === true,
    isUndo: (tr) => remoteChange(tr)?.isUndo === true,
    toRelative: (state, pos) => bindingOf(state).toRelative(pos),
    toAbsolute: (state, place) => {
      const found = bindingOf(state).toAbsolute(place as Y.RelativePosition);
      return found?.isAlive ? found.pos : null;
    },
  };
}
