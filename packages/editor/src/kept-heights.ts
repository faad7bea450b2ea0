import type { EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import type { AfterPaint } from "./after-paint.ts";
import { changedBlocks } from "./changed-blocks.ts";
import { type Keepable, KeptHeight, keepable, measure } from "./kept-height.ts";

/** As many people as write at a time in one document. */
const maxKept = 24;

/** The blocks of a view whose heights are kept: those that were written in last. */
export class KeptHeights {
  readonly #view: EditorView;
  readonly #afterPaint: AfterPaint;
  /** By the blocks' elements; the one that was written in last is the last. */
  readonly #kept = new Map<HTMLElement, KeptHeight>();
  readonly #written = new Set<HTMLElement>();

  constructor(view: EditorView, afterPaint: AfterPaint) {
    this.#view = view;
    this.#afterPaint = afterPaint;
    this.#fonts?.addEventListener("loadingdone", this.#releaseAll);
  }

  /** Looks at what a change of the view's did. */
  update(before: EditorState): void {
    const block = this.#writtenIn(before);
    if (!block) return;
    const kept = this.#kept.get(block);
    if (kept) {
      this.#kept.delete(block);
      this.#kept.set(block, kept);
    } else this.#want(block);
  }

  close(): void {
    this.#fonts?.removeEventListener("loadingdone", this.#releaseAll);
    this.#releaseAll();
  }

  #want(block: HTMLElement): void {
    this.#written.add(block);
    this.#afterPaint(this.#keep);
  }

  get #fonts(): FontFaceSet | undefined {
    return this.#view.dom.ownerDocument.fonts;
  }

  /** The element of the one block that changed, if it is one. */
  #writtenIn({ doc: before }: EditorState): HTMLElement | null {
    const { doc } = this.#view.state;
    if (doc === before) return null;
    const { from, to, oldTo } = changedBlocks(before, doc);
    if (to !== from + 1 || oldTo !== to) return null;
    // By its place among the elements: to ask the view would go through the blocks once more.
    const element = this.#view.dom.children[from];
    const { id = null } = doc.child(from).attrs;
    return element instanceof HTMLElement && (element.dataset.id ?? null) === id ? element : null;
  }

  /** Once what was written is painted: it is laid out then, and to measure costs nothing. */
  readonly #keep = (): void => {
    const blocks = [...this.#written].filter((block) => block.isConnected && !this.#kept.has(block));
    this.#written.clear();
    const measured = blocks.map((block) => [block, measureBlock(keepable(block))] as const);
    this.#makeRoom(blocks.length);
    for (const [block, found] of measured) {
      if (!found) continue;
      const released = (isByWriting: boolean) => {
        this.#kept.delete(block);
        if (isByWriting) this.#want(block); // the next letter comes soon
      };
      this.#kept.set(block, new KeptHeight(found, released));
    }
  };

  #makeRoom(count: number): void {
    for (const [block, kept] of this.#kept) {
      if (!kept.isGone && this.#kept.size + count <= maxKept) continue;
      kept.release();
      this.#kept.delete(block);
    }
  }

  readonly #releaseAll = (): void => {
    for (const kept of this.#kept.values()) kept.release();
    this.#kept.clear();
    this.#written.clear();
  };
}

function measureBlock(block: Keepable | null) {
  return block && measure(block);
}
