import type { Clip } from "./clip.ts";
import type { Sheet } from "./sheet.ts";

/** What was pasted, in a document that nobody sees and that loads nothing. It belongs to whoever cleans it. */
export interface Page {
  readonly root: Element;
  readonly clip: Clip;
  readonly sheet: Sheet;
}

/** A program that things are copied from. */
export interface Source {
  readonly name: string;
  /** Whether what was pasted comes from it. */
  isSourceOf(page: Page): boolean;
  /** Turns what only this program means into the HTML that says it, in place. Its noise may stay. */
  tidy(page: Page): void;
  /** Blocks that hold nothing are how it makes space, not what somebody wrote. */
  readonly hasSpacers: boolean;
}
