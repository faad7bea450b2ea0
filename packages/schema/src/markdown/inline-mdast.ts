import type { PhrasingContent } from "mdast";
import type { Mark, Node } from "prosemirror-model";
import { inlineConversionOf } from "../conversions/conversions.ts";
import { link } from "../marks/link.ts";
import { markKinds } from "../schema.ts";
import { tagOfMark } from "../tag-marks.ts";
import { guardDollars } from "./dollars.ts";
import { hasTagNamed, writtenTag } from "./mark-tags.ts";
import { apartFromColon } from "./notes.ts";
import { isInlineSource, opensParagraph } from "./source-check.ts";

/**
 * A stretch of text under the same marks; or something that stands in the line as one thing, such as a line break, which
 * has the marks that both its sides have.
 */
interface Run {
  readonly text: string | null;
  /** What is no text and no line break. */
  readonly thing?: readonly PhrasingContent[];
  readonly marks: readonly Mark[];
}

interface TextRun extends Run {
  readonly text: string;
}

const rankOf = new Map<string, number>(markKinds.map(({ name }, rank) => [name, rank]));

/** A block's text as Markdown's inline nodes. `isLine` says that it has to stay on one line, as a heading does. */
export function inlineMdast(block: Node, isLine: boolean): PhrasingContent[] {
  const runs = runsOf(block);
  const line = nest(runs, 0, runs.length, (index) => breakNode(isLine || index === runs.length - 1));
  return guardDollars(apartFromColon(line));
}

function breakNode(asTag: boolean): PhrasingContent {
  // A backslash says a break only before another line.
  return asTag ? { type: "html", value: "<br>" } : { type: "break" };
}

function runsOf(block: Node): Run[] {
  const runs: Run[] = [];
  block.forEach((node) => {
    if (!node.isText) {
      const thing = inlineConversionOf(node)?.toMdast(node);
      runs.push({ text: null, marks: [], ...(thing && { thing }) });
      return;
    }
    const marks = node.marks.filter(isSaid).toSorted((a, b) => rank(a) - rank(b));
    const isCode = marks.some(({ type }) => type.name === "code");
    const lines = isCode ? [node.text ?? ""] : (node.text ?? "").split(/\r\n?|\n/);
    lines.forEach((text, index) => {
      if (index > 0) runs.push({ text: null, marks: [] });
      if (text !== "") runs.push({ text, marks });
    });
  });
  return withBreakMarks(runs);
}

/** Whether Markdown is to say the mark: a link that is not safe is its text alone, and so is a colour that is none. */
function isSaid(mark: Mark): boolean {
  if (mark.type.name === "color") return tagOfMark(mark) !== undefined;
  return mark.type.name !== "link" || link.attributes.href.read(mark.attrs.href) !== null;
}

function isText(run: Run): run is TextRun {
  return run.text !== null;
}

function rank(mark: Mark): number {
  return rankOf.get(mark.type.name) ?? 0;
}

/** Marks would not hold with a line break at their edge: a break has those that hold before and after it. */
function withBreakMarks(runs: readonly Run[]): Run[] {
  const marksAfter: (readonly Mark[])[] = [];
  let after: readonly Mark[] = [];
  for (let index = runs.length - 1; index >= 0; index--) {
    marksAfter[index] = after;
    const run = runs[index];
    if (run !== undefined && run.text !== null) after = run.marks;
  }
  let before: readonly Mark[] = [];
  return runs.map((run, index) => {
    if (run.text !== null) before = run.marks;
    if (run.text !== null) return run;
    const following = marksAfter[index] ?? [];
    return {
      ...run,
      marks: before.filter((mark) => mayHold(mark, run) && mark.isInSet(following)),
    };
  });
}

/** Code is text alone; a link in a link is none, and a picture in one is kept as its source. */
function mayHold({ type: { name } }: Mark, { thing }: Run): boolean {
  return (
    name !== "code" &&
    (name !== "link" || thing?.some(({ type }) => type === "link" || type === "image") !== true)
  );
}

/** Nests the runs from `from` to `to` in their marks, the one that reaches farthest outermost. */
function nest(
  runs: readonly Run[],
  from: number,
  to: number,
  breakAt: (index: number) => PhrasingContent,
  opened: readonly Mark[] = [],
): PhrasingContent[] {
  const nodes: PhrasingContent[] = [];
  for (let index = from; index < to; ) {
    const run = runs[index];
    if (run === undefined) break;
    const { mark, end } = widestMark(runs, index, to, opened);
    if (mark === undefined) {
      if (isText(run)) nodes.push(leafOf(run, runs[index - 1], runs[index + 1]));
      else nodes.push(...(run.thing ?? [breakAt(index)]));
      index++;
    } else {
      nodes.push(...wrap(mark, nest(runs, index, end, breakAt, [...opened, mark])));
      index = end;
    }
  }
  return nodes;
}

function widestMark(
  runs: readonly Run[],
  from: number,
  to: number,
  opened: readonly Mark[],
): { mark: Mark | undefined; end: number } {
  let widest: Mark | undefined;
  let widestEnd = from;
  for (const mark of runs[from]?.marks ?? []) {
    if (mark.type.name === "code" || mark.isInSet(opened)) continue;
    let end = from + 1;
    while (end < to && runs[end]?.marks.some((other) => other.eq(mark)) === true) end++;
    if (end > widestEnd) {
      widest = mark;
      widestEnd = end;
    }
  }
  return { mark: widest, end: widestEnd };
}

function leafOf(run: TextRun, before: Run | undefined, after: Run | undefined): PhrasingContent {
  const code = run.marks.find(({ type }) => type.name === "code");
  if (code === undefined) return { type: "text", value: run.text };
  const line = run.text.replace(/\r\n?|\n/g, " ");
  const isSource = code.attrs.source === true && isInlineSource(line) && !isHalfOfTag(line, run.marks);
  const isAtStart = before === undefined || (before.text === null && before.thing === undefined);
  if (isSource && (!isAtStart || opensParagraph(line, after?.text ?? "")))
    return { type: "html", value: line };
  return { type: "inlineCode", value: line };
}

/** Whether a source could end the tags that stand around it. */
function isHalfOfTag(source: string, marks: readonly Mark[]): boolean {
  return marks.some((mark) => {
    const tag = tagOfMark(mark);
    return tag !== undefined && hasTagNamed(source, tag.name);
  });
}

function wrap(mark: Mark, children: PhrasingContent[]): PhrasingContent[] {
  switch (mark.type.name) {
    case "strong":
      return [{ type: "strong", children }];
    case "em":
      return [{ type: "emphasis", children }];
    case "strike":
      return [{ type: "delete", children }];
    case "link":
      return [linkOf(String(mark.attrs.href), link.attributes.title.read(mark.attrs.title), children)];
    default:
      return inTag(mark, children);
  }
}

function inTag(mark: Mark, children: PhrasingContent[]): PhrasingContent[] {
  const tag = tagOfMark(mark);
  if (tag === undefined) return children;
  const [start, end] = writtenTag(tag);
  return [{ type: "html", value: start }, ...children, { type: "html", value: end }];
}

/** An e-mail address that may stand in angle brackets. The library writes some that may not. */
const emailAddress =
  /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)*$/i;

function linkOf(url: string, title: string | null, children: PhrasingContent[]): PhrasingContent {
  const isBroken = url.startsWith("mailto:") && !emailAddress.test(url.slice("mailto:".length));
  // Only a link with one child is written in angle brackets.
  const whole: PhrasingContent[] = isBroken ? [...children, { type: "text", value: "" }] : children;
  // The library leaves an angle bracket at the start as it is: it would begin another way to write an address.
  return { type: "link", url: url.replace(/^</, "%3C"), title, children: whole };
}
