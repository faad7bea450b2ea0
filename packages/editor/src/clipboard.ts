import { isSafeHref, isSealed, schema } from "@quire/schema";
import { DOMSerializer, Fragment, type Node, Slice } from "prosemirror-model";
import { type EditorState, Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { caretBlock, isCode, isParagraph, isPlain, shapeOf } from "./blocks.ts";
import { type ListPosition, listPositions } from "./list-positions.ts";
import { nestBlocks } from "./nested-html.ts";
import { holdBackStyles, pasteParser } from "./pasted-html.ts";

/** What is copied is real lists and readable text; an address pasted over words links them; code takes plain text. */
export function clipboardPlugin(): Plugin {
  return new Plugin({
    props: {
      clipboardSerializer: nestingSerializer(),
      clipboardTextSerializer: (slice) => plainText(slice),
      clipboardParser: pasteParser(),
      transformPastedHTML: holdBackStyles,
      transformPasted: (slice, view) => wholeInEmptyLine(withoutIds(slice), view.state),
      handlePaste: (view, event) => pasteIntoCode(view, event) || pasteAddress(view, event),
    },
  });
}

/** The blocks as plain text: items keep their signs, paragraphs stand apart. */
function plainText(slice: Slice): string {
  const { content } = slice;
  const [only] = content.content;
  if (content.childCount === 1 && only && !only.isInline) return textOf(only);
  if (content.firstChild?.isInline) return content.textBetween(0, content.size);
  const shapes = content.content.map(shapeOf);
  const positions = listPositions(shapes);
  let text = "";
  content.forEach((node, _offset, index) => {
    const shape = shapes[index];
    const isItem = shape?.list !== null && shape?.list !== undefined;
    const follows = isItem && shapes[index - 1]?.list !== null;
    if (index > 0) text += follows ? "\n" : "\n\n";
    text += "  ".repeat(shape?.indent ?? 0) + sign(node, positions[index] ?? null) + textOf(node);
  });
  return text;
}

function textOf(node: Node): string {
  return node.isTextblock || isSealed(node) ? node.textContent : "---";
}

function sign(node: Node, position: ListPosition | null): string {
  const { list, isChecked } = shapeOf(node);
  if (list === "bullet") return "- ";
  if (list === "task") return isChecked ? "[x] " : "[ ] ";
  return list === "ordered" ? `${position?.number ?? 1}. ` : "";
}

/** A serializer whose fragments of blocks come out as nested lists and quotes. */
function nestingSerializer(): DOMSerializer {
  const flat = DOMSerializer.fromSchema(schema);
  const nesting = new DOMSerializer(flat.nodes, flat.marks);
  nesting.serializeFragment = (fragment, options = {}, target) => {
    if (fragment.firstChild?.isInline || fragment.childCount === 0)
      return flat.serializeFragment(fragment, options, target);
    const holder = options.document ?? document;
    const nested = nestBlocks(fragment, flat, holder);
    if (!target) return nested;
    target.appendChild(nested);
    return target;
  };
  return nesting;
}

/** Pasted blocks get ids of their own: the copied ones stay where they are. */
function withoutIds({ content, openStart, openEnd }: Slice): Slice {
  const blocks = content.content.map((node) =>
    "id" in node.attrs ? node.type.create({ ...node.attrs, id: null }, node.content, node.marks) : node,
  );
  return new Slice(Fragment.fromArray(blocks), openStart, openEnd);
}

/** What is pasted into an empty line keeps the kind of its first block; elsewhere its words join the line. */
function wholeInEmptyLine({ content, openStart, openEnd }: Slice, state: EditorState): Slice {
  const line = caretBlock(state)?.node;
  const first = content.firstChild;
  const isLine = line !== undefined && isPlain(line) && line.content.size === 0;
  const isKind = first !== null && isParagraph(first) && !isPlain(first);
  return new Slice(content, isLine && isKind ? 0 : openStart, openEnd);
}

/** In code the text is pasted as it is, also where a page offers nothing but HTML. */
function pasteIntoCode(view: EditorView, event: ClipboardEvent): boolean {
  const { $from, $to } = view.state.selection;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!isCode($from.parent) || !$from.sameParent($to) || text === "") return false;
  view.dispatch(pasted(view.state).insertText(text.replace(/\r\n?/g, "\n")).scrollIntoView());
  return true;
}

/** An address pasted over selected words links them. */
function pasteAddress(view: EditorView, event: ClipboardEvent): boolean {
  const { from, to, empty, $from, $to } = view.state.selection;
  const href = event.clipboardData?.getData("text/plain").trim() ?? "";
  const isAddress = /^(?:https?:\/\/|mailto:)\S+$/i.test(href) && isSafeHref(href);
  const { link } = schema.marks;
  if (empty || !isAddress || !$from.sameParent($to) || !$from.parent.type.allowsMarkType(link)) return false;
  view.dispatch(pasted(view.state).removeMark(from, to, link).addMark(from, to, link.create({ href })));
  return true;
}

function pasted(state: EditorState) {
  return state.tr.setMeta("paste", true).setMeta("uiEvent", "paste");
}
