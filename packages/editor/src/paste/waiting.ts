import type { EditorState, Transaction } from "prosemirror-state";
import { PluginKey } from "prosemirror-state";

/** A paste that waits, with what it brings, and the place that it is for. */
export interface Waiting {
  readonly data: DataTransfer;
  readonly from: number;
  readonly to: number;
}

/** Where an editor keeps the pastes that wait, in the order that they were made. */
export const waitingKey = new PluginKey<readonly Waiting[]>("pasting");

/** The pastes that wait. */
export function waitingIn(state: EditorState): readonly Waiting[] {
  return waitingKey.getState(state) ?? [];
}

/** What is typed at the place itself meanwhile stays behind what is pasted there; of two that wait, the first is made first. */
export function moveWaiting(tr: Transaction, before: readonly Waiting[]): readonly Waiting[] {
  const next: unknown = tr.getMeta(waitingKey);
  const waiting: readonly Waiting[] = Array.isArray(next) ? next : before;
  if (!tr.docChanged || waiting.length === 0) return waiting;
  const side = tr.getMeta("paste") === true ? 1 : -1;
  return waiting.map(({ data, from, to }) => ({
    data,
    from: tr.mapping.map(from, side),
    to: tr.mapping.map(to, from === to ? side : 1),
  }));
}

/** What an event brings, for longer than the event lasts. */
export function keptData(data: DataTransfer): DataTransfer {
  const kept = new DataTransfer();
  for (const type of data.types) if (type !== "Files") kept.setData(type, data.getData(type));
  for (const file of data.files) kept.items.add(file);
  return kept;
}
