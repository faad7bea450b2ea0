import type { DocumentId } from "@quire/protocol";
import { publicExcerpt, readDocument, readTitle } from "@quire/schema";
import type { Options } from "temml";
import type * as Y from "yjs";
import type { Packed } from "./packed.ts";

/** Which document is to be a page. */
export interface PageAt {
  readonly id: DocumentId;
  /** How the addresses of its files begin there. */
  readonly filesAt: string;
}

export type PageJob = Packed & PageAt;

/** A document's text as a page shows it. */
export interface PageText {
  readonly title: string;
  /** The first words, for whoever shows where a link leads; nobody who is mentioned in them, and no other document. */
  readonly excerpt: string;
  /** An HTML fragment in which nothing runs, and which loads nothing but files of the document. */
  readonly html: string;
}

/** What reads texts as pages: it draws mathematics and writes HTML, and is loaded when somebody publishes something. */
export async function loadPageWriter(): Promise<(ydoc: Y.Doc, page: PageAt) => PageText> {
  const [{ toPage }, { default: temml }] = await Promise.all([
    import("@quire/schema/convert"),
    import("temml"),
  ]);
  const drawMath = (tex: string, isBlock: boolean): string | undefined => {
    try {
      return temml.renderToString(tex, { ...mathLimits, displayMode: isBlock });
    } catch {
      // What is no mathematics is shown as it was written.
      return undefined;
    }
  };
  return (ydoc, { id, filesAt }) => {
    const doc = readDocument(ydoc);
    const html = toPage(doc, { filesFrom: `/api/documents/${id}/files/`, filesAt, drawMath });
    return { title: readTitle(ydoc), excerpt: publicExcerpt(doc), html };
  };
}

/** Commands that lead elsewhere or load something are refused, and sizes have an end. */
const mathLimits: Options = { throwOnError: true, trust: false, maxSize: [20, 400], maxExpand: 1000 };
