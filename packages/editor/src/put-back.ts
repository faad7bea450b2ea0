import { isSealed, readSealed, schema } from "@quire/schema";
import type { Node } from "prosemirror-model";
import { type EditorState, Selection, type Transaction } from "prosemirror-state";
import type { LostWords } from "./lost-report.ts";
import { findBlock } from "./removed-block.ts";

/**
 * Puts words that were lost behind the block that the caret is in, a block of its kind for each, and the caret behind
 * them; at a block's start before it, since that is where a caret is left when its own block goes. A block that is there again, as by
 * the other person's undo, is only gone to.
 */
export function putBack({ tr, selection: { $to } }: EditorState, lost: readonly LostWords[]): Transaction {
  let at = $to.depth === 0 ? $to.pos : $to.parentOffset === 0 ? $to.before(1) : $to.after(1);
  let end: number | undefined;
  for (const { text, block, blockId } of lost) {
    const there = blockId === undefined ? null : findBlock(tr.doc, blockId);
    if (there === null) {
      const node = mayStandIn(tr.doc, block) ? nameless(block) : paragraphOf(text);
      tr.insert(at, node);
      at += node.nodeSize;
      end = at;
    } else end = there + (tr.doc.nodeAt(there)?.nodeSize ?? 0);
  }
  if (end !== undefined) tr.setSelection(Selection.near(tr.doc.resolve(end - 1), -1));
  return tr.scrollIntoView();
}

function mayStandIn({ type }: Node, block: Node | null): block is Node {
  return block !== null && type.contentMatch.matchType(block.type) !== null;
}

/** The block without ids, its own and those in it: if the one that went comes back, it has them. */
function nameless(block: Node): Node {
  const attrs = "id" in block.attrs ? { ...block.attrs, id: null } : block.attrs;
  return block.type.create(attrs, block.children.flatMap(writable), block.marks);
}

/** What stood for something that the page cannot show goes in as its text: it was never a part of the document. */
function writable(node: Node): readonly Node[] {
  if (node.isText) return [node];
  if (!isSealed(node)) return [nameless(node)];
  const { text } = readSealed(node);
  return node.isInline && text !== "" ? [schema.text(text)] : [];
}

function paragraphOf(text: string): Node {
  return schema.nodes.paragraph.create(null, linesOf(text));
}

function linesOf(text: string): readonly Node[] {
  return text.split("\n").flatMap((line, index) => {
    const words = line === "" ? [] : [schema.text(line)];
    return index === 0 ? words : [schema.nodes.hard_break.create(), ...words];
  });
}
