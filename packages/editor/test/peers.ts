import { type ListKind, schema, writeBlocks } from "@quire/schema";
import type { Node } from "prosemirror-model";
import { Selection, TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { onTestFinished } from "vitest";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { shapeOf } from "../src/blocks.ts";
import { createEditor, type Editor, type EditorOptions } from "../src/editor.ts";

/** One person's page: a document of their own, which hears of others only when told to. */
export interface Peer {
  readonly ydoc: Y.Doc;
  readonly awareness: Awareness;
  readonly editor: Editor;
  readonly view: EditorView;
}

/** Opens an editor in the test's page, until the test is over. */
export function open(ydoc: Y.Doc = new Y.Doc(), options: Omit<EditorOptions, "ydoc"> = {}): Peer {
  const place = document.createElement("div");
  document.body.append(place);
  const awareness = new Awareness(ydoc);
  const editor = createEditor(place, { ydoc, awareness, ...options });
  const peer = { ydoc, awareness, editor, view: editor.view };
  onTestFinished(() => close(peer));
  return peer;
}

/** Opens an editor on a document of these blocks. */
export function opened(...blocks: readonly Node[]): Peer {
  return open(shared(...blocks));
}

/** Two people on the same document whose connections are held: neither hears the other until `exchange`. */
export function two(...blocks: readonly Node[]): [Peer, Peer] {
  const a = opened(...blocks);
  return [a, open(copy(a.ydoc))];
}

/** Closes editors and what they were opened with, before the test is over. */
export function close(...peers: readonly Peer[]): void {
  for (const { editor, awareness, ydoc } of peers) {
    editor.destroy();
    awareness.destroy();
    ydoc.destroy();
  }
}

/** A shared document that holds these blocks. */
export function shared(...blocks: readonly Node[]): Y.Doc {
  const ydoc = new Y.Doc();
  if (blocks.length > 0) writeBlocks(ydoc, schema.node("doc", null, [...blocks]));
  return ydoc;
}

/** The same document on another device. */
export function copy(ydoc: Y.Doc): Y.Doc {
  const other = new Y.Doc();
  Y.applyUpdate(other, Y.encodeStateAsUpdate(ydoc));
  return other;
}

/** Lets the documents hear of each other until none has news. */
export function exchange(...ydocs: readonly Y.Doc[]): void {
  for (let round = 0; round < 4; round++) {
    for (const from of ydocs) {
      for (const to of ydocs) {
        if (from !== to) Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)), "wire");
      }
    }
  }
}

/** A paragraph of any kind. */
export function p(text = "", attrs: Record<string, unknown> = {}): Node {
  return schema.node("paragraph", attrs, text === "" ? [] : [schema.text(text)]);
}

/** An item. */
export function li(list: ListKind, text: string, attrs: Record<string, unknown> = {}): Node {
  return p(text, { list, ...attrs });
}

/** A code block. */
export function pre(text: string, attrs: Record<string, unknown> = {}): Node {
  return schema.node("code_block", attrs, text === "" ? [] : [schema.text(text)]);
}

/** A divider. */
export function hr(): Node {
  return schema.node("horizontal_rule");
}

/** The blocks in a notation for reading: `h2 Title`, `- item`, `    3. item`, `[x] task`, `> quote`. */
export function outline({ state }: Pick<EditorView, "state">): string[] {
  return state.doc.children.map((node) => {
    if (node.type.name === "code_block") return `code ${node.textContent}`;
    if (node.type.name === "horizontal_rule") return "---";
    const { heading, quote, list, indent, start, isChecked } = shapeOf(node);
    const signs = { bullet: "- ", ordered: `${start ?? "#"}. `, task: isChecked ? "[x] " : "[ ] " };
    const kind = (heading === null ? "" : `h${heading} `) + "> ".repeat(quote);
    return (
      "  ".repeat(indent) +
      kind +
      (list === null ? "" : signs[list]) +
      node.textBetween(0, node.content.size, "", "\n")
    );
  });
}

/** Puts the caret at an offset in a block, or selects from there to another place. */
export function put(
  view: EditorView,
  block: number,
  offset: number,
  toBlock = block,
  toOffset = offset,
): void {
  const anchor = at(view, block, offset);
  const head = at(view, toBlock, toOffset);
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, anchor, head)));
}

/** The position of an offset in a block. */
export function at({ state }: EditorView, block: number, offset: number): number {
  let pos = 0;
  for (let i = 0; i < block; i++) pos += state.doc.child(i).nodeSize;
  return pos + 1 + offset;
}

/** Puts the caret at the end of a block. */
export function putAtEnd(view: EditorView, block: number): void {
  const { state } = view;
  const end = at(view, block, state.doc.child(block).content.size);
  view.dispatch(state.tr.setSelection(Selection.near(state.doc.resolve(end), -1)));
}

/** Types as the browser tells it: input rules and menus hear of each character. */
export function type(view: EditorView, text: string): void {
  for (const character of text) {
    if (character === "\n") {
      press(view, "Enter");
      continue;
    }
    const { from, to } = view.state.selection;
    const typed = () => view.state.tr.insertText(character, from, to);
    const isHandled = view.someProp("handleTextInput", (handle) => handle(view, from, to, character, typed));
    if (!isHandled) view.dispatch(typed());
  }
}

/** Presses a key such as `Enter` or `Mod-Shift-z`; false if the editor leaves it to the browser. */
export function press(view: EditorView, keys: string): boolean {
  const parts = keys.split("-");
  const key = parts.pop() ?? "";
  const event = new KeyboardEvent("keydown", {
    key,
    ctrlKey: parts.includes("Mod") || parts.includes("Ctrl"),
    shiftKey: parts.includes("Shift"),
    altKey: parts.includes("Alt"),
  });
  return view.someProp("handleKeyDown", (handle) => handle(view, event)) === true;
}

/** Counts the updates that a document emits from here on. */
export function countUpdates(ydoc: Y.Doc): () => number {
  let count = 0;
  ydoc.on("update", () => {
    count++;
  });
  return () => count;
}
