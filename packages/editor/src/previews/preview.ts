import type { EditorWords } from "../words.ts";

/** What source looks like, drawn in a place of its own. It throws `PreviewError` with words for people where it cannot. */
export interface Preview {
  draw(place: HTMLElement, source: string): Promise<void> | void;
}

/** Says in words for people why something cannot be drawn. */
export class PreviewError extends Error {}

/** What previews are made with. */
export interface PreviewOptions {
  readonly words: EditorWords;
  /** The address of the page that draws diagrams. Without it they are shown as their source. */
  readonly diagramFrame: string | undefined;
}

/** Characters that are drawn: more would hold the page up. */
export const maxSourceLength = 20_000;
