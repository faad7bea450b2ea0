import type { Node } from "prosemirror-model";
import { markAlerts } from "./conversions/callout.ts";
import { mdastOf } from "./markdown/blocks-mdast.ts";
import { docOf } from "./markdown/mdast-blocks.ts";
import { markNotes } from "./markdown/notes.ts";
import { normalizeMarkdown, parseMarkdown } from "./markdown/parse-markdown.ts";
import { serialize } from "./markdown/serialize.ts";
import { slicedSources } from "./markdown/sources.ts";

/** The document that a Markdown text says, GitHub's additions included. What the schema lacks is kept as its source text. */
export function fromMarkdown(markdown: string): Node {
  const text = normalizeMarkdown(markdown);
  const root = parseMarkdown(text);
  markAlerts(root, text);
  markNotes(root);
  return docOf(root, slicedSources(text, root));
}

/** A document as Markdown, ending in a newline unless it is empty. Reading it and writing it again changes nothing. */
export function toMarkdown(doc: Node): string {
  const { root, numbers } = mdastOf(doc);
  const markdown = serialize(root, numbers);
  return markdown === "" ? "" : `${markdown}\n`;
}
