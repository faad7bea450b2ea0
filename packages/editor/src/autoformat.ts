import { undo } from "@quire/binding";
import { schema } from "@quire/schema";
import { type EditorState, Plugin, PluginKey, type Transaction } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import type { AutoformatRule } from "./autoformat-rule.ts";
import { autoformatRules } from "./autoformat-rules.ts";
import { caretBlock, isCode, isParagraph, setAttributes } from "./blocks.ts";

import { findLanguage } from "./languages.ts";
import { isFromSharedDocument } from "./sync-state.ts";

interface Autoformat {
  /** The last thing that happened was a conversion, which Backspace takes back. */
  readonly hasJustConverted: boolean;
  /** A fence was typed, and perhaps a language's name after it. */
  readonly isAfterFence: boolean;
}

const key = new PluginKey<Autoformat>("autoformat");
const nothing: Autoformat = { hasJustConverted: false, isAfterFence: false };
const longestMatch = 500;

/**
 * Turns typed signs into formatting. The sign is written first and converted in a step of its own, so that undo, or
 * Backspace right away, gives back exactly what was typed.
 */
export function autoformatPlugin(rules: readonly AutoformatRule[] = autoformatRules): Plugin<Autoformat> {
  let composed: ReturnType<typeof setTimeout> | undefined;
  return new Plugin<Autoformat>({
    key,
    state: { init: () => nothing, apply: next },
    view: () => ({ destroy: () => clearTimeout(composed) }),
    props: {
      handleTextInput(view, from, _to, text, typed) {
        if (text === " " && isFreshFence(view.state)) return endFence(view);
        const found = view.composing ? null : find(view.state, rules, from, text);
        if (!found) return false;
        view.dispatch(typed());
        return convert(view, rules);
      },
      handleKeyDown(view, event) {
        if (event.key === "Backspace" && key.getState(view.state)?.hasJustConverted) {
          return undo(view.state, view.dispatch);
        }
        return event.key === "Enter" && !event.shiftKey && nameLanguage(view);
      },
      handleDOMEvents: {
        compositionend(view) {
          // ProseMirror reads the composed text after this event.
          composed = setTimeout(() => !view.isDestroyed && convert(view, rules), 30);
          return false;
        },
      },
    },
  });
}

function next(tr: Transaction, before: Autoformat, _old: EditorState, state: EditorState): Autoformat {
  const converted = tr.getMeta(key) as Autoformat | undefined;
  if (converted) return converted;
  if (isFromSharedDocument(tr) || !(tr.docChanged || tr.selectionSet)) return before;
  const isNaming = before.isAfterFence && /^[\w+#-]{0,16}$/.test(codeBefore(state) ?? " ");
  return { hasJustConverted: false, isAfterFence: isNaming };
}

function find(state: EditorState, rules: readonly AutoformatRule[], at: number, text: string) {
  const $at = state.doc.resolve(at);
  if (!isParagraph($at.parent) || schema.marks.code.isInSet(state.storedMarks ?? $at.marks())) return null;
  const start = Math.max(0, $at.parentOffset - longestMatch);
  // In a long line the sign at the front is none: only the block's start may match `^`.
  const lead = start > 0 ? "\ufffc" : "";
  const before = lead + $at.parent.textBetween(start, $at.parentOffset, null, "\ufffc") + text;
  for (const rule of rules) {
    const match = rule.match.exec(before);
    if (match) return { rule, match };
  }
  return null;
}

function convert(view: EditorView, rules: readonly AutoformatRule[]): boolean {
  const { state } = view;
  const block = caretBlock(state);
  const found = block && !view.composing ? find(state, rules, state.selection.from, "") : null;
  const tr = block && found?.rule.apply(state, found.match, block);
  if (!tr) return tryLater(view, found?.rule);
  view.dispatch(tr.setMeta(key, { hasJustConverted: true, isAfterFence: isCode(tr.selection.$from.parent) }));
  return true;
}

/** Tries a rule again when it has what it fetches: not the others, whose work may have been undone by then. */
function tryLater(view: EditorView, rule: AutoformatRule | undefined): true {
  void rule?.fetch?.()?.then((isHere) => isHere && !view.isDestroyed && convert(view, [rule]));
  return true;
}

/** Enter after a fence: goes with the fence, and a language's name before it becomes the block's language. */
function nameLanguage(view: EditorView): boolean {
  if (!key.getState(view.state)?.isAfterFence) return false;
  const word = codeBefore(view.state);
  if (word === "") return endFence(view);
  const block = caretBlock(view.state);
  const language = word && findLanguage(word);
  if (!block || !language) return false;
  const tr = view.state.tr.delete(block.pos + 1, block.pos + 1 + block.node.content.size);
  view.dispatch(setAttributes(tr, block.pos, { language: language.id }).setMeta(key, nothing));
  return true;
}

/** The space or Enter that people type after a fence belongs to it. */
function endFence(view: EditorView): true {
  view.dispatch(view.state.tr.setMeta(key, nothing));
  return true;
}

function isFreshFence(state: EditorState): boolean {
  return key.getState(state)?.isAfterFence === true && codeBefore(state) === "";
}

/** The code that the caret stands at the end of. */
function codeBefore({ selection: { $from, empty } }: EditorState): string | null {
  const isAtEnd = empty && $from.parentOffset === $from.parent.content.size;
  return isAtEnd && isCode($from.parent) ? $from.parent.textContent : null;
}
