import { Schema } from "prosemirror-model";
import { EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { bind } from "../src/index.ts";

const schema = new Schema({
  nodes: {
    doc: { content: "paragraph*" },
    paragraph: { content: "text*", attrs: { uid: { default: null }, key: { default: null } } },
    text: {},
  },
});

/** Two blocks with names; the first is taken out and the second changed, in one transaction. */
function elementAfter(
  idAttributes: readonly string[],
  attribute = "uid",
): { element: unknown; elements: readonly unknown[] } {
  const ydoc = new Y.Doc();
  const fragment = ydoc.getXmlFragment("document");
  for (const name of ["a", "b"]) {
    const element = new Y.XmlElement("paragraph");
    element.setAttribute(attribute, name);
    element.insert(0, [new Y.XmlText(name)]);
    fragment.push([element]);
  }
  const elements = fragment.toArray();
  const { doc, plugin } = bind({ fragment, schema, idAttributes });
  const before = EditorState.create({ doc, plugins: [plugin] });
  const view = { state: before, composing: false, hasFocus: () => false } as unknown as EditorView;
  const { update } = plugin.spec.view?.(view) ?? {};
  const only = schema.node("paragraph", { [attribute]: "b" }, schema.text("new words"));
  view.state = before.apply(before.tr.replaceWith(0, doc.content.size, only));
  update?.(view, before);
  return { element: fragment.get(0), elements };
}

test("a block goes on as the one with the same name, by whatever attribute names are given", () => {
  const named = elementAfter(["uid"]);
  expect(named.element).toBe(named.elements[1]);
  const unnamed = elementAfter([]);
  expect(unnamed.element).toBe(unnamed.elements[0]);
});

test("an attribute that is called as the key of what is sealed is no name unless it is given as one", () => {
  const unnamed = elementAfter([], "key");
  expect(unnamed.element).toBe(unnamed.elements[0]);
  const named = elementAfter(["key"], "key");
  expect(named.element).toBe(named.elements[1]);
});
