import type { Node } from "prosemirror-model";
import { leafBlocks } from "./leaf-blocks.ts";

/** A document's text: blocks joined by one newline, a code block as it is, a hard break as a newline. */
export function toText(doc: Node): string {
  return [...leafBlocks(doc)].map((block) => block.textContent).join("\n");
}

/** The first words of a document on one line, at most `max` characters with the ellipsis that says there is more. */
export function excerpt(doc: Node, max = 240, wordsOf = (block: Node) => block.textContent): string {
  let text = "";
  for (const block of leafBlocks(doc)) {
    // Twice the characters asked for are enough to tell whether there are more once white space is folded.
    text = `${text} ${wordsOf(block).slice(0, 4 * max)}`.replace(/\s+/g, " ").trim();
    if (text.length > max) break;
  }
  if (text.length <= max) return text;
  const cut = text.slice(0, max);
  const space = cut.lastIndexOf(" ");
  // A line without a gap in its second half, such as an address or Chinese, is cut where it stands.
  const words = (space > max / 2 ? cut.slice(0, space) : cut.slice(0, max - 1)).replace(
    /[\ud800-\udbff]$/,
    "",
  );
  return `${words}…`;
}

/** The same for readers who have nothing else of the server: names of people and titles of other documents are left out. */
export function publicExcerpt(doc: Node): string {
  return excerpt(doc, undefined, (block) =>
    block.isLeaf
      ? block.textContent
      : block.textBetween(0, block.content.size, "", (leaf) =>
          namesAnother.has(leaf.type.name) ? "…" : (leaf.type.spec.leafText?.(leaf) ?? ""),
        ),
  );
}

const namesAnother: ReadonlySet<string> = new Set(["mention", "document_link"]);
