import { newBlockId, noteOf, schema } from "@quire/schema";
import { Fragment, type Node, Slice } from "prosemirror-model";

/**
 * Gives footnotes that come with what is pasted names of their own, and their signs with them, where the document has notes
 * of those names: what is copied within a document does not join the notes that it was copied from.
 */
export function withOwnNotes(slice: Slice, doc: Node): Slice {
  const names = new Map<string, string>();
  for (const name of notesIn(slice.content)) names.set(name, newBlockId().toLowerCase());
  const taken = names.size > 0 ? new Set(notesIn(Fragment.from(doc))) : new Set();
  for (const name of names.keys()) if (!taken.has(name)) names.delete(name);
  return names.size === 0 ? slice : new Slice(renamed(slice.content, names), slice.openStart, slice.openEnd);
}

function notesIn(content: Fragment): readonly string[] {
  const names: string[] = [];
  content.descendants((node) => {
    const name = node.type === schema.nodes.paragraph ? noteOf(node.attrs) : null;
    if (name !== null) names.push(name);
    return true;
  });
  return names;
}

function renamed(content: Fragment, names: ReadonlyMap<string, string>): Fragment {
  return Fragment.fromArray(
    content.content.map((node) => {
      if (node.isText) return node;
      const isOfNote = node.type === schema.nodes.footnote_ref || noteOf(node.attrs) !== null;
      const name = isOfNote ? names.get(String(node.attrs.name)) : undefined;
      const attrs = name === undefined ? node.attrs : { ...node.attrs, name };
      return node.type.create(attrs, renamed(node.content, names), node.marks);
    }),
  );
}
