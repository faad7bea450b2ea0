import { fromHtml as parse } from "hast-util-from-html";
import { toHtml as write } from "hast-util-to-html";
import { type Handle, toMdast } from "hast-util-to-mdast";
import type { PhrasingContent, Root } from "mdast";
import type { Node } from "prosemirror-model";
import { hastOf } from "./html/hast.ts";
import { docOf } from "./markdown/mdast-blocks.ts";
import { serializedSources } from "./markdown/sources.ts";

/**
 * A document as an HTML fragment, made without a DOM. No script can come out of it: text is escaped, also where it is kept
 * source, and links that are not safe are their text.
 */
export function toHtml(doc: Node): string {
  return write(hastOf(doc));
}

/** The document that an HTML text says, read without a DOM. Scripts and styles are left out. */
export function fromHtml(html: string): Node {
  const root = parseHtml(html);
  return docOf(root, serializedSources(root));
}

function parseHtml(html: string): Root {
  try {
    const tree = toMdast(parse(html, { fragment: true }), {
      document: true,
      handlers: { u: underline, ins: underline },
      nodeHandlers: { comment: () => undefined },
    });
    return tree.type === "root" ? tree : { type: "root", children: [] };
  } catch (error) {
    // The parsers recurse. Nobody wrote by hand what is nested so deep that the stack ends: its words are kept.
    if (!(error instanceof RangeError)) throw error;
    return {
      type: "root",
      children: [{ type: "paragraph", children: [{ type: "text", value: wordsOf(html) }] }],
    };
  }
}

function wordsOf(html: string): string {
  const [before = "", ...tagged] = html.split("<");
  return [before, ...tagged.map((part) => part.slice(part.indexOf(">") + 1))].join("").trim();
}

/** The tree has no node for underlined text: it is emphasis that names its tag. */
const underline: Handle = (state, element) => ({
  type: "emphasis",
  data: { tagName: "u" },
  children: state.all(element) as PhrasingContent[],
});
