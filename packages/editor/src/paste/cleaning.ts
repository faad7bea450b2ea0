import type { Slice } from "prosemirror-model";
import { dropBlanks, dropSpacers, plainHeadings } from "./blanks.ts";
import type { Clip } from "./clip.ts";
import { googleDocs } from "./google-docs.ts";
import { adoptLists } from "./items.ts";
import { keepAllowed } from "./keep-allowed.ts";
import { libreOffice } from "./libre-office.ts";
import { mail } from "./mail.ts";
import { sliceOfText } from "./markdown-text.ts";
import { notion } from "./notion.ts";
import { readSheet } from "./sheet.ts";
import type { Page, Source } from "./source.ts";
import { spreadsheet } from "./spreadsheet.ts";
import { styleOf } from "./tree.ts";
import { readCode } from "./vs-code.ts";
import { word } from "./word.ts";
import { wordOnline } from "./word-online.ts";

/** The programs that are known, the first that fits. */
export const sources: readonly Source[] = [
  spreadsheet,
  word,
  wordOnline,
  googleDocs,
  libreOffice,
  notion,
  mail,
];

/**
 * What was pasted as HTML, in standard elements that a schema can read: `root` is what a browser made of it, in a document
 * that is not shown, with its styles held back. Gives the blocks themselves where the text beside the HTML says more.
 * Takes the root apart. Never throws, whatever is in it, and its work grows as the HTML does.
 */
export function cleanPasted(root: Element, clip: Clip): Element | Slice {
  const code = readCode(root, clip);
  if (code !== null) return code;
  if (isTextPage(root)) {
    const slice = sliceOfText(clip.text);
    if (slice !== null) return slice;
  }
  return cleanPage({ root, clip, sheet: readSheet(root) });
}

function cleanPage(page: Page): Element {
  const source = sources.find((known) => known.isSourceOf(page));
  source?.tidy(page);
  adoptLists(page.root);
  const clean = keepAllowed(page.root, page.sheet);
  dropBlanks(clean);
  if (source?.hasSpacers === true) dropSpacers(clean);
  plainHeadings(clean);
  return clean;
}

/** A browser shows a file of text in one element, with this style of its own. */
function isTextPage(root: Element): boolean {
  const [only] = root.children;
  if (root.children.length !== 1 || only?.nodeName !== "PRE") return false;
  const style = styleOf(only);
  return style.get("word-wrap") === "break-word" && style.get("white-space") === "pre-wrap";
}
