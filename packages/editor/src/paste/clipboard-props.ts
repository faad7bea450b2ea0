import { holdsBlocks, schema, wholeTable } from "@quire/schema";
import { Fragment, type Mark, Slice } from "prosemirror-model";
import { type EditorState, Selection, TextSelection } from "prosemirror-state";
import type { EditorProps, EditorView } from "prosemirror-view";
import { caretBlock, isParagraph, isPlain } from "../blocks.ts";
import { placeAtPoint } from "../uploads/brought-place.ts";
import { readAddress } from "./address.ts";
import { cleanPasted } from "./cleaning.ts";
import { type Clip, noClip, readClip } from "./clip.ts";
import { copiedText } from "./copied-text.ts";
import { CopySerializer } from "./copy-serializer.ts";
import { giveStylesBack, holdBackStyles, isOwnHtml } from "./held-html.ts";
import { createHeldPictures, type HeldPictures } from "./held-pictures.ts";
import { sliceOfText } from "./markdown-text.ts";
import { withOwnNotes } from "./own-notes.ts";
import { PasteParser } from "./paste-parser.ts";
import { bringMedia, keepable } from "./pasted-media.ts";
import { spreadNotes } from "./spread-notes.ts";

/** How an editor copies and pastes. */
interface Clipboard {
  readonly props: EditorProps;
  /** Hears what the next paste or drop brings beside its HTML. */
  take(data: DataTransfer | null): void;
}

/**
 * What is copied is real lists and readable text. What is pasted is cleaned, gets ids of its own, and Markdown becomes its
 * blocks; an address pasted over words links them.
 */
export function createClipboard(): Clipboard {
  let clip = noClip;
  let pictures = createHeldPictures();
  return {
    take(data) {
      clip = readClip(data);
      pictures = createHeldPictures();
    },
    props: {
      clipboardSerializer: new CopySerializer(),
      clipboardTextSerializer: (slice) => copiedText(slice),
      clipboardParser: new PasteParser((root) => {
        const clean = cleanUnlessOwn(root, clip);
        if (clean instanceof Element) pictures.hold(clean);
        return clean;
      }),
      transformPastedHTML(html) {
        if (html !== clip.html) clip = { ...noClip, html };
        return holdBackStyles(html);
      },
      clipboardTextParser: (text, $context, isAsItIs) =>
        (isAsItIs ? null : sliceOfText(text)) ?? linesOf(text, $context.marks()),
      transformPasted: (slice, view) =>
        wholeInEmptyLine(
          withOwnNotes(withoutIds(keepable(slice, view.state, pictures)), view.state.doc),
          view.state,
        ),
      handlePaste: (view, event, slice) =>
        pasteAddress(view, event) || bringMedia(view, { slice, data: event.clipboardData, pictures }),
      handleDrop: (view, event, slice, isMoved) => !isMoved && dropMedia(view, event, { slice, pictures }),
    },
  };
}

/**
 * Files, or pictures of another page, that are dropped: before or after the block that they are dropped on. Words with pictures
 * among them are pasted there.
 */
function dropMedia(
  view: EditorView,
  event: DragEvent,
  brought: { readonly slice: Slice; readonly pictures: HeldPictures },
): boolean {
  const place = placeAtPoint(view, { left: event.clientX, top: event.clientY });
  const hasWords = brought.slice.content.textBetween(0, brought.slice.content.size).trim() !== "";
  const data = event.dataTransfer;
  if (place === null) return false;
  if (!hasWords) return bringMedia(view, { ...brought, data, place });
  const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
  if (at === null) return false;
  const { tr } = view.state;
  view.dispatch(tr.setSelection(Selection.near(tr.doc.resolve(at.pos))));
  return bringMedia(view, { ...brought, data });
}

function cleanUnlessOwn(root: Element, clip: Clip): Element | Slice {
  if (!isOwnHtml(clip.html)) {
    const cleaned = cleanPasted(root, clip);
    if (!(cleaned instanceof Slice)) spreadNotes(cleaned);
    return cleaned;
  }
  giveStylesBack(root);
  return root;
}

/** Plain text: a paragraph for each line that has something in it. */
function linesOf(text: string, marks: readonly Mark[]): Slice {
  const blocks = text
    .split(/(?:\r\n?|\n)+/)
    .map((line) => schema.node("paragraph", null, line === "" ? [] : schema.text(line, marks)));
  return new Slice(Fragment.from(blocks), 1, 1);
}

/** Pasted blocks get ids of their own: the copied ones stay where they are. A table has a cell in each place. */
function withoutIds({ content, openStart, openEnd }: Slice): Slice {
  return new Slice(blocksWithoutIds(content), openStart, openEnd);
}

function blocksWithoutIds(content: Fragment): Fragment {
  const blocks = content.content.map((node) => {
    if (!node.isBlock) return node;
    const inside = holdsBlocks(node) ? blocksWithoutIds(node.content) : node.content;
    const attrs = "id" in node.attrs ? { ...node.attrs, id: null } : node.attrs;
    const made = node.type.create(attrs, inside, node.marks);
    return made.type === schema.nodes.table ? wholeTable(made) : made;
  });
  return Fragment.fromArray(blocks);
}

/** What is pasted into an empty line keeps the kind of its first block; elsewhere its words join the line. */
function wholeInEmptyLine({ content, openStart, openEnd }: Slice, state: EditorState): Slice {
  const line = caretBlock(state)?.node;
  const first = content.firstChild;
  const isLine = line !== undefined && isPlain(line) && line.content.size === 0;
  const isKind = first !== null && isParagraph(first) && !isPlain(first);
  return new Slice(content, isLine && isKind ? 0 : openStart, openEnd);
}

/** An address pasted over selected words links them. */
function pasteAddress(view: EditorView, event: ClipboardEvent): boolean {
  const { selection } = view.state;
  const { from, to, $from, $to } = selection;
  const isText = selection instanceof TextSelection && !selection.empty && $from.sameParent($to);
  const href = readAddress(event.clipboardData?.getData("text/plain") ?? "");
  const { link } = schema.marks;
  if (href === null || !isText || !$from.parent.type.allowsMarkType(link)) return false;
  const { tr } = view.state;
  view.dispatch(
    tr
      .setMeta("paste", true)
      .setMeta("uiEvent", "paste")
      .removeMark(from, to, link)
      .addMark(from, to, link.create({ href })),
  );
  return true;
}
