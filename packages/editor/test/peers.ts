import { applyNamedUpdate } from "@quire/binding";
import { holdsBlocks, isSealed, type ListKind, schema, writeBlocks } from "@quire/schema";
import type { Node } from "prosemirror-model";
import { Selection, TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { onTestFinished } from "vitest";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { shapeOf } from "../src/blocks.ts";
import { createEditor, type Editor, type EditorOptions } from "../src/editor.ts";
import type { References } from "../src/references.ts";

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
  const editor = createEditor(place, { ydoc, awareness, references, ...options });
  const peer = { ydoc, awareness, editor, view: editor.view };
  onTestFinished(() => close(peer));
  return peer;
}

/** Ada is here, and there is one other document. */
const references: References = {
  people: () => [{ id: "ada", name: "Ada" }],
  findDocuments: async (query) =>
    "the plan".includes(query) ? [{ id: "0123456789abcdef", title: "The plan" }] : [],
};

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
  deliver(ydocs, Y.applyUpdate);
}

/** The same as our own provider does it, which says what each update names as deleted. */
export function exchangeNamed(...ydocs: readonly Y.Doc[]): void {
  deliver(ydocs, applyNamedUpdate);
}

function deliver(ydocs: readonly Y.Doc[], apply: typeof applyNamedUpdate): void {
  for (let round = 0; round < 4; round++) {
    for (const from of ydocs) {
      for (const to of ydocs)
        if (from !== to) apply(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)), "wire");
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

/** A callout of these blocks. */
export function callout(blocks: readonly Node[], attrs: Record<string, unknown> = {}): Node {
  return schema.node("callout", attrs, [...blocks]);
}

/** A toggle of these blocks. */
export function toggle(blocks: readonly Node[], attrs: Record<string, unknown> = {}): Node {
  return schema.node("toggle", attrs, [...blocks]);
}

/** A table of these words; those that begin with `#` are in headers. */
export function table(...rows: readonly (readonly string[])[]): Node {
  const cell = (words: string) =>
    schema.node(words.startsWith("#") ? "table_header" : "table_cell", null, [p(words.replace(/^#/, ""))]);
  return schema.node(
    "table",
    null,
    rows.map((cells) => schema.node("table_row", null, cells.map(cell))),
  );
}

/**
 * The blocks in a notation for reading: `h2 Title`, `- item`, `    3. item`, `[x] task`, `> quote`, `callout tip`, and
 * below it, after `| `, what is in it. A table's row is one line, `#head | cell`.
 */
export function outline({ state }: Pick<EditorView, "state">): string[] {
  return linesOf(state.doc);
}

function linesOf(flow: Node): string[] {
  return flow.children.flatMap((node) => {
    if (node.type.name === "table_row") return node.children.map(cellOf).join(" | ");
    if (!holdsBlocks(node)) return lineOf(node);
    const { indent } = shapeOf(node);
    const tone = typeof node.attrs.tone === "string" ? ` ${node.attrs.tone}` : "";
    const lines = [node.type.name + tone, ...linesOf(node).map((line) => `| ${line}`)];
    return lines.map((line) => "  ".repeat(indent) + line);
  });
}

/** A table's cell: `#` before a header's words, `2x3` before those of one that stands in two columns and three rows. */
function cellOf(cell: Node): string {
  const { colspan, rowspan } = cell.attrs;
  const spans = colspan === null && rowspan === null ? "" : `${colspan ?? 1}x${rowspan ?? 1} `;
  return (cell.type.name === "table_header" ? "#" : "") + spans + linesOf(cell).join(" / ");
}

function lineOf(node: Node): string {
  if (node.type.name === "code_block") return `code ${node.textContent}`;
  if (node.type.name === "horizontal_rule") return "---";
  if (node.type.name === "figure" || node.type.name === "file")
    return `${"  ".repeat(shapeOf(node).indent)}${node.type.name} ${node.textContent}`;
  if (node.isBlock && node.isLeaf && !isSealed(node)) return `<${node.type.name}>`;
  const { heading, quote, list, indent, start, isChecked, note } = shapeOf(node);
  const signs = { bullet: "- ", ordered: `${start ?? "#"}. `, task: isChecked ? "[x] " : "[ ] " };
  const kind = (heading === null ? "" : `h${heading} `) + (note === null ? "" : "note ") + "> ".repeat(quote);
  return "  ".repeat(indent) + kind + (list === null ? "" : signs[list]) + node.textContent;
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

/** Puts the caret at an offset in the first line with this text, wherever it stands. */
export function putIn(view: EditorView, text: string, offset = 0): void {
  let found: number | undefined;
  view.state.doc.descendants((node, pos) => {
    if (node.isTextblock && node.textContent === text) found ??= pos + 1 + offset;
  });
  if (found === undefined) throw new Error(`no line says ${JSON.stringify(text)}`);
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, found)));
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
