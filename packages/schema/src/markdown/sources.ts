import type { Definition, Nodes, Parents, PhrasingContent, Root, RootContent } from "mdast";
import { serialize } from "./serialize.ts";
import { trimSource } from "./source-check.ts";
import { sourceSlice } from "./source-slice.ts";

/** The source of a block that the schema has no kind for, and the language that it is in. */
export interface BlockSource {
  readonly text: string;
  readonly language: "markdown" | "html";
}

/** How the nodes of a tree that no kind exists for are written out as Markdown. */
export interface Sources {
  /** What a reference means. */
  definition(identifier: string): Definition | undefined;
  /** Whether a definition says something that no link of ours says: nothing refers to it, or something kept does. */
  isKept(definition: Definition): boolean;
  inline(node: PhrasingContent): string;
  block(node: RootContent, containers: readonly Parents[]): BlockSource;
}

/** The sources of a tree that was parsed from this Markdown: its own words. */
export function slicedSources(markdown: string, root: Root): Sources {
  return sourcesOf(root, (node, containers) => sourceSlice(markdown, node, containers));
}

/** The sources of a tree that has no Markdown of its own: what it would be in Markdown. */
export function serializedSources(root: Root): Sources {
  return sourcesOf(root, (node) => serialize(node));
}

function sourcesOf(
  root: Root,
  write: (node: RootContent, containers: readonly Parents[]) => string,
): Sources {
  const { definitions, kept } = definitionsOf(root);
  return {
    definition: (identifier) => definitions.get(identifier),
    isKept: (definition) => kept.has(definition),
    inline: (node) => inlineSource(node, definitions, (kept) => write(kept, [])).replaceAll("\n", " "),
    block: (node, containers) => ({
      text: trimSource(node.type === "html" ? node.value : write(node, containers)),
      language: node.type === "html" ? "html" : "markdown",
    }),
  };
}

function inlineSource(
  node: PhrasingContent,
  definitions: ReadonlyMap<string, Definition>,
  write: (node: PhrasingContent) => string,
): string {
  if (node.type === "html") return node.value;
  if (node.type !== "imageReference" && node.type !== "linkReference") return write(node);
  // A reference is written out in full: its definition may not come along.
  const { url, title = null } = definitions.get(node.identifier) ?? { url: "" };
  const whole: PhrasingContent =
    node.type === "imageReference"
      ? { type: "image", alt: node.alt ?? "", url, title }
      : { type: "link", children: [], url, title };
  return serialize(whole);
}

/** The first definition of each name, and those definitions that have to stay since no link of ours takes them up. */
function definitionsOf(root: Root): { definitions: Map<string, Definition>; kept: Set<Definition> } {
  const all: Definition[] = [];
  const taken = new Set<string>();
  const needed = new Set<string>();
  const stack: { node: Nodes; isKept: boolean }[] = [{ node: root, isKept: false }];
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    const { node } = entry;
    if (node.type === "definition") all.push(node);
    if (node.type === "linkReference" || node.type === "imageReference")
      (entry.isKept ? needed : taken).add(node.identifier);
    const isNote = node.type === "footnoteDefinition" && node.data?.isNote === true;
    const isKept = entry.isKept || (node.type === "footnoteDefinition" && !isNote);
    // The last comes off the stack first: reversed, so that definitions come in the order of the text.
    if ("children" in node)
      for (const child of node.children.toReversed()) stack.push({ node: child, isKept });
  }
  const definitions = new Map<string, Definition>();
  for (const definition of all)
    if (!definitions.has(definition.identifier)) definitions.set(definition.identifier, definition);
  const isFirst = (definition: Definition) => definitions.get(definition.identifier) === definition;
  const kept = all.filter(
    (definition) =>
      !isFirst(definition) || needed.has(definition.identifier) || !taken.has(definition.identifier),
  );
  return { definitions, kept: new Set(kept) };
}
