import { schema } from "@quire/schema";
import { fromMarkdown } from "@quire/schema/convert";
import { Fragment, Slice } from "prosemirror-model";
import { readAddress } from "./address.ts";

/** A line that begins as nothing but Markdown does. */
const blockSigns = [
  /^ {0,3}#{1,6} \S/m,
  /^ {0,8}(?:[-*+]|\d{1,9}[.)]) {1,4}\S/m,
  /^ {0,3}> ?\S/m,
  /^ {0,8}(?:```|~~~)/m,
  /^ {0,3}(?:-{3,}|\*{3,}|_{3,})[ \t]*$/m,
  /^ {0,3}\|[^\n]{1,1000}\|[ \t]*$/m,
];

const inlineSigns = [
  /\*\*[^\s*][^\n*]{0,300}\*\*/,
  /`[^`\n]{1,300}`/,
  /\[[^\]\n]{0,300}\]\([^)\s]{1,1000}\)/,
  /~~[^\s~][^\n~]{0,300}~~/,
  /(?<![\w\\$])\$(?=\S)[^$\n]{0,300}[\\^_{=][^$\n]{0,300}(?<=\S)\$(?![\w$])/,
];

/** How much of a long text tells whether it is Markdown. */
const maxLooked = 200_000;

/** What plain text means: Markdown where it looks like it, a link where it is an address. Null where it is only text. */
export function sliceOfText(text: string): Slice | null {
  const href = readAddress(text);
  if (href !== null) {
    const link = schema.text(href, [schema.mark("link", { href })]);
    return new Slice(Fragment.from(schema.node("paragraph", null, link)), 1, 1);
  }
  return looksLikeMarkdown(text) ? sliceOfMarkdown(text) : null;
}

/** The blocks that a Markdown text says, all of it: what has no block of its own is kept as its source. */
export function sliceOfMarkdown(markdown: string): Slice {
  return new Slice(fromMarkdown(markdown).content, 0, 0);
}

function looksLikeMarkdown(text: string): boolean {
  const start = text.slice(0, maxLooked).replace(/\r\n?/g, "\n");
  return [...blockSigns, ...inlineSigns].some((sign) => sign.test(start));
}
