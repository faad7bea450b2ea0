import type { FootnoteDefinition, Nodes, PhrasingContent, Root } from "mdast";
import { noteName } from "../note-name.ts";
import { isBreakTag } from "./html-tags.ts";

declare module "mdast" {
  interface FootnoteDefinitionData {
    /** Says that it is read as a footnote's paragraphs. */
    isNote?: boolean;
  }
  interface FootnoteReferenceData {
    /** Says that its note is one. */
    isNote?: boolean;
    /** What stood there, in HTML: its number, most likely. */
    words?: string;
  }
  // Ours stand wherever a paragraph does.
  interface BlockContentMap {
    footnoteDefinition: FootnoteDefinition;
  }
}

/**
 * Finds the footnotes of a tree: definitions of nothing but paragraphs, the first of each name, and what refers to them.
 * Every other one is kept as its source.
 */
export function markNotes(root: Root): void {
  const notes = new Set<string>();
  for (const node of walk(root)) {
    if ("children" in node) joinNotes<Nodes>(node.children);
    if (node.type !== "footnoteDefinition" || notes.has(node.identifier) || !isPlain(node)) continue;
    notes.add(node.identifier);
    node.data = { ...node.data, isNote: true };
  }
  for (const node of walk(root))
    if (node.type === "footnoteReference" && notes.has(node.identifier))
      node.data = { ...node.data, isNote: true };
}

/** Makes text of signs that no note is there for: Markdown reads them as that. */
export function spellOrphans(root: Root): void {
  const notes = new Set<string>();
  for (const node of walk(root)) if (node.type === "footnoteDefinition") notes.add(node.identifier);
  for (const node of walk(root)) {
    if (!("children" in node)) continue;
    node.children.forEach((child, index) => {
      if (child.type === "footnoteReference" && !notes.has(child.identifier))
        node.children[index] = { type: "text", value: child.data?.words ?? `[^${child.label}]` };
    });
  }
}

/** A line that begins with a note's sign and a colon would be read as the note itself. */
export function apartFromColon(line: PhrasingContent[]): PhrasingContent[] {
  const [first, second, ...rest] = line;
  if (first?.type !== "footnoteReference" || second?.type !== "text" || !second.value.startsWith(":"))
    return line;
  const colon = { type: "html", value: "&#58;" } as const;
  return [first, colon, { ...second, value: second.value.slice(1) }, ...rest];
}

function isPlain({ identifier, children }: FootnoteDefinition): boolean {
  return (
    noteName.read(identifier) !== null &&
    children.every((line) => line.type === "paragraph" || isBreakTag(line))
  );
}

/** Paragraphs of one note that follow one another are one definition. */
export function joinNotes<Content extends Nodes>(children: Content[]): Content[] {
  for (let index = children.length - 1; index > 0; index--) {
    const [before, part] = [children[index - 1], children[index]];
    if (before?.type !== "footnoteDefinition" || part?.type !== "footnoteDefinition") continue;
    if (before.identifier !== part.identifier) continue;
    before.children.push(...part.children);
    children.splice(index, 1);
  }
  return children;
}

/** All nodes, but for those in a note that is kept as its source. */
function* walk(root: Root): Generator<Nodes> {
  const stack: Nodes[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    yield node;
    if (node.type === "footnoteDefinition" && !isPlain(node)) continue;
    // The last comes off the stack first: reversed, so that they come in the order of the text.
    if ("children" in node) for (const child of node.children.toReversed()) stack.push(child);
  }
}
