import { maxTitleLength, readTitle, titleName } from "@quire/schema";
import * as Y from "yjs";
import { type DeltaPart, difference, follow } from "./text-difference.ts";

/** What a title needs beside its field. */
export interface TitleOptions {
  readonly ydoc: Y.Doc;
  /** Enter in the title: goes on to the text. */
  readonly onEnter?: () => void;
}

/**
 * Binds a field to the document's title. Only what changed is written, others' changes leave the caret with its words,
 * and undo takes back this person's changes alone. Returns what unbinds it.
 */
export function bindTitle(field: HTMLTextAreaElement, { ydoc, onEnter }: TitleOptions): () => void {
  const title = ydoc.getText(titleName);
  const origin = { field };
  const undo = new Y.UndoManager(title, { trackedOrigins: new Set([origin]) });
  const listeners = new AbortController();
  let shown = readTitle(ydoc);
  let isComposing = false;
  /** Others' changes that are not in the field yet: it is left alone while an input method is at work in it. */
  let missed: (readonly DeltaPart[])[] = [];
  field.maxLength = maxTitleLength;
  field.value = shown;

  const show = () => {
    const [start, end] = [field.selectionStart, field.selectionEnd].map((at) => missed.reduce(follow, at));
    missed = [];
    shown = readTitle(ydoc);
    if (field.value === shown) return;
    field.value = shown;
    if (start !== undefined && end !== undefined) field.setSelectionRange(start, end);
  };
  const write = () => {
    const change = difference(shown, field.value, field.selectionEnd);
    if (change) {
      const start = missed.reduce(follow, change.start);
      const end = missed.reduce(follow, change.end);
      ydoc.transact(() => {
        title.delete(start, end - start);
        title.insert(start, change.insert.replace(/[\r\n\t]+/g, " "));
      }, origin);
    }
    show();
  };
  const changed = (event: Y.YTextEvent, transaction: Y.Transaction) => {
    if (transaction.origin === origin) return;
    missed.push(event.delta);
    if (!isComposing) show();
  };

  const compose = (composing: boolean) => {
    isComposing = composing;
    if (!composing) write();
  };

  const on = { signal: listeners.signal };
  field.addEventListener("compositionstart", () => compose(true), on);
  field.addEventListener("compositionend", () => compose(false), on);
  field.addEventListener("input", () => isComposing || write(), on);
  field.addEventListener("keydown", (event) => pressed(event, undo, onEnter), on);
  title.observe(changed);
  return () => {
    listeners.abort();
    title.unobserve(changed);
    undo.destroy();
  };
}

function pressed(event: KeyboardEvent, undo: Y.UndoManager, onEnter: (() => void) | undefined): void {
  if (event.isComposing) return;
  const isMod = (event.ctrlKey || event.metaKey) && !event.altKey;
  const key = event.key.toLowerCase();
  if (event.key === "Enter") onEnter?.();
  else if (isMod && key === "z" && !event.shiftKey) undo.undo();
  else if (isMod && (key === "y" || key === "z")) undo.redo();
  else return;
  event.preventDefault();
}
