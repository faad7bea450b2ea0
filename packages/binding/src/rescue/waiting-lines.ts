import type { LostLine } from "./dying.ts";

/** As many as a long absence may bring; the oldest are forgotten first. */
const mostLines = 200;

/** Lines that were lost with their block, which may come back: its deleter takes it back, or puts it elsewhere later. */
export class WaitingLines {
  readonly #lines: LostLine[] = [];

  get isEmpty(): boolean {
    return this.#lines.length === 0;
  }

  has(id: string): boolean {
    return this.#lines.some(({ home }) => home?.id === id);
  }

  add(line: LostLine): void {
    if (line.home === undefined) return;
    this.#lines.push(line);
    if (this.#lines.length > mostLines) this.#lines.shift();
  }

  /** The lines of a block, which wait no longer. */
  take(id: string): readonly LostLine[] {
    const taken = this.#lines.filter(({ home }) => home?.id === id);
    for (const line of taken) this.#lines.splice(this.#lines.indexOf(line), 1);
    return taken;
  }
}
