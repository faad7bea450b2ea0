import { line, text } from "../attribute.ts";
import type { DomElement } from "../dom-element.ts";
import type { NodeKind } from "../kind.ts";
import { maxTitleLength } from "../limits.ts";

const attributes = {
  document: text((value) => /^[A-Za-z0-9_-]{16,64}$/.test(value)),
  title: line(maxTitleLength),
};

/** Another document of the same server, by its id, and by the title that it had when it was named. */
export const documentLink = {
  name: "document_link",
  since: 3,
  attributes,
  spec: {
    group: "inline",
    inline: true,
    leafText: (node) => readDocumentLink(node.attrs).title,
    parseDOM: [
      {
        tag: "a[href]",
        // Before the mark that any other link is.
        priority: 60,
        getAttrs: (element: DomElement) =>
          documentLinkOf(element.getAttribute("href"), element.textContent) ?? false,
      },
    ],
    toDOM: (node) => {
      const { document, title } = readDocumentLink(node.attrs);
      return ["a", { "data-quire": "document_link", href: document && documentPath(document) }, title];
    },
  },
} satisfies NodeKind<"document_link">;

/** Which document it is, null where what is stored is none, and what it is called. */
export interface DocumentLinkAttributes {
  readonly document: string | null;
  readonly title: string;
}

/** Reads which document is meant, whatever is stored. One without a title is called by its id. */
export function readDocumentLink(values: Readonly<Record<string, unknown>>): DocumentLinkAttributes {
  const document = attributes.document.read(values.document);
  return { document, title: attributes.title.read(values.title) ?? document ?? "?" };
}

/** The attributes of the document that a link with this address and this text is; undefined for any other link. */
export function documentLinkOf(
  href: string | null,
  words: string | null,
): DocumentLinkAttributes | undefined {
  const document = attributes.document.read(/^\/d\/([^/]+)$/.exec(href ?? "")?.[1]);
  const title = attributes.title.read(words?.replaceAll("\n", " "));
  return document === null || title === null ? undefined : { document, title };
}

/** Where a document is, on its server. */
export function documentPath(document: string): string {
  return `/d/${document}`;
}
