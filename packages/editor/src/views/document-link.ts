import type { DocumentTitles } from "../references.ts";
import type { Draw } from "./late-view.ts";

/** What reads a link, and what says where a document is. */
interface Reading {
  read(values: Readonly<Record<string, unknown>>): {
    readonly document: string | null;
    readonly title: string;
  };
  pathOf(document: string): string;
}

/** Draws a document's name: the title that it has now, where that is known. What is stored, and what goes out, is the one that it had. */
export function drawDocumentLink(titles: DocumentTitles | undefined, { read, pathOf }: Reading): Draw {
  return (dom) => {
    let shown: Readonly<Record<string, unknown>> = {};
    const draw = () => {
      const { document, title } = read(shown);
      if (document !== null && dom instanceof HTMLAnchorElement) dom.href = pathOf(document);
      const now = (document && titles?.of(document)) ?? title;
      if (dom.textContent !== now) dom.textContent = now;
    };
    const end = titles?.watch(draw);
    return {
      show({ attrs }) {
        shown = attrs;
        draw();
      },
      destroy: () => end?.(),
    };
  };
}
