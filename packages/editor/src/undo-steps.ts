import { Plugin, PluginKey, type Transaction } from "prosemirror-state";
import { AttrStep, ReplaceStep } from "prosemirror-transform";
import { isFromSharedDocument } from "./sync-state.ts";
import { undoManagerOf } from "./undo-manager.ts";

/** How much typing one undo takes back, at the next space; Yjs ends a step at a pause of its own. */
const charactersPerStep = 20;

interface UndoSteps {
  /** Goes up with each change that is to be undone on its own. */
  readonly step: number;
  readonly kind: ChangeKind | null;
  /** Where the change ended: what goes on there belongs to it. */
  readonly end: number;
  readonly characters: number;
}

type ChangeKind = "typing" | "deleting" | "other";

const key = new PluginKey<UndoSteps>("undo-steps");

/**
 * Says where one undo step ends and the next begins: typing in one place is taken back in pieces of a few words, a
 * command in one piece. Stands before the sync plugin, so that it speaks before the change is written.
 */
export function undoStepsPlugin(): Plugin {
  return new Plugin<UndoSteps>({
    key,
    state: {
      init: () => ({ step: 0, kind: null, end: 0, characters: 0 }),
      apply: (tr, before) => next(tr, before),
    },
    view: () => ({
      update(view, before) {
        if (key.getState(view.state)?.step !== key.getState(before)?.step) {
          undoManagerOf(view.state)?.stopCapturing();
        }
      },
    }),
  });
}

function next(tr: Transaction, before: UndoSteps): UndoSteps {
  if (isFromSharedDocument(tr)) return { ...before, end: tr.mapping.map(before.end) };
  if (!tr.docChanged) return tr.selectionSet ? { ...before, kind: null } : before;
  const change = describe(tr);
  const goesOn = change.kind !== "other" && change.kind === before.kind && change.starts.includes(before.end);
  const isLong = before.characters >= charactersPerStep && change.isBreak;
  return {
    step: goesOn && !isLong ? before.step : before.step + 1,
    kind: change.kind,
    end: change.end,
    characters: goesOn && !isLong ? before.characters + change.size : change.size,
  };
}

interface Change {
  readonly kind: ChangeKind;
  /** The places before the change that it can go on from. */
  readonly starts: readonly number[];
  readonly end: number;
  readonly size: number;
  /** Typed text that starts a new word. */
  readonly isBreak: boolean;
}

function describe(tr: Transaction): Change {
  const steps = tr.steps.filter((step) => !(step instanceof AttrStep && step.attr === "id"));
  const [step] = steps;
  const other: Change = { kind: "other", starts: [], end: -1, size: 0, isBreak: false };
  const isPasted = tr.getMeta("uiEvent") !== undefined;
  if (isPasted || steps.length !== 1 || !(step instanceof ReplaceStep)) return other;
  const { from, to, slice } = step;
  const isText = slice.content.childCount === 1 && slice.content.firstChild?.isText === true;
  const isComposing = tr.getMeta("composition") !== undefined;
  if (isText && (from === to || isComposing)) {
    const text = slice.content.firstChild?.text ?? "";
    // An input method replaces what it typed; to the person it is one word that grows.
    const starts = isComposing ? [from, to] : [from];
    return { kind: "typing", starts, end: from + text.length, size: text.length, isBreak: /^\s/.test(text) };
  }
  if (slice.size === 0 && to - from <= 8) {
    return { kind: "deleting", starts: [from, to], end: from, size: to - from, isBreak: false };
  }
  return other;
}
