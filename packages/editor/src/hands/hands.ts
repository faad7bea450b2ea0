import { newBlockId } from "@quire/schema";
import { NodeSelection, Selection, TextSelection } from "prosemirror-state";
import type { EditorCommand } from "../commands/command.ts";
import type { Editor } from "../editor.ts";
import { type BlockRun, isFlow, isFlowType, runAt, selectedRun } from "../moving/block-run.ts";
import { hiddenIn } from "../moving/hidden-blocks.ts";
import { isSeen, scrollerOf } from "../scroller.ts";
import type { Point } from "./block-under.ts";
import { Drag } from "./drag.ts";
import type { Line } from "./drop-place.ts";
import { firstLineOf } from "./first-line.ts";
import { slashBelow } from "./new-line.ts";
import { PointedBlock } from "./pointed-block.ts";

/** What a handle beside the text needs to know. The same object until something in it changed. */
export interface HandsSnapshot {
  /** Where in the window the block is that the hand is at: its edge, and the middle of its first line. */
  readonly handle: Point | null;
  /** Where the carried blocks would go. */
  readonly drop: Line | null;
  readonly isDragging: boolean;
}

/** The block that a hand is at: what stands beside it, and what is done with it. */
export interface Hands {
  getSnapshot(): HandsSnapshot;
  /** Calls back whenever the snapshot is another one. Returns what ends it. */
  subscribe(listener: () => void): () => void;
  /** What stands beside the block: a hand on it stays at the block. Null once it is gone. */
  attach(handle: HTMLElement | null): void;
  /** A pointer went down on the grip: carries the block from there. */
  grab(event: PointerEvent, grip: HTMLElement): void;
  /** Whether a click on the grip is one, and not the end of a way on which blocks were carried. */
  isClick(): boolean;
  /** Puts the selection into the block, so that commands mean it, and stays at it until it is let go. */
  hold(): void;
  /** The same for what is selected. False where that is no block. */
  holdSelected(): boolean;
  letGo(): void;
  /** What the held block can be turned into. */
  kindsForHeld(): readonly EditorCommand[];
  /** What the held block is known by in addresses. It gets a name where it has none. */
  nameOfHeld(): string | null;
  /** Opens the slash menu in a new line below the block, or in the block where that is empty. */
  addBelow(): void;
  destroy(): void;
}

/** Hands for an editor, until they are gone. */
export function createHands(editor: Editor): Hands {
  return new EditorHands(editor);
}

class EditorHands implements Hands {
  readonly #editor: Editor;
  readonly #pointed: PointedBlock;
  readonly #listeners = new Set<() => void>();
  #snapshot: HandsSnapshot = { handle: null, drop: null, isDragging: false };
  #drag: Drag | null = null;
  #drop: Line | null = null;
  #hasCarried = false;

  constructor(editor: Editor) {
    this.#editor = editor;
    this.#pointed = new PointedBlock(editor, () => {
      this.#drag?.look();
      this.#tell();
    });
  }

  getSnapshot(): HandsSnapshot {
    return this.#snapshot;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  attach(handle: HTMLElement | null): void {
    this.#pointed.attach(handle);
  }

  grab(event: PointerEvent, grip: HTMLElement): void {
    if (event.button !== 0 || this.#drag) return;
    this.#hasCarried = false;
    this.#pointed.keep(true);
    this.#drag = new Drag({
      view: this.#editor.view,
      event,
      grip,
      pickUp: () => this.#meant(),
      onMove: (drop) => {
        this.#drop = drop?.line ?? null;
        this.#tell();
      },
      onEnd: (hasCarried) => {
        this.#hasCarried = hasCarried;
        this.#drag = null;
        this.#drop = null;
        this.#pointed.keep(false);
        this.#tell();
      },
    });
  }

  isClick(): boolean {
    return !this.#hasCarried;
  }

  hold(): void {
    const { view } = this.#editor;
    const { doc, selection, tr } = view.state;
    const pos = this.#pointed.block?.pos ?? -1;
    const node = doc.nodeAt(Math.max(0, pos));
    this.#pointed.keep(true);
    if (pos < 0 || !node || this.#isSelected(pos)) return;
    const end = pos + node.nodeSize - 1;
    if (node.isTextblock && selection.from > pos && selection.to <= end) return;
    view.dispatch(
      tr.setSelection(
        node.isTextblock ? TextSelection.create(tr.doc, end) : NodeSelection.create(tr.doc, pos),
      ),
    );
  }

  holdSelected(): boolean {
    const run = selectedRun(this.#editor.view.state);
    if (!run) return false;
    this.#pointed.goTo(run.flow.child(run.first).isLeaf ? run.from : run.from + 1);
    this.#pointed.keep(true);
    this.#tell();
    return true;
  }

  letGo(): void {
    const { view } = this.#editor;
    const { selection, tr } = view.state;
    this.#pointed.keep(false);
    // The next key would write over all that is in it.
    if (selection instanceof NodeSelection && isFlow(selection.node))
      view.dispatch(tr.setSelection(Selection.near(tr.doc.resolve(selection.from + 1))));
  }

  kindsForHeld(): readonly EditorCommand[] {
    const { view, commands } = this.#editor;
    const { selection, schema } = view.state;
    const { enabled } = this.#editor.getSnapshot();
    const holdsBlocks = selection instanceof NodeSelection && isFlow(selection.node);
    return commands.filter(({ id, group, in: places }) => {
      if (group !== "block" || !places.includes("slash") || !enabled.has(id)) return false;
      const type = schema.nodes[id];
      return !holdsBlocks || (type !== undefined && isFlowType(type));
    });
  }

  nameOfHeld(): string | null {
    const { view } = this.#editor;
    const run = selectedRun(view.state);
    const { id } = run?.flow.child(run.first).attrs ?? {};
    if (typeof id === "string" && id !== "") return id;
    if (!run || id === undefined || !view.editable) return null;
    const name = newBlockId();
    view.dispatch(view.state.tr.setNodeAttribute(run.from, "id", name).setMeta("addToHistory", false));
    return name;
  }

  addBelow(): void {
    const { view } = this.#editor;
    const pos = this.#pointed.block?.pos;
    const tr = pos === undefined ? null : slashBelow(view.state, pos, hiddenIn(view));
    if (!tr || !view.editable) return;
    view.dispatch(tr);
    view.focus();
  }

  destroy(): void {
    this.#drag?.end();
    this.#pointed.destroy();
    this.#listeners.clear();
  }

  /** The block with all that hangs under it, or all that is selected where it is among that. */
  #meant(): BlockRun | null {
    const { view } = this.#editor;
    const isHidden = hiddenIn(view);
    const pos = this.#pointed.block?.pos;
    if (pos === undefined) return null;
    return this.#isSelected(pos) ? selectedRun(view.state, isHidden) : runAt(view.state.doc, pos, isHidden);
  }

  /** Whether the block is one of several that are selected. */
  #isSelected(pos: number): boolean {
    const { state } = this.#editor.view;
    if (state.selection.empty) return false;
    const run = selectedRun(state);
    return (
      run !== null &&
      pos >= run.from &&
      pos < run.to &&
      state.selection.to > run.from + run.flow.child(run.first).nodeSize
    );
  }

  #tell(): void {
    const { view } = this.#editor;
    const { block } = this.#pointed;
    const at = block && firstLineOf(view, block);
    const handle = at && isSeen(scrollerOf(view.dom), at.y) ? at : null;
    const before = this.#snapshot;
    const now = {
      handle: keep(before.handle, handle),
      drop: keep(before.drop, this.#drop),
      isDragging: this.#drag?.isCarrying === true,
    };
    this.#snapshot = keep(before, now) ?? now;
    if (this.#snapshot !== before) for (const listener of this.#listeners) listener();
  }
}

/** The one before if the other says the same. */
function keep<Value extends object>(before: Value | null, now: Value | null): Value | null {
  if (before === null || now === null) return now;
  const values = new Map<string, unknown>(Object.entries(before));
  return Object.entries(now).every(([name, value]) => values.get(name) === value) ? before : now;
}
