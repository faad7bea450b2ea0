import { readFigure, schema } from "@quire/schema";
import { Node } from "prosemirror-model";
import { EditorState } from "prosemirror-state";
import { finishChange } from "../finish-change.ts";
import { readRelativePosition, resolve } from "../relative-position.ts";
import { field } from "../remote-person.ts";
import { indentAt } from "./brought-place.ts";
import { blockPlace, type Place } from "./place.ts";
import type { StoredFile } from "./uploads.ts";
import type { SharedText } from "./uploads-state.ts";

/** Makes what is to stand at a place, when it is known how far in that is. */
export type MakeNode = (indent: number | null) => Node;

/** Where in the text something that is brought stands, and as what. */
export interface Standing {
  readonly at: number;
  readonly node: Node;
}

/** What was in a line is there again, or stands between blocks where no line is any more; a block stands between blocks. */
export function standingAt(doc: Node, place: Place, make: MakeNode): Standing {
  const made = make(indentAt(doc, place));
  const $at = doc.resolve(Math.min(place.at, doc.content.size));
  const isInLine = made.isInline && $at.parent.canReplaceWith($at.index(), $at.index(), made.type);
  if (isInLine) return { at: place.at, node: made };
  const node = made.isInline ? schema.node("figure", { ...readFigure(made.attrs) }) : made;
  return { at: blockPlace(doc, place), node };
}

/** What something that is brought becomes. */
export interface Becoming {
  /** The figure that it came along as. */
  readonly figure: Node | undefined;
  /** The id of its block, by which every page knows whether it stands in the text: others may have the same file. */
  readonly block: string | undefined;
}

/** What a file becomes in a text: the figure that it came along as, a picture, or a file. */
export function nodeFor(
  { url, name, type, size }: StoredFile,
  { figure, block }: Becoming,
  indent: number | null,
): Node {
  const id = block ?? null;
  if (figure?.isInline) return figure.type.create({ ...figure.attrs, src: url });
  if (figure) return figure.type.create({ ...figure.attrs, id, src: url }, figure.content);
  if (!type.startsWith("image/") || readFigure({ src: url }).src === null || type === "image/svg+xml")
    return schema.node("file", { id, src: url, name, type, size, indent });
  return schema.node("figure", { id, src: url, indent });
}

/** A place, and what is to stand there, as JSON that outlives the editor: for `putNode` and `putFile`. */
export function lastingPlace(
  { sync }: SharedText,
  state: EditorState,
  place: Place,
  { figure, block }: Becoming,
): unknown {
  const isInLine = figure?.isInline === true;
  // What comes later to the same place stands behind it: it stays with the block below.
  const at = isInLine ? place.at : blockPlace(state.doc, place);
  const relative = sync.getState(state)?.binding.toRelative(at, isInLine ? -1 : 0);
  return JSON.parse(JSON.stringify({ at: relative, block, figure: figure?.toJSON() }));
}

/** Puts something into a text that no editor need have open: at a lasting place, or where that is gone, at the end. */
export function putNode(bindAnew: SharedText["bindAnew"], place: unknown, make: MakeNode): void {
  const { doc: text, plugin } = bindAnew();
  const state = EditorState.create({ doc: text, plugins: [plugin] });
  const sync = plugin.getState(state);
  if (sync === undefined) return;
  const { doc, tr } = state;
  const relative = readRelativePosition(field(place, "at"));
  const found = relative && resolve(sync, doc, relative);
  const { at, node } = standingAt(doc, { at: found?.pos ?? doc.content.size, isBefore: false }, make);
  const { mapping, doc: after } = finishChange(tr.insert(at, node));
  sync.binding.write(after, mapping.maps);
}

/** The same with a file, unless it stands in the text already. */
export function putFile(bindAnew: SharedText["bindAnew"], place: unknown, stored: StoredFile): void {
  const block = blockIn(place);
  let stands = false;
  bindAnew().doc.descendants(({ attrs }) => {
    stands ||= block === undefined ? attrs.src === stored.url : attrs.id === block;
  });
  if (stands) return;
  const figure = figureIn(place);
  putNode(bindAnew, place, (indent) => nodeFor(stored, { figure, block }, indent));
}

/** A picture in a line has none, nor has what a page of an earlier version brought. */
function blockIn(place: unknown): string | undefined {
  const block = field(place, "block");
  return typeof block === "string" ? block : undefined;
}

/** A page of another version may have written it. */
function figureIn(place: unknown): Node | undefined {
  try {
    const node = Node.fromJSON(schema, field(place, "figure"));
    node.check();
    return node.type === schema.nodes.figure || node.type === schema.nodes.image ? node : undefined;
  } catch {
    return undefined;
  }
}
