import type { Nodes } from "mdast";
import type { Mark } from "prosemirror-model";
import { type MarkTag, markOfTag } from "../tag-marks.ts";

// The raw tags that are marks in Markdown.

const tag = /^<(\/?)(u|mark|span|sup|sub)(?=[\s/>])/i;
const start = /^<([a-z]+)(?: data-color="([a-z]+)")?>$/i;

/** A tag of a name that begins or ends a mark of ours. It may be another one's: `mark` says whether it begins ours. */
export interface NamedTag {
  readonly name: string;
  readonly isEnd: boolean;
  readonly mark: Mark | undefined;
}

/** Reads a piece of raw HTML as such a tag. Undefined for everything else. */
export function namedTag(node: Nodes): NamedTag | undefined {
  const [, slash, name] = (node.type === "html" && tag.exec(node.value)) || [];
  if (node.type !== "html" || name === undefined) return undefined;
  return { name: name.toLowerCase(), isEnd: slash !== "", mark: markOfStart(node.value) };
}

/** The tag's text, before and after what it is around. */
export function writtenTag({ name, color }: MarkTag): readonly [start: string, end: string] {
  return [color === null ? `<${name}>` : `<${name} data-color="${color}">`, `</${name}>`];
}

/** Whether a source has a tag of that name in it. */
export function hasTagNamed(source: string, name: string): boolean {
  return new RegExp(`</?${name}(?![\\w-])`, "i").test(source);
}

/** Only a tag that is what we would write is ours: whatever else one says has to stay. */
function markOfStart(value: string): Mark | undefined {
  const [, name = "", hue = null] = start.exec(value) ?? [];
  const mark = markOfTag(name.toLowerCase(), hue);
  const canHaveHue = /^(?:mark|span)$/i.test(name);
  const isWhole = hue === null || (canHaveHue && (hue === "yellow" || mark?.attrs.color === hue));
  return isWhole ? mark : undefined;
}
