import type { Mark, Node, Schema } from "prosemirror-model";
import type * as Y from "yjs";
import { type Edit, replacement } from "./edits.ts";
import { formatName, markTypeOf, readMarks } from "./marks.ts";

/** The edits of one text, as Yjs tells them. */
export function deltaEdits(
  event: Y.YTextEvent,
  start: number,
  block: Node,
  blockStart: number,
  schema: Schema,
): readonly Edit[] | null {
  const edits: Edit[] = [];
  let pos = start;
  for (const { retain, insert, delete: deleted, attributes } of event.delta) {
    if (deleted !== undefined) {
      edits.push(replacement(pos, pos + deleted, []));
      pos += deleted;
    } else if (retain !== undefined) {
      const marked = attributes ? markEdits(block, blockStart, pos, pos + retain, attributes, schema) : [];
      if (!marked) return null;
      edits.push(...marked);
      pos += retain;
    } else {
      const marks = readMarks(attributes ?? {}, schema);
      if (typeof insert !== "string" || !marks) return null;
      const allowed = marks.filter((mark) => block.type.allowsMarkType(mark.type));
      edits.push(replacement(pos, pos, [schema.text(insert, allowed)]));
    }
  }
  return edits;
}

/** The marks that a stretch gets and loses. */
function markEdits(
  block: Node,
  blockStart: number,
  from: number,
  to: number,
  formats: Readonly<Record<string, unknown>>,
  schema: Schema,
): readonly Edit[] | null {
  const edits: Edit[] = [];
  for (const [key, value] of Object.entries(formats)) {
    const type = markTypeOf(key, schema);
    const given = type && readMarks({ [key]: value }, schema);
    if (!given) return null;
    const gone = marksIn(block, blockStart, from, to, (mark) => formatName(mark) === key);
    // A mark that was written under another name than it would be now.
    if (
      value === null &&
      gone.length === 0 &&
      marksIn(block, blockStart, from, to, (mark) => mark.type === type).length > 0
    )
      return null;
    const [mark] = given;
    if (mark && block.type.allowsMarkType(mark.type)) edits.push({ kind: "add-mark", from, to, mark });
    else if (!mark) edits.push(...gone.map((old): Edit => ({ kind: "remove-mark", from, to, mark: old })));
  }
  return edits;
}

function marksIn(
  block: Node,
  blockStart: number,
  from: number,
  to: number,
  isMeant: (mark: Mark) => boolean,
): readonly Mark[] {
  const found: Mark[] = [];
  block.nodesBetween(from - blockStart, to - blockStart, (node) => {
    for (const mark of node.marks) if (isMeant(mark) && !mark.isInSet(found)) found.push(mark);
  });
  return found;
}
