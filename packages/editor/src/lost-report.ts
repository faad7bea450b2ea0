import type { LostWords } from "@quire/binding";
import type { RemovedBlock } from "./removed-block.ts";

/** Collects what one change of somebody else took, and tells of it once: of a block as a whole, not also of words in it. */
export class LostReport {
  readonly #tell: (lost: readonly LostWords[]) => void;
  #words: LostWords[] = [];
  #blocks: RemovedBlock[] = [];

  constructor(tell: (lost: readonly LostWords[]) => void) {
    this.#tell = tell;
  }

  /** Words that went with a block, of which nobody else had heard yet. */
  addWords(lost: LostWords): void {
    this.#soon();
    this.#words.push(lost);
  }

  /** A block that was being written in. */
  addBlock(removed: RemovedBlock): void {
    this.#soon();
    this.#blocks.push(removed);
  }

  #soon(): void {
    if (this.#words.length + this.#blocks.length === 0) queueMicrotask(() => this.#report());
  }

  #report(): void {
    const [words, blocks] = [this.#words, this.#blocks];
    [this.#words, this.#blocks] = [[], []];
    const whole = blocks.map(({ blockId, text }): LostWords => {
      const deletedBy = words.find((lost) => lost.blockId === blockId)?.deletedBy;
      return { blockId, text, deletedBy };
    });
    const others = words.filter(({ blockId }) => !blocks.some((block) => block.blockId === blockId));
    this.#tell([...whole, ...others]);
  }
}
