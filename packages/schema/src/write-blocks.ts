import type { Mark, Node } from "prosemirror-model";
import * as Y from "yjs";
import { isSealed } from "./sealed.ts";
import { fragmentOf } from "./y-document.ts";

/**
 * Appends a document's blocks to a shared document, in one transaction. The structure is the one that y-prosemirror
 * writes, so that an editor that is bound to it later changes nothing; but an empty block has its text already.
 */
export function writeBlocks(ydoc: Y.Doc, doc: Node): void {
  const blocks: Y.XmlElement[] = [];
  doc.forEach((block) => {
    blocks.push(sharedElement(block));
  });
  const fragment = fragmentOf(ydoc);
  ydoc.transact(() => fragment.insert(fragment.length, blocks));
}

function sharedElement(node: Node): Y.XmlElement {
  if (isSealed(node))
    throw new Error(`a ${node.type.name} cannot be written: it stands in a view for what is in a document`);
  const element = new Y.XmlElement(node.type.name);
  for (const [key, value] of Object.entries(node.attrs)) if (value !== null) element.setAttribute(key, value);
  const children: (Y.XmlElement | Y.XmlText)[] = [];
  let run: Node[] = [];
  const endRun = () => {
    if (run.length > 0) children.push(sharedText(run));
    run = [];
  };
  node.forEach((child) => {
    if (child.isText) {
      run.push(child);
    } else {
      endRun();
      children.push(sharedElement(child));
    }
  });
  endRun();
  // Whoever typed first would make it, and two who type at once one each, with doubled letters (y-prosemirror#160).
  if (node.isTextblock && children.length === 0) children.push(new Y.XmlText());
  element.insert(0, children);
  return element;
}

function sharedText(run: readonly Node[]): Y.XmlText {
  const text = new Y.XmlText();
  text.applyDelta(run.map((node) => ({ insert: node.text ?? "", attributes: formats(node.marks) })));
  return text;
}

function formats(marks: readonly Mark[]): Record<string, unknown> {
  return Object.fromEntries(marks.map((mark) => [mark.type.name, mark.attrs]));
}
