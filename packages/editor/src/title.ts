import { maxTitleLength, titleName } from "@quire/schema";
import * as Y from "yjs";
import { type DeltaPart, difference, follow } from "./text-difference.ts";

/** What a title needs beside its field. */
export interface TitleOptions {
  readonly ydoc: Y.Doc;
  /** Enter in the title: goes on to the text. */
  readonly onEnter?: () => void;
  /** Told what a full title has no room for: a letter that was typed, or the end of what was pasted or dropped into it. */
  readonly onRest?: (rest: string, isTyped: boolean) => void;
}

/**
 * Binds a field to the document's title. Only what changed is written, others' changes leave the caret with its words,
 * and undo takes back this person's changes alone. Returns what unbinds it.
 */
export function bindTitle(field: HTMLTextAreaElement, { ydoc, onEnter, onRest }: TitleOptions): () => void {
  const title = ydoc.getText(titleName);
  const origin = { field };
  const undo = new Y.UndoManager(title, { trackedOrigins: new Set([origin]) });
  const listeners = new AbortController();
  let shown = lineOf(title);
  let isComposing = false;
  /** Others' changes that are not in the field yet: it is left alone while an input method is at work in it. */
  let missed: (readonly DeltaPart[])[] = [];
  field.value = shown;

  const show = () => {
    const [start, end] = [field.selectionStart, field.selectionEnd].map((at) => missed.reduce(follow, at));
    missed = [];
    shown = lineOf(title);
    if (field.value === shown) return;
    field.value = shown;
    if (start !== undefined && end !== undefined) field.setSelectionRange(start, end);
  };
  const write = (isTyped: boolean) => {
    const change = difference(shown, field.value, field.selectionEnd);
    if (!change) return show();
    const { insert } = change;
    const room = roomFor(insert, maxTitleLength - shown.length + change.end - change.start);
    const start = missed.reduce(follow, change.start);
    const end = missed.reduce(follow, change.end);
    ydoc.transact(() => {
      title.delete(start, end - start);
      title.insert(start, insert.slice(0, room).replace(/[\r\n\t]+/g, " "));
    }, origin);
    if (room < insert.length) field.selectionEnd = change.start + room;
    show();
    if (room < insert.length) onRest?.(insert.slice(room), isTyped);
  };
  const changed = (event: Y.YTextEvent, transaction: Y.Transaction) => {
    if (transaction.origin === origin) return;
    missed.push(event.delta);
    if (!isComposing) show();
  };

  const compose = (composing: boolean) => {
    isComposing = composing;
    if (!composing) write(true);
  };

  const on = { signal: listeners.signal };
  field.addEventListener("compositionstart", () => compose(true), on);
  field.addEventListener("compositionend", () => compose(false), on);
  field.addEventListener("input", (event) => isComposing || write(!/Paste|Drop/.test(event.inputType)), on);
  field.addEventListener("keydown", (event) => pressed(event, undo, onEnter), on);
  title.observe(changed);
  return () => {
    listeners.abort();
    title.unobserve(changed);
    undo.destroy();
  };
}

/**
 * What the field shows of the title: one line, at most as long as a title may be, in which each character stands where it
 * stands in the shared text, whatever another client has put there. A field that left some out would write beside them.
 */
function lineOf(title: Y.Text): string {
  const parts: readonly DeltaPart[] = title.toDelta();
  const text = parts.map(({ insert }) => (typeof insert === "string" ? insert : "\ufffc")).join("");
  return text.slice(0, roomFor(text, maxTitleLength)).replace(/[\r\n\t\v\f\u0085\u2028\u2029]/g, " ");
}

/** How much of a text there is room for: whole characters. */
function roomFor(text: string, room: number): number {
  const most = Math.max(0, room);
  return (text.codePointAt(most - 1) ?? 0) > 0xffff ? most - 1 : most;
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
