import type { Nodes, Parents, PhrasingContent } from "mdast";
import { Mark, type Node } from "prosemirror-model";
import { link } from "../marks/link.ts";
import { schema } from "../schema.ts";
import { isBreakTag, isUnderlineEnd, isUnderlineStart } from "./html-tags.ts";
import type { Sources } from "./sources.ts";

declare module "mdast" {
  interface EmphasisData {
    /** The tag that the text was in, where the tree was made from HTML. */
    tagName?: string;
  }
}

interface Frame {
  readonly children: readonly Nodes[];
  next: number;
  marks: readonly Mark[];
  /** The children that are `<u>` or `</u>` of a pair. */
  readonly underlineTags: ReadonlySet<Nodes>;
  underlines: number;
}

/** The text of a paragraph or heading. What no mark exists for is kept as its source. */
export function inlineOf(parent: Parents, sources: Sources): Node[] {
  const nodes: Node[] = [];
  const stack = [frameOf(parent, Mark.none)];
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const child = frame.children[frame.next++];
    if (child === undefined) {
      stack.pop();
    } else if ("children" in child && !isKept(child)) {
      stack.push(frameOf(child, marksInside(child, frame.marks, sources)));
    } else {
      const node = readUnderline(child, frame) ? undefined : leafOf(child, frame.marks, sources);
      if (node !== undefined) nodes.push(node);
    }
  }
  return nodes;
}

function frameOf(parent: Parents, marks: readonly Mark[]): Frame {
  return { children: parent.children, next: 0, marks, underlineTags: underlineTagsOf(parent), underlines: 0 };
}

function underlineTagsOf(parent: Parents): Set<Nodes> {
  const paired = new Set<Nodes>();
  const open: Nodes[] = [];
  for (const child of parent.children) {
    if (isUnderlineStart(child)) open.push(child);
    const start = isUnderlineEnd(child) ? open.pop() : undefined;
    if (start !== undefined) paired.add(start).add(child);
  }
  return paired;
}

/** Reads `<u>` and `</u>`. Gives whether the node was one of a pair. */
function readUnderline(node: Nodes, frame: Frame): boolean {
  if (!frame.underlineTags.has(node)) return false;
  const { underline } = schema.marks;
  frame.underlines += isUnderlineStart(node) ? 1 : -1;
  // A pair inside another says nothing more.
  if (frame.underlines === 0) frame.marks = underline.removeFromSet(frame.marks);
  else frame.marks = underline.create().addToSet(frame.marks);
  return true;
}

/** A link without a text has nothing that a mark could stand on. */
function isKept(node: Parents): boolean {
  return (node.type === "link" || node.type === "linkReference") && node.children.length === 0;
}

function marksInside(node: Parents, marks: readonly Mark[], sources: Sources): readonly Mark[] {
  switch (node.type) {
    case "strong":
      return schema.mark("strong").addToSet(marks);
    case "emphasis":
      return schema.mark(node.data?.tagName === "u" ? "underline" : "em").addToSet(marks);
    case "delete":
      return schema.mark("strike").addToSet(marks);
    case "link":
      return linkMarks(node.url, node.title, marks);
    case "linkReference": {
      const target = sources.definition(node.identifier);
      return target === undefined ? marks : linkMarks(target.url, target.title, marks);
    }
    default:
      return marks;
  }
}

function linkMarks(url: string, title: string | null | undefined, marks: readonly Mark[]): readonly Mark[] {
  const href = link.attributes.href.read(url);
  if (href === null) return marks;
  const oneLine = link.attributes.title.read(
    title
      ?.split("\n")
      .map((line) => line.trim())
      .join(" ")
      .trim(),
  );
  return schema.mark("link", { href, title: oneLine }).addToSet(marks);
}

function leafOf(node: Nodes, marks: readonly Mark[], sources: Sources): Node | undefined {
  if (node.type === "break" || isBreakTag(node)) return schema.node("hard_break");
  if (node.type === "text") return textOf(node.value, marks);
  if (node.type === "inlineCode") return textOf(node.value, schema.mark("code").addToSet(marks));
  const source = schema.mark("code", { source: true });
  return textOf(sources.inline(node as PhrasingContent), source.addToSet(marks));
}

function textOf(value: string, marks: readonly Mark[]): Node | undefined {
  const text = value.replaceAll("\n", " ");
  return text === "" ? undefined : schema.text(text, marks);
}
