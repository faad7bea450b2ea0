import type { Nodes, PhrasingContent } from "mdast";
import { isPairStart } from "./html-tags.ts";
import { namedTag } from "./mark-tags.ts";
import { parseMarkdown } from "./parse-markdown.ts";

/** Node types that no mark exists for: what stands in a line as its own source. */
const keptInline = new Set<Nodes["type"]>(["html", "image", "footnoteReference"]);

/**
 * Whether the text is nothing but pieces of inline Markdown, as the `source` of a code mark says. It is what anybody wrote, and may
 * be half of something: that would change what the words around it mean.
 */
export function isInlineSource(text: string): boolean {
  if (/^\[\^[^\s[\]]+\]$/.test(text)) return true;
  const [block, ...others] = parseMarkdown(`x${text}`).children;
  if (block?.type !== "paragraph" || others.length > 0) return false;
  const [before, ...pieces] = block.children;
  if (before?.type !== "text" || before.value !== "x" || pieces.length === 0) return false;
  return pieces.every(isPiece);
}

/** Half of a pair of tags that mean something to us would find its other half in what stands around it. */
function isPiece(node: PhrasingContent): boolean {
  if (node.type === "link") return node.children.length === 0;
  return keptInline.has(node.type) && namedTag(node)?.mark === undefined && !isPairStart(node);
}

/** Whether a paragraph that begins with this source is still one. Some tags, and a note's sign before a colon, begin a block. */
export function opensParagraph(source: string, following: string): boolean {
  return parseMarkdown(`${source}${following}x`).children[0]?.type === "paragraph";
}

/** Whether what follows a source block is read as it would be without it. An open comment or fence would swallow it. */
export function standsAlone(source: string): boolean {
  const last = parseMarkdown(`${source}\n\nx`).children.at(-1);
  return last?.type === "paragraph" && last.position?.start.offset === source.length + 2;
}

/** A source block as it is kept and written: an indent before it would make it part of what stands above. */
export function trimSource(source: string): string {
  let end = source.length;
  while (end > 0 && " \t\n".includes(source.charAt(end - 1))) end--;
  return source.slice(0, end).replace(/^[ \t\n]+/, "");
}
