import type { Mark, Node } from "prosemirror-model";
import * as Y from "yjs";

/**
 * A page's document in one line, to compare. Two things are left out that the structure has no place for: the order of
 * marks of one kind, and marks on what is not text.
 */
export function contentOf(node: Node): string {
  if (node.isText) throw new Error("text is written with its block");
  const runs: Run[] = [];
  node.forEach((child) => {
    if (child.isText) runs.push({ text: child.text ?? "", look: child.marks.map(markOf).sort().join() });
    else runs.push({ text: contentOf(child), look: null });
  });
  return element(node.type.name, node.attrs, runs);
}

/** A shared document in the same notation, read without either binding. */
export function sharedContentOf(type: Y.XmlFragment): string {
  const runs = type.toArray().flatMap((child): Run[] => {
    if (!(child instanceof Y.XmlText)) return [{ text: sharedContentOf(child as Y.XmlElement), look: null }];
    return (child.toDelta() as Delta[]).map(({ insert, attributes = {} }) => ({
      text: insert,
      look: Object.entries(attributes)
        .map(([name, attrs]) => look(name.replace(/--[a-zA-Z0-9+/=]{8}$/, ""), attrs))
        .sort()
        .join(),
    }));
  });
  return type instanceof Y.XmlElement
    ? element(type.nodeName, type.getAttributes(), runs)
    : element("doc", {}, runs);
}

interface Delta {
  readonly insert: string;
  readonly attributes?: Record<string, Record<string, unknown>>;
}

interface Run {
  readonly text: string;
  /** The marks of a text, null for a node. */
  readonly look: string | null;
}

function element(name: string, attrs: Record<string, unknown>, runs: readonly Run[]): string {
  const merged: Run[] = [];
  for (const run of runs) {
    const last = merged.at(-1);
    if (last && last.look !== null && last.look === run.look)
      merged[merged.length - 1] = { text: last.text + run.text, look: run.look };
    else merged.push(run);
  }
  const inner = merged.map(({ text, look }) => (look === null ? text : `${JSON.stringify(text)}[${look}]`));
  return `(${look(name, attrs)} ${inner.join(" ")})`;
}

function markOf({ type, attrs }: Mark): string {
  return look(type.name, attrs);
}

function look(name: string, attrs: Record<string, unknown>): string {
  const given = Object.entries(attrs).filter(([, value]) => value !== null && value !== undefined);
  return given.length === 0
    ? name
    : `${name}${JSON.stringify(Object.fromEntries(given.sort(([a], [b]) => (a < b ? -1 : 1))))}`;
}
