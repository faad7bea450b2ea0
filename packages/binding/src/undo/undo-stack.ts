import * as Y from "yjs";
import { Forwarding } from "./forwarding.ts";
import { type IdSet, Renaming } from "./id-ranges.ts";
import { collect, release } from "./keeping.ts";
import { followed, movedText } from "./moved-text.ts";
import { placesOf } from "./place.ts";
import { type Notes, reverse, type Scope } from "./reversal.ts";

type Step = Y.UndoManager["undoStack"][number];

/** What an undo stack is made of. */
export interface UndoStackOptions {
  /** The origins of the Yjs transactions that are one's own. */
  readonly trackedOrigins: readonly unknown[];
  /** How many steps are kept. */
  readonly limit: number;
  /** A pause that ends a step. */
  readonly pauseMs: number;
  /** Attributes that name a block. */
  readonly idAttributes: readonly string[];
}

/**
 * Yjs' undo manager, which takes steps back in a way of our own: what it writes reads alike in every document, it finds
 * the words' place in a block that somebody has split, moved or deleted, it does not throw, and a step that is dropped
 * or done with gives its memory back. `undo` and `redo` return null where nothing could be done.
 */
export class UndoStack extends Y.UndoManager {
  readonly #scope: Scope;
  readonly #limit: number;
  readonly #notes = new WeakMap<Step, Notes>();
  /** Whether a transaction of a tracked origin is this editor's: another one on the same document has the same. */
  isOwn: (transaction: Y.Transaction) => boolean = () => true;
  #captured: Y.Transaction | null = null;
  #collectable: IdSet[] = [];

  constructor(fragment: Y.XmlFragment, options: UndoStackOptions) {
    super(fragment, {
      trackedOrigins: new Set(options.trackedOrigins),
      captureTimeout: options.pauseMs,
    });
    this.#scope = { fragment, idAttributes: options.idAttributes, forwarding: new Forwarding() };
    this.#limit = options.limit;
    this.captureTransaction = (transaction) => {
      const isTaken = transaction.meta.get("addToHistory") !== false && this.isOwn(transaction);
      this.#captured = isTaken ? transaction : null;
      return isTaken;
    };
    this.on("stack-item-added", ({ stackItem }) => this.#added(stackItem));
    this.on("stack-item-updated", ({ stackItem }) => this.#note(stackItem));
  }

  /** Takes the newest step back that can be; null if there is none. */
  override undo(): Step | null {
    return this.#takeBack("undo");
  }

  /** Does again what the last undo took back; null if there is nothing. */
  override redo(): Step | null {
    return this.#takeBack("redo");
  }

  override clear(clearsUndo = true, clearsRedo = true): void {
    const gone = [...(clearsUndo ? this.undoStack : []), ...(clearsRedo ? this.redoStack : [])];
    if (gone.length === 0) return;
    if (clearsUndo) this.undoStack = [];
    if (clearsRedo) this.redoStack = [];
    this.#release(gone);
    this.emit("stack-cleared", [{ undoStackCleared: clearsUndo, redoStackCleared: clearsRedo }]);
  }

  /** What is written now belongs to the last step, however long ago that was. */
  goOn(): void {
    this.lastChange = Number.MAX_SAFE_INTEGER; // Yjs asks how long ago the last change was
  }

  /** Listens again, after `pause`. */
  resume(): void {
    this.doc.on("afterTransaction", this.afterTransactionHandler);
    this.doc.on("destroy", this.destroy);
  }

  /** Keeps its steps and takes no more, while no editor shows the text. The document knows nothing of it then. */
  pause(): void {
    this.stopCapturing();
    this.doc.off("afterTransaction", this.afterTransactionHandler);
    this.doc.off("destroy", this.destroy);
  }

  /** Ends it, and gives back what it kept. */
  override destroy(): void {
    this.clear();
    super.destroy();
  }

  #takeBack(type: "undo" | "redo"): Step | null {
    const { doc } = this;
    // Within another transaction Yjs would take what this writes for an edit.
    if (doc._transaction !== null || doc._transactionCleanups.length > 0) return null;
    const stack = type === "undo" ? this.undoStack : this.redoStack;
    const popped: Step[] = [];
    let found: Step | null = null;
    let changedParentTypes: Y.Transaction["changedParentTypes"] = new Map();
    this.undoing = type === "undo";
    this.redoing = type === "redo";
    try {
      doc.transact((transaction) => {
        changedParentTypes = transaction.changedParentTypes;
        while (!found) {
          const step = stack.pop();
          if (!step) return;
          popped.push(step);
          if (this.#reverse(transaction, step)) found = step;
        }
      }, this);
    } finally {
      this.undoing = false;
      this.redoing = false;
      this.#release(popped);
      this.#scope.forwarding.prune(this.doc);
    }
    if (found) {
      const event = { stackItem: found, type, changedParentTypes, origin: this };
      this.emit("stack-item-popped", [event, this]);
    }
    return found;
  }

  #reverse(transaction: Y.Transaction, step: Step): boolean {
    const { isChanged, renamed } = reverse(transaction, step, this.#notesOf(step), this.#scope);
    if (renamed.length === 0) return isChanged;
    this.#scope.forwarding.update(renamed);
    const renaming = new Renaming(renamed);
    for (const other of this.#steps) {
      other.insertions = renaming.apply(other.insertions);
      const notes = this.#notes.get(other);
      if (notes) notes.moved = followed(notes.moved, renaming);
    }
    return isChanged;
  }

  #added(step: Step): void {
    this.#note(step);
    const excess = this.undoStack.length - this.#limit;
    if (excess > 0) this.#release(this.undoStack.splice(0, excess));
  }

  #note(step: Step): void {
    if (!this.#captured) return;
    const notes = this.#notesOf(step);
    notes.places.push(...placesOf(this.#captured));
    notes.moved.push(...movedText(this.#captured));
    this.#notes.set(step, notes);
    this.#captured = null;
  }

  #notesOf(step: Step): Notes {
    return this.#notes.get(step) ?? { places: [], moved: [] };
  }

  get #steps(): Step[] {
    return [...this.undoStack, ...this.redoStack];
  }

  #release(steps: readonly Step[]): void {
    if (this.doc.isDestroyed || steps.every(({ deletions }) => deletions.clients.size === 0)) return;
    this.doc.once("afterAllTransactions", this.#collect);
    const held = this.#steps;
    const isHeld = (id: Y.ID) => held.some(({ deletions }) => Y.isDeleted(deletions, id));
    this.doc.transact((transaction) => {
      for (const { deletions } of steps) this.#collectable.push(release(transaction, deletions, isHeld));
    });
  }

  /** When Yjs is done with all transactions, what nobody keeps any more is collected: by itself it never comes back to it. */
  #collect = (): void => {
    const collectable = this.#collectable;
    this.#collectable = [];
    if (collectable.length > 0) collect(this.doc, Y.mergeDeleteSets(collectable));
  };
}
