import type { Node } from "prosemirror-model";
import { type EditorState, Plugin, PluginKey, type Transaction } from "prosemirror-state";
import { Mapping, type Step, type StepMap, Transform } from "prosemirror-transform";
import type { EditorView } from "prosemirror-view";
import type * as Y from "yjs";
import { Binding, type BindingOptions } from "./binding.ts";
import type { Hold } from "./hold/hold.ts";
import { Holds, selectComposed } from "./hold/holds.ts";
import { landing } from "./landing.ts";
import { bindingOrigin } from "./origin.ts";
import { rescueOrigin } from "./rescue/origin.ts";
import { keepSelection, keepStoredMarks, type SelectionPlaces } from "./selection.ts";
import type { Events } from "./touched.ts";
import { authorOf } from "./transaction-author.ts";
import { goToChange } from "./undo/undo-caret.ts";
import { undoKey } from "./undo/undo-plugin.ts";

/** What a state knows of its binding. */
export interface BindingState {
  readonly binding: Binding;
  /** The last transaction brought the shared document's change, also that of an undo. */
  readonly isRemote: boolean;
  /** How the document came from what both sides hold. */
  readonly maps: readonly StepMap[];
  /** Something was edited here that is not written yet. */
  readonly isEdited: boolean;
  /** Something of that is to be undone: not all of it said `addToHistory: false`. */
  readonly isUndoable: boolean;
}

/** What a transaction says that brings the shared document's change. */
export interface RemoteChange {
  readonly isRemote: true;
  /** It is an undo or redo of this editor's own, by `undoPlugin`. */
  readonly isUndo: boolean;
  /** The one client that made the change; undefined where it is not known, or several did. */
  readonly author: () => number | undefined;
  /** How the view's document then comes from what both sides hold, where an edit of this page is not written yet. */
  readonly maps: readonly StepMap[];
}

export const bindingKey = new PluginKey<BindingState>("binding");

/** A document as it is shared, and the plugin that keeps a view of it and the shared one the same. */
export interface Bound {
  readonly doc: Node;
  readonly plugin: Plugin<BindingState>;
}

/** The change of the shared document that a transaction brings; undefined for every other transaction. */
export function remoteChange(tr: Transaction): RemoteChange | undefined {
  return tr.getMeta(bindingKey) as RemoteChange | undefined;
}

/**
 * Binds a view to a shared document: make the state with `doc` and `plugin`. Looking never writes; what is edited is
 * written when the view was updated, what others write arrives as one transaction for each of theirs.
 */
export function bind(options: BindingOptions): Bound {
  const binding = new Binding(options);
  const plugin: Plugin<BindingState> = new Plugin<BindingState>({
    key: bindingKey,
    state: {
      init: () => ({ binding, isRemote: false, maps: [], isEdited: false, isUndoable: false }),
      apply: (tr, before, old) => next(tr, before, old.doc),
    },
    filterTransaction: (tr) => !tr.docChanged || remoteChange(tr) !== undefined || !binding.takesFixed(tr),
    view: (view) => connect(view, binding),
  });
  return { doc: binding.doc, plugin };
}

function next(tr: Transaction, before: BindingState, doc: Node): BindingState {
  const { binding } = before;
  const change = remoteChange(tr);
  if (change) {
    const isEdited = before.isEdited && tr.doc !== binding.shown;
    // Also what a plugin has added and nobody edited since is not written yet.
    return { ...before, isRemote: true, maps: tr.doc === binding.shown ? [] : change.maps, isEdited };
  }
  const root = tr.getMeta("appendedTransaction") as Transaction | undefined;
  if (!tr.docChanged) return before.isRemote && !root ? { ...before, isRemote: false } : before;
  const isWritten = binding.shown === doc;
  const maps = isWritten ? [] : before.maps;
  // What a plugin adds to somebody else's change is written with the next edit: two pages would both write it.
  const isOurs = !(root && remoteChange(root));
  return {
    binding,
    isRemote: !isOurs,
    maps: [...maps, ...tr.mapping.maps],
    isEdited: before.isEdited || isOurs,
    isUndoable: (!isWritten && before.isUndoable) || tr.getMeta("addToHistory") !== false,
  };
}

function connect(view: EditorView, binding: Binding) {
  const holds = new Holds(view, (hold) => release(view, binding, hold));
  let places: SelectionPlaces | null = null;
  const look = ({ state }: EditorView) => {
    places = state.doc === binding.shown ? binding.placesOf(state) : null;
  };
  look(view);
  const undo = undoKey.getState(view.state)?.manager;
  if (undo) undo.isOwn = (transaction) => transaction.origin !== bindingOrigin || binding.isOwn(transaction);
  const follow = (events: Events, transaction: Y.Transaction): void => {
    if (binding.isOwn(transaction)) return;
    binding.hold = holds.at(view.state, view.state.doc === binding.shown);
    const { state } = view;
    const tr = state.tr.setMeta("addToHistory", false);
    const unwritten = bindingKey.getState(state)?.maps ?? [];
    const maps = take(events, tr, binding, unwritten);
    const manager = undoKey.getState(state)?.manager;
    const isUndo = manager !== undefined && transaction.origin === manager;
    if (!binding.hold && tr.doc === binding.doc)
      keepSelection(tr, state.selection, places, binding, transaction.origin === rescueOrigin);
    if (isUndo) goToChange(tr);
    else keepStoredMarks(tr, state);
    if (binding.hold?.isAhead === true) holds.watch();
    const change: RemoteChange = { isRemote: true, isUndo, author: () => authorOf(transaction), maps };
    // Where it changes nothing in the view, what is not written yet still comes from another document now.
    if (tr.docChanged || isUndo || unwritten.length > 0) view.dispatch(tr.setMeta(bindingKey, change));
  };
  const observe = follow as Parameters<Y.XmlFragment["observeDeep"]>[0];
  binding.fragment.observeDeep(observe);
  const write = (before: EditorState): void => {
    const agreed = view.state.doc === binding.shown ? view.state : before;
    binding.hold = holds.at(agreed, agreed.doc === binding.shown);
    // A hold that ends just now has shown what waited, and written what was composed.
    const { state } = view;
    const now = bindingKey.getState(state);
    if (now?.isEdited === true && state.doc !== binding.shown) {
      const { doc, maps } = binding.hold?.mine(state.doc, now.maps) ?? { doc: state.doc, maps: now.maps };
      binding.write(doc, maps, now.isUndoable);
    }
    look(view);
  };
  const afterwards = new Map<Y.Transaction, EditorState>();
  const writeAfter = (transaction: Y.Transaction): void => {
    const before = afterwards.get(transaction);
    if (before && afterwards.delete(transaction)) write(before);
  };
  binding.ydoc.on("afterTransaction", writeAfter);
  return {
    update: (_view: EditorView, before: EditorState) => {
      const { _transaction: around } = binding.ydoc;
      if (!around) return write(before);
      // A page reads its selection when others' change is about to come: it is kept as it is now.
      if (around.changed.size === 0) look(view);
      // What somebody has changed before in this transaction is told when it is over.
      if (!afterwards.has(around)) afterwards.set(around, before);
    },
    destroy: () => {
      holds.close();
      binding.fragment.unobserveDeep(observe);
      binding.ydoc.off("afterTransaction", writeAfter);
    },
  };
}

/**
 * Takes others' change over into a transaction of the view's. The maps say how the view's document comes from what both
 * sides hold, before and after.
 */
function take(
  events: Events,
  tr: Transaction,
  binding: Binding,
  maps: readonly StepMap[],
): readonly StepMap[] {
  if (binding.hold) return takeHeld(events, tr, binding, binding.hold, maps);
  if (tr.doc === binding.doc) {
    binding.follow(events, tr);
    return [];
  }
  const remote = new Transform(binding.doc);
  binding.follow(events, remote);
  return goAround(remote.steps, tr, maps);
}

/** Shows what is not in the block that is composed in. */
function takeHeld(
  events: Events,
  tr: Transaction,
  binding: Binding,
  hold: Hold,
  maps: readonly StepMap[],
): readonly StepMap[] {
  const isWritten = tr.doc === hold.shown;
  const shown = new Transform(hold.shown);
  const remote = new Transform(binding.doc);
  binding.follow(events, remote);
  const steps = hold.others(remote);
  for (const step of steps) shown.step(step);
  const left = goAround(steps, tr, isWritten ? [] : maps);
  hold.show(isWritten ? tr.doc : shown.doc);
  if (isWritten && !hold.isAhead) binding.adopt(tr.doc);
  return left;
}

/** Shows what waited. */
function release(view: EditorView, binding: Binding, hold: Hold): void {
  const { state } = view;
  const tr = state.tr.setMeta("addToHistory", false);
  const { anchor, head } = state.selection;
  const isWritten = state.doc === hold.shown;
  const word = isWritten ? hold.settle() : null;
  if (word) binding.write(word.doc, word.maps, true);
  const unwritten = isWritten ? [] : (bindingKey.getState(state)?.maps ?? []);
  const left = goAround(hold.release().steps, tr, unwritten);
  binding.hold = null;
  if (isWritten) {
    binding.adopt(tr.doc);
    selectComposed(tr, hold.toShared(anchor), hold.toShared(head));
  }
  keepStoredMarks(tr, state);
  if (tr.docChanged || unwritten.length > 0)
    view.dispatch(
      tr.setMeta(bindingKey, { isRemote: true, isUndo: false, author: () => undefined, maps: left }),
    );
}

/** Makes the steps of others where an edit of this page is not written yet: they go around it. */
function goAround(steps: readonly Step[], tr: Transaction, maps: readonly StepMap[]): readonly StepMap[] {
  let mapping = new Mapping([...maps]);
  for (const step of steps) {
    const moved = maps.length === 0 ? step : (step.map(mapping) ?? landing(step, mapping, tr.doc));
    const isTaken = moved !== null && tr.maybeStep(moved).failed === null;
    mapping = new Mapping([step.getMap().invert(), ...mapping.maps, ...(isTaken ? [moved.getMap()] : [])]);
  }
  return mapping.maps;
}
