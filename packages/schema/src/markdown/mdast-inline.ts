import type { Nodes, Parents, PhrasingContent } from "mdast";
import { Mark, type Node } from "prosemirror-model";
import { inlineReadingOf } from "../conversions/conversions.ts";
import { link } from "../marks/link.ts";
import { schema } from "../schema.ts";
import { type MarkTag, markOfTag } from "../tag-marks.ts";
import { isBreakTag } from "./html-tags.ts";
import { namedTag } from "./mark-tags.ts";
import type { Sources } from "./sources.ts";

declare module "mdast" {
  interface EmphasisData {
    /** The tag that the text was in, where the tree was made from HTML. */
    markTag?: MarkTag;
  }
}

interface Frame {
  readonly children: readonly Nodes[];
  next: number;
  marks: readonly Mark[];
  /** The marks of all of it. */
  readonly outside: readonly Mark[];
  /** The children that are tags of a pair, such as `<u>` and `</u>`. */
  readonly paired: ReadonlySet<Nodes>;
  /** The marks of the tags that are open, by the tag's name, the innermost last. */
  readonly open: Map<string, Mark[]>;
}

/** The text of a paragraph or heading. What no mark exists for is kept as its source. */
export function inlineOf(parent: Parents, sources: Sources): Node[] {
  const nodes: Node[] = [];
  const stack = [frameOf(parent, Mark.none)];
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const reading = inlineReadingOf(frame.children, frame.next, isLink(frame));
    frame.next += reading?.length ?? 0;
    const child = reading === undefined ? frame.children[frame.next++] : undefined;
    if (reading !== undefined) {
      nodes.push(reading.node);
    } else if (child === undefined) {
      stack.pop();
    } else if ("children" in child && !isKept(child)) {
      stack.push(frameOf(child, marksInside(child, frame.marks, sources)));
    } else {
      const node = readTag(child, frame) ? undefined : leafOf(child, frame.marks, sources);
      if (node !== undefined) nodes.push(node);
    }
  }
  return nodes;
}

function isLink({ marks }: Frame): boolean {
  return marks.some(({ type }) => type === schema.marks.link);
}

function frameOf(parent: Parents, marks: readonly Mark[]): Frame {
  const { children } = parent;
  return { children, next: 0, marks, outside: marks, paired: pairedTags(parent), open: new Map() };
}

/** The tags of marks that begin and end. One that is not ours may stand between: its end is not that of ours. */
function pairedTags(parent: Parents): Set<Nodes> {
  const paired = new Set<Nodes>();
  const open = new Map<string, { node: Nodes; isOurs: boolean }[]>();
  for (const node of parent.children) {
    const tag = namedTag(node);
    if (tag === undefined) continue;
    const opened = open.get(tag.name) ?? [];
    open.set(tag.name, opened);
    if (!tag.isEnd) opened.push({ node, isOurs: tag.mark !== undefined });
    const start = tag.isEnd ? opened.pop() : undefined;
    if (start?.isOurs === true) paired.add(start.node).add(node);
  }
  return paired;
}

/** Reads the tag of a mark. Gives whether the node was one of a pair. */
function readTag(node: Nodes, frame: Frame): boolean {
  const tag = frame.paired.has(node) ? namedTag(node) : undefined;
  if (tag === undefined) return false;
  const marks = frame.open.get(tag.name) ?? [];
  frame.open.set(tag.name, marks);
  if (tag.mark === undefined) marks.pop();
  else marks.push(tag.mark);
  frame.marks = frame.outside;
  // Of tags of one name in one another, the innermost says it.
  for (const opened of frame.open.values()) frame.marks = opened.at(-1)?.addToSet(frame.marks) ?? frame.marks;
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
      return emphasisMark(node.data?.markTag).addToSet(marks);
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

function emphasisMark(tag: MarkTag | undefined): Mark {
  return (tag && markOfTag(tag.name, tag.color)) ?? schema.mark("em");
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
