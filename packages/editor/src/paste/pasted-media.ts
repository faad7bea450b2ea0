import { readFigure, schema } from "@quire/schema";
import { Fragment, type Node, Slice } from "prosemirror-model";
import type { EditorState, Transaction } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { placeAtSelection } from "../uploads/brought-place.ts";
import type { Place } from "../uploads/place.ts";
import { addFiles, addTasks, type Task } from "../uploads/uploading.ts";
import { type Uploads, wayToKeep } from "../uploads/uploads.ts";
import { uploadsOf } from "../uploads/uploads-state.ts";
import type { HeldPictures } from "./held-pictures.ts";

/** What is pasted, or dropped at a place, beside the blocks that were read from it. */
interface Brought {
  readonly slice: Slice;
  readonly data: DataTransfer | null;
  readonly pictures: HeldPictures;
  readonly place?: Place;
}

/**
 * Stores what is pasted or dropped: files as they are, and of a text the pictures that this document does not hold. They
 * come into the document when they are stored. False where there is nothing of that.
 */
export function bringMedia(view: EditorView, { slice, data, pictures, place }: Brought): boolean {
  const uploads = uploadsOf(view.state)?.uploads;
  if (!uploads || !view.editable) return false;
  const files = filesAlone(slice, data);
  if (files.length > 0) {
    const { tr } = view.state;
    if (place === undefined && !view.state.selection.empty) view.dispatch(tr.deleteSelection());
    addFiles(view, files, place ?? placeAtSelection(view.state));
    return true;
  }
  const isForeign = (node: Node) => isPicture(node) && !isHeld(uploads, node.attrs);
  if (!someIn(slice, isForeign)) return false;
  const { tr, added } = place
    ? { tr: view.state.tr, added: figuresIn(slice).map((figure) => ({ figure, place })) }
    : withoutFigures(view, slice, isForeign);
  addTasks(
    view,
    tr.setMeta("paste", true).setMeta("uiEvent", "paste").scrollIntoView(),
    added.map((each) => ({ place: each.place, task: taskOf(each.figure, uploads, pictures) })),
  );
  return true;
}

/** What is pasted where nothing can be stored: without the pictures that are no more than bytes. */
export function keepable(slice: Slice, state: EditorState, pictures: HeldPictures): Slice {
  if (uploadsOf(state)) return slice;
  const isKept = (node: Node) => !isPicture(node) || !pictures.has(node.attrs.src);
  const kept = (content: Fragment): Fragment =>
    Fragment.fromArray(
      content.content.filter(isKept).map((node) => (node.isLeaf ? node : node.copy(kept(node.content)))),
    );
  return new Slice(kept(slice.content), slice.openStart, slice.openEnd);
}

/** A picture, between blocks or in a line. */
function isPicture({ type }: Node): boolean {
  return type === schema.nodes.figure || type === schema.nodes.image;
}

function isHeld(uploads: Uploads, attrs: Node["attrs"]): boolean {
  const { src } = readFigure(attrs);
  return src === null || wayToKeep(uploads, src) === "held";
}

/** The files that come without a text: of a text, a picture of it may lie there too. */
function filesAlone(slice: Slice, data: DataTransfer | null): readonly File[] {
  const files = [...(data?.files ?? [])];
  const words = slice.content.textBetween(0, slice.content.size, " ").trim();
  const isNamed = files.some(({ name }) => words.includes(name)) && data?.getData("text/html") === "";
  return words === "" || isNamed ? files : [];
}

/** Puts in what is pasted, but the pictures: what is to be stored comes to where they stood. */
function withoutFigures(view: EditorView, slice: Slice, isForeign: (node: Node) => boolean) {
  const { tr, selection } = view.state;
  const { empty } = selection;
  if (slice.content.content.every(isForeign)) {
    const place = placeAtSelection(view.state);
    if (!empty) tr.deleteSelection();
    const at = tr.mapping.map(place.at, -1);
    return { tr, added: figuresIn(slice).map((figure) => ({ figure, place: { ...place, at } })) };
  }
  const found = replaced(tr, slice).filter(({ figure }) => isForeign(figure));
  const before = tr.mapping.maps.length;
  for (const { figure, pos } of found.toReversed()) tr.delete(pos, pos + figure.nodeSize);
  const gone = tr.mapping.slice(before);
  const added = found.map(({ figure, pos }) => ({
    figure,
    place: { at: gone.map(pos, -1), isBefore: false },
  }));
  return { tr, added };
}

/** Puts the slice in place of the selection, and gives the figures that have come with it. */
function replaced(tr: Transaction, slice: Slice): { figure: Node; pos: number }[] {
  const { doc } = tr;
  const { $from, to } = tr.selection;
  const start = Math.max(0, $from.pos - $from.depth);
  const were = new Set(figuresBetween(doc, start, to).map(({ figure }) => figure));
  const around = $from.parent.type === schema.nodes.figure ? $from.before() : null;
  tr.replaceSelection(slice);
  const end = tr.doc.content.size - (doc.content.size - to);
  return figuresBetween(tr.doc, start, end).filter(({ figure, pos }) => !were.has(figure) && pos !== around);
}

function figuresBetween(doc: Node, from: number, to: number): { figure: Node; pos: number }[] {
  const found: { figure: Node; pos: number }[] = [];
  doc.nodesBetween(from, to, (node, pos) => {
    if (isPicture(node)) found.push({ figure: node, pos });
  });
  return found;
}

function taskOf(figure: Node, uploads: Uploads, pictures: HeldPictures): Task {
  const { src, alt } = readFigure(figure.attrs);
  const address = src ?? "";
  const file = pictures.file(address);
  const words = uploadsNameOf(address, alt);
  if (file) return { name: alt ?? file.name, figure, store: (to, watch) => to.store(file, watch) };
  const way = wayToKeep(uploads, address) === "copy" ? "copy" : "fetchImage";
  return {
    name: words,
    figure,
    hasAddress: way === "fetchImage",
    store: (to, watch) => to[way](address, watch),
  };
}

function uploadsNameOf(address: string, alt: string | null): string {
  if (alt !== null) return alt;
  try {
    return decodeURIComponent(address.split(/[?#]/, 1)[0]?.split("/").at(-1) ?? "").slice(0, 100) || address;
  } catch {
    return address;
  }
}

function figuresIn(slice: Slice): readonly Node[] {
  const figures: Node[] = [];
  slice.content.descendants((node) => {
    if (isPicture(node)) figures.push(node);
  });
  return figures;
}

function someIn(slice: Slice, test: (node: Node) => boolean): boolean {
  let has = false;
  slice.content.descendants((node) => {
    has ||= test(node);
  });
  return has;
}
