import { readFigure, schema } from "@quire/schema";
import { type EditorState, NodeSelection, TextSelection, type Transaction } from "prosemirror-state";
import { type Block, caretBlock, plain, setAttributes } from "../blocks.ts";
import type { Dispatch } from "../commands/command.ts";
import { askForFiles } from "../uploads/uploads-plugin.ts";
import { uploadsOf } from "../uploads/uploads-state.ts";
import { figureView } from "../views/figure-view.ts";
import type { KindEditing } from "./kind-editing.ts";

/** A picture with a caption. */
export const figureEditing: KindEditing = {
  name: "figure",
  commands: [
    {
      id: "image",
      label: "Image",
      group: "insert",
      icon: "image",
      in: ["slash"],
      keywords: ["picture", "photo", "upload", "figure"],
      isActive: () => false,
      isEnabled: (state) => uploadsOf(state) !== undefined,
      run: (_state, _dispatch, view) => askForFiles(view, "image/*"),
    },
  ],
  rules: [{ match: /^!\[([^\]]*)\]\((\S+)\) $/, apply: becomeFigure }],
  keys: {
    Enter: goBelowMedia,
    "Mod-Enter": goBelowCaption,
    // Its controls are reached by Tab from there.
    Escape: (state, dispatch) => inCaption(state, (caption) => selectFigure(state, dispatch, caption)),
    Backspace: atEdge("start", selectFigure),
    Delete: atEdge("end", () => true),
  },
  view: (context) => figureView(context),
};

/** A picture as Markdown writes it, alone in its line: the line becomes its caption. */
function becomeFigure(state: EditorState, match: RegExpExecArray, { node, pos }: Block): Transaction | null {
  const [sign, alt, src] = match;
  if (readFigure({ src }).src === null || node.content.size !== sign.length) return null;
  const { id, indent } = node.attrs;
  const tr = state.tr.delete(pos + 1, pos + 1 + sign.length);
  setAttributes(tr, pos, plain);
  const attrs = { id, indent, src, alt: alt || null };
  return tr.setBlockType(pos + 1, pos + 1, schema.nodes.figure, attrs).scrollIntoView();
}

/** Enter in the caption, or where a picture or a file is selected, goes on below it: it has one caption. */
function goBelowMedia(state: EditorState, dispatch?: Dispatch): boolean {
  const { selection } = state;
  const selected =
    selection instanceof NodeSelection ? { pos: selection.from, node: selection.node } : undefined;
  const { pos, node } = captionAt(state) ?? selected ?? {};
  if (pos === undefined || !node || !media.has(node.type.name)) return false;
  const at = pos + node.nodeSize;
  const tr = state.tr.insert(at, schema.nodes.paragraph.create({ indent: node.attrs.indent }));
  dispatch?.(tr.setSelection(TextSelection.create(tr.doc, at + 1)).scrollIntoView());
  return true;
}

const media = new Set(["figure", "file"]);

function goBelowCaption(state: EditorState, dispatch?: Dispatch): boolean {
  return captionAt(state) !== undefined && goBelowMedia(state, dispatch);
}

/** Backspace before the first letter of a caption selects the picture, which the next one takes away. */
function selectFigure(state: EditorState, dispatch: Dispatch | undefined, { pos }: Block): boolean {
  dispatch?.(state.tr.setSelection(NodeSelection.create(state.doc, pos)));
  return true;
}

function atEdge(
  edge: "start" | "end",
  act: (state: EditorState, dispatch: Dispatch | undefined, caption: Block) => boolean,
) {
  return (state: EditorState, dispatch?: Dispatch): boolean => {
    const caption = captionAt(state);
    const { parentOffset } = state.selection.$from;
    const isThere = caption && parentOffset === (edge === "start" ? 0 : caption.node.content.size);
    return isThere ? act(state, dispatch, caption) : false;
  };
}

function inCaption(state: EditorState, act: (caption: Block) => boolean): boolean {
  const caption = captionAt(state);
  return caption !== undefined && act(caption);
}

function captionAt(state: EditorState): Block | undefined {
  const block = caretBlock(state);
  return block?.node.type === schema.nodes.figure ? block : undefined;
}
