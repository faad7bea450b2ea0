import { isSealed, schema } from "@quire/schema";
import { Fragment, type Node, Slice } from "prosemirror-model";
import { type EditorState, NodeSelection, type Selection, type Transaction } from "prosemirror-state";

// What a page cannot show stands in its view as one thing (D10).

/** Something sealed and where it stands. */
export interface SealedPlace {
  readonly node: Node;
  readonly pos: number;
}

/** The sealed things in a range, in order. */
export function sealedIn(doc: Node, from: number, to: number): readonly SealedPlace[] {
  const found: SealedPlace[] = [];
  doc.nodesBetween(from, to, (node, pos) => {
    if (isSealed(node) && pos >= from && pos + node.nodeSize <= to) found.push({ node, pos });
  });
  return found;
}

/** The sealed thing that is selected as one. */
export function selectedSealed({ selection }: Pick<EditorState, "selection">): SealedPlace | null {
  if (!(selection instanceof NodeSelection) || !isSealed(selection.node)) return null;
  return { node: selection.node, pos: selection.from };
}

/** Whether something sealed is in the selection, alone or with what is around it. */
export function holdsSealed(doc: Node, { from, to }: Selection): boolean {
  return sealedIn(doc, from, to).length > 0;
}

/** The sealed thing that a caret stands right before or behind: in its line, or at the edge of the next block. */
export function sealedBeside({ doc, selection }: EditorState, side: -1 | 1): SealedPlace | null {
  const { $head, empty } = selection;
  if (!empty) return null;
  let $edge = $head;
  if ($head.depth > 0 && $head.parentOffset === (side < 0 ? 0 : $head.parent.content.size)) {
    // An empty line goes before what is beyond it is selected: ProseMirror's own commands do both.
    if ($head.parent.content.size === 0) return null;
    $edge = doc.resolve(side < 0 ? $head.before() : $head.after());
  } else if ($head.textOffset > 0) return null;
  const node = side < 0 ? $edge.nodeBefore : $edge.nodeAfter;
  return node && isSealed(node) ? { node, pos: side < 0 ? $edge.pos - node.nodeSize : $edge.pos } : null;
}

/** The sealed things of the state that a transaction takes away. One that it moves is not among them. */
export function lostSealed(tr: Transaction, doc: Node): readonly SealedPlace[] {
  const lost: SealedPlace[] = [];
  tr.mapping.maps.forEach((map, index) => {
    map.forEach((from, to) => {
      if (to > from) lost.push(...sealedIn(tr.docs[index] ?? doc, from, to));
    });
  });
  if (lost.length === 0) return lost;
  const kept = keysIn(tr.doc);
  const gone = new Set(lost.map(({ node }) => keyOf(node)).filter((key) => !kept.has(key)));
  return sealedIn(doc, 0, doc.content.size).filter(({ node }) => gone.has(keyOf(node)));
}

/** The slice with text in the place of what is sealed. */
export function unsealed({ content, openStart, openEnd }: Slice): Slice {
  return new Slice(unsealedNodes(content), openStart, openEnd);
}

function unsealedNodes(content: Fragment): Fragment {
  const nodes = content.content.flatMap((node): readonly Node[] => {
    if (!isSealed(node)) return [node.copy(unsealedNodes(node.content))];
    const lines = node.textContent.split("\n").map((line) => (line === "" ? [] : [schema.text(line)]));
    return node.isInline ? lines.flat() : lines.map((line) => schema.nodes.paragraph.create(null, line));
  });
  return Fragment.fromArray(nodes);
}

function keysIn(doc: Node): ReadonlySet<string> {
  return new Set(sealedIn(doc, 0, doc.content.size).map(({ node }) => keyOf(node)));
}

function keyOf(node: Node): string {
  return String(node.attrs.key);
}
