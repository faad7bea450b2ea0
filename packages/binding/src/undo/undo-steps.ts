import type { Transaction } from "prosemirror-state";
import { AttrStep, ReplaceStep, type Step } from "prosemirror-transform";

/** Where one undo step ends and the next begins, as far as a state has come. */
export interface UndoSteps {
  /** Goes up with each change that is to be undone on its own. */
  readonly step: number;
  /** Goes up with each change that only names blocks: it belongs to what was before. */
  readonly names: number;
  readonly kind: ChangeKind | null;
  /** Where the change ended: what goes on there belongs to it. */
  readonly end: number;
  readonly characters: number;
  /** When it was made. */
  readonly time: number;
}

type ChangeKind = "typing" | "deleting" | "other";

/** How steps are cut. */
export interface StepRules {
  /** A pause that ends a step. */
  readonly pauseMs: number;
  /** How much typing one undo takes back, at the next space. */
  readonly charactersPerStep: number;
  /** Attributes that name a block: giving one is no change of its own. */
  readonly idAttributes: readonly string[];
}

/** Where no space comes (Chinese, a key that is held) a step is as long as so many. */
const spacelessSteps = 2;

/** The beginning: nothing was done yet. */
export const noSteps: UndoSteps = {
  step: 0,
  names: 0,
  kind: null,
  end: 0,
  characters: 0,
  time: 0,
};

/**
 * What comes after a transaction. Typing or deleting in one place is taken back in pieces of a few words; anything else,
 * such as formatting, a paste or replacing all, in one piece. What is not to be undone, or came from others, cuts nothing.
 */
export function nextSteps(tr: Transaction, before: UndoSteps, rules: StepRules): UndoSteps {
  const moved = { ...before, end: tr.mapping.map(before.end) };
  if (!tr.docChanged) return tr.selectionSet ? { ...before, kind: null } : before;
  if (tr.getMeta("addToHistory") === false) return moved;
  const change = describe(tr, rules.idAttributes);
  if (change === null) return { ...moved, names: before.names + 1 };
  const isPause = tr.time - before.time >= rules.pauseMs;
  const { characters } = before;
  const isLong =
    characters >= rules.charactersPerStep &&
    (change.isBreak || characters >= spacelessSteps * rules.charactersPerStep);
  const isSame = change.kind !== "other" && change.kind === before.kind && change.starts.includes(before.end);
  const goesOn = isSame && !isPause && !isLong;
  return {
    step: goesOn ? before.step : before.step + 1,
    names: before.names,
    kind: change.kind,
    end: change.end,
    characters: goesOn ? before.characters + change.size : change.size,
    time: tr.time,
  };
}

interface Change {
  readonly kind: ChangeKind;
  /** The places before the change that it can go on from. */
  readonly starts: readonly number[];
  readonly end: number;
  readonly size: number;
  /** Starts with a space, or takes one away. */
  readonly isBreak: boolean;
}

/** Null for a change of names alone. */
function describe(tr: Transaction, idAttributes: readonly string[]): Change | null {
  const isName = (step: Step) => step instanceof AttrStep && idAttributes.includes(step.attr);
  const steps = tr.steps.filter((step) => !isName(step));
  if (steps.length === 0) return null;
  const [step] = steps;
  const other: Change = { kind: "other", starts: [], end: -1, size: 0, isBreak: false };
  const isPasted = tr.getMeta("uiEvent") !== undefined;
  if (isPasted || steps.length !== 1 || !(step instanceof ReplaceStep)) return other;
  return describeTyping(tr, step) ?? describeDeleting(tr, step) ?? other;
}

function describeTyping(tr: Transaction, { from, to, slice }: ReplaceStep): Change | null {
  const [node] = slice.content.content;
  const isComposing = tr.getMeta("composition") !== undefined;
  if (slice.content.childCount !== 1 || node?.text === undefined || !(from === to || isComposing))
    return null;
  // An input method replaces what it typed; to the person it is one word that grows.
  const starts = isComposing ? [from, to] : [from];
  const size = node.text.length;
  return { kind: "typing", starts, end: from + size, size, isBreak: /^\s/.test(node.text) };
}

/** At most a few characters at a time: a word, or a cluster of an emoji. What is selected and deleted is a step of its own. */
function describeDeleting(tr: Transaction, { from, to, slice }: ReplaceStep): Change | null {
  if (slice.size > 0 || to - from > 8) return null;
  const isBreak = /^\s/.test(tr.before.textBetween(from, to, "\n"));
  return { kind: "deleting", starts: [from, to], end: from, size: to - from, isBreak };
}
