import { documentLinkOf, documentPath, readDocumentLink } from "../inlines/document-link.ts";
import { schema } from "../schema.ts";
import type { InlineConversion } from "./inline-conversion.ts";

/** A document is a link in both: one to `/d/` and its id, around plain words, is read as the document. */
export const documentLinkConversion: InlineConversion = {
  name: "document_link",
  toMdast(node) {
    const { document, title } = readDocumentLink(node.attrs);
    const text = { type: "text", value: title } as const;
    return document === null ? [text] : [{ type: "link", url: documentPath(document), children: [text] }];
  },
  toHast(node) {
    const { document, title } = readDocumentLink(node.attrs);
    const properties = document === null ? {} : { href: documentPath(document) };
    return { type: "element", tagName: "a", properties, children: [{ type: "text", value: title }] };
  },
  fromMdast(nodes, at) {
    const node = nodes[at];
    if (node?.type !== "link" || (node.title ?? null) !== null) return undefined;
    const [only, ...others] = node.children;
    if (only?.type !== "text" || others.length > 0) return undefined;
    const link = documentLinkOf(node.url, only.value);
    return link && { node: schema.node("document_link", { ...link }), length: 1 };
  },
};
