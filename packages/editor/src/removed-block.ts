import type { Node } from "prosemirror-model";
import { Plugin, PluginKey, type Transaction } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import type { LostWords } from "./lost-report.ts";
import { authorOf, isFromSharedDocument, isOwnUndo } from "./sync-state.ts";

/** The block that this person wrote in last. */
interface Writing {
  readonly blockId: string;
  readonly pos: number;
  readonly since: number;
  readonly removed: Removal | null;
}

interface Removal {
  readonly lost: LostWords;
  /** How often its words stood in the document before. */
  readonly times: number;
}

/** Who has written nothing in a block for so long is not writing in it any more. */
const writingMs = 60_000;

const removedBlockKey = new PluginKey<Writing | null>("removed block");

/**
 * Tells of the block that somebody else removes while this person is writing in it. Nobody has to be told of one that
 * was moved, or joined to another: its id, or its words, are still there when the change is over.
 */
export function removedBlockPlugin(onRemoved: (removed: LostWords) => void): Plugin {
  return new Plugin<Writing | null>({
    key: removedBlockKey,
    state: { init: () => null, apply: (tr, writing) => (tr.docChanged ? next(tr, writing) : writing) },
    view: () => ({
      update(view, before) {
        const removed = removedBlockKey.getState(view.state)?.removed;
        if (!removed || removed === removedBlockKey.getState(before)?.removed) return;
        // By then, what other listeners put back of it is there too.
        queueMicrotask(() => {
          if (!view.isDestroyed && isGone(view, removed)) onRemoved(removed.lost);
        });
      },
    }),
  });
}

/** Where a block with this id stands, if there is one. */
export function findBlock(doc: Node, blockId: string): number | null {
  let found: number | null = null;
  doc.descendants((node, pos) => {
    if (node.attrs.id === blockId) found = pos;
    return found === null && !node.isTextblock;
  });
  return found;
}

function next(tr: Transaction, writing: Writing | null): Writing | null {
  if (!isFromSharedDocument(tr)) return writtenNow(tr);
  if (writing === null || writing.removed || tr.time - writing.since > writingMs) return null;
  const { pos: mapped, deletedAfter } = tr.mapping.mapResult(writing.pos);
  const found = tr.doc.nodeAt(mapped)?.attrs.id;
  // Two people who write in a block that had no id both give it one, and one of them stays.
  if (!deletedAfter && typeof found === "string") return { ...writing, blockId: found, pos: mapped };
  const { blockId } = writing;
  const pos = found === blockId ? mapped : findBlock(tr.doc, blockId);
  if (pos !== null) return { ...writing, pos };
  const block = tr.before.nodeAt(writing.pos);
  const text = textOf(block);
  if (isOwnUndo(tr) || text.trim() === "") return null;
  const lost = { text, block, blockId, deletedBy: authorOf(tr) };
  return { ...writing, removed: { lost, times: timesIn(tr.before, text) } };
}

function writtenNow({ selection: { $head }, time }: Transaction): Writing | null {
  const { parent, depth } = $head;
  const blockId: unknown = parent.attrs.id;
  if (!parent.isTextblock || typeof blockId !== "string") return null;
  return { blockId, pos: $head.before(depth), since: time, removed: null };
}

function isGone({ state: { doc } }: EditorView, { lost: { blockId, text }, times }: Removal): boolean {
  return (blockId === undefined || findBlock(doc, blockId) === null) && timesIn(doc, text) < times;
}

function timesIn(doc: Node, text: string): number {
  return textOf(doc).split(text).length - 1;
}

function textOf(node: Node | null): string {
  return node?.textBetween(0, node.content.size, "\n", "\n") ?? "";
}
