import type { Node, Schema } from "prosemirror-model";
import type { EditorState, Selection, Transaction } from "prosemirror-state";
import type { StepMap, Transform } from "prosemirror-transform";
import type * as Y from "yjs";
import { isSameNode } from "./content-edits.ts";
import { applyEdits, wholeEdits } from "./edits.ts";
import { type Followed, type FollowOptions, follow } from "./follow.ts";
import type { Hold } from "./hold/hold.ts";
import { usualIdAttributes } from "./identity.ts";
import { adopt, type ElementPart } from "./mirror.ts";
import { bindingOrigin } from "./origin.ts";
import { PartStarts } from "./part-starts.ts";
import { type Resolved, relativeAt, resolve } from "./places.ts";
import { Reader, type SealedTypes } from "./reader.ts";
import { Registry } from "./registry.ts";
import { takesFixed } from "./sealed-moves.ts";
import { type SelectionPlaces, selectionPlaces } from "./selection.ts";
import type { Events } from "./touched.ts";
import { write } from "./writer.ts";

/** What is bound. */
export interface BindingOptions {
  /** The part of the shared document that holds the text. */
  readonly fragment: Y.XmlFragment;
  readonly schema: Schema;
  /** What stands in the view for what the schema cannot show. Without it such things are left out of the view, and stay. */
  readonly sealed?: SealedTypes;
  /** Attributes that name a block, `id` if nothing is said: one that has the same name goes on as what it was. */
  readonly idAttributes?: readonly string[];
}

/** One shared text and what a view shows of it, kept the same. */
export class Binding {
  readonly fragment: Y.XmlFragment;
  readonly ydoc: Y.Doc;
  readonly #registry = new Registry();
  readonly #starts = new PartStarts();
  readonly #options: FollowOptions;
  readonly #root: ElementPart;
  /** What keeps the view behind the shared document while somebody composes there. */
  hold: Hold | null = null;
  #selected: { readonly selection: Selection; readonly places: SelectionPlaces } | null = null;
  readonly #own = new WeakSet<Y.Transaction>();

  constructor({ fragment, schema, sealed, idAttributes = usualIdAttributes }: BindingOptions) {
    if (!fragment.doc)
      throw new RangeError("the fragment is in no Y.Doc: take it from one, with getXmlFragment");
    this.fragment = fragment;
    this.ydoc = fragment.doc;
    const registry = this.#registry;
    const reader = new Reader(schema, sealed, registry);
    this.#options = { schema, reader, registry, idAttributes };
    this.#root = reader.document(fragment);
  }

  /** The shared document as nodes. */
  get doc(): Node {
    return this.#root.node;
  }

  /** The attributes that name a block. */
  get idAttributes(): readonly string[] {
    return this.#options.idAttributes;
  }

  /** What of it the view shows, where nothing is left to write. */
  get shown(): Node {
    return this.hold?.isAhead === true ? this.hold.shown : this.doc;
  }

  /** Whether it was this binding that wrote a transaction. Its events may come when the next one is under way. */
  isOwn(transaction: Y.Transaction): boolean {
    return this.#own.has(transaction);
  }

  /** The place in the shared document of a position in what is shown of it. With -1 it stays with what is before it. */
  toRelative(pos: number, side: -1 | 0 = 0): Y.RelativePosition {
    return relativeAt(this.#root, this.hold?.toShared(pos) ?? pos, side);
  }

  /** Where a place of the shared document is; null where the document does not hold it yet, or never will. */
  toAbsolute(relative: Y.RelativePosition): Resolved | null {
    const { tname } = relative;
    // Yjs would make the root that is asked for.
    const root: unknown = tname === null ? this.fragment : this.ydoc.share.get(tname);
    if (root !== this.fragment) return null;
    try {
      const found = resolve(relative, this.ydoc, this.#registry, this.#starts);
      return found && { ...found, pos: this.hold?.toShown(found.pos) ?? found.pos };
    } catch {
      return null; // it names something that is no place in a text
    }
  }

  /**
   * The ends of a state's selection as places. They are kept while the selection is the same, and others who change the
   * document leave them right: a place holds on to its letter.
   */
  placesOf({ selection, doc }: EditorState): SelectionPlaces {
    if (doc !== this.shown) return selectionPlaces(selection, this);
    if (this.#selected?.selection !== selection)
      this.#selected = { selection, places: selectionPlaces(selection, this) };
    return this.#selected.places;
  }

  /** Whether a transaction would take something sealed away that has to stay. */
  takesFixed(tr: Transaction): boolean {
    return takesFixed(tr, this.#registry);
  }

  /** Writes what became of the document by these maps. What is not to be undone says so as y-prosemirror's does. */
  write(doc: Node, maps: readonly StepMap[], isUndoable = true): void {
    this.ydoc.transact((transaction) => {
      this.#own.add(transaction);
      transaction.meta.set("addToHistory", isUndoable);
      write(this.#root, doc, maps, transaction, this.#options);
    }, bindingOrigin);
  }

  /** Takes a change of the shared document over into a transform of what both sides held. */
  follow(events: Events, tr: Transform): void {
    applyFollowed(tr, follow(this.#root, events, this.#options));
    this.adopt(tr.doc);
  }

  /** Takes the view's nodes for its own, which are the same. */
  adopt(doc: Node): void {
    adopt(this.#root, doc);
  }
}

/** Takes the edits over; where they did not make what they should, whatever else is missing. */
function applyFollowed(tr: Transform, { node, edits }: Followed): void {
  applyEdits(tr, edits);
  if (!isSameNode(tr.doc, node)) applyEdits(tr, wholeEdits(tr.doc, node));
}
