import * as Y from "yjs";

/** The root of a shared document that holds its text, as y-prosemirror binds it. */
export const fragmentName = "document";

/** The root of a shared document that holds its title. */
export const titleName = "title";

/** What stands in an element or a text of a shared document: one of Yjs' types, or a bare value that no editor wrote. */
export type SharedChild = unknown;

/** The text's root. Asking for it writes nothing. */
export function fragmentOf(ydoc: Y.Doc): Y.XmlFragment {
  return ydoc.getXmlFragment(fragmentName);
}

/** A stretch of a shared text: a string, or an embed that is none of ours, under the formats named. */
export interface Stretch {
  readonly insert: unknown;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

/** A shared text's stretches in order. */
export function stretchesOf(text: Y.Text): readonly Stretch[] {
  const delta: Stretch[] = text.toDelta();
  return delta;
}

/** Keys and values of an element's attributes, also of one named `__proto__`, which a plain object would hide. */
export function* attributesOf(element: Y.XmlElement): Generator<[key: string, value: unknown]> {
  for (const [key, item] of element._map)
    if (!item.deleted) yield [key, item.content.getContent()[item.length - 1]];
}

/** Whether a child is text, whichever of Yjs' two text types it is. */
export function isText(child: SharedChild): child is Y.Text {
  return child instanceof Y.Text;
}

/** Whether a child is an element. */
export function isElement(child: SharedChild): child is Y.XmlElement {
  return child instanceof Y.XmlElement;
}
