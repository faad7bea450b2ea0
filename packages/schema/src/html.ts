import type { Element } from "hast";
import { fromHtml as parse } from "hast-util-from-html";
import { toHtml as write } from "hast-util-to-html";
import { defaultHandlers, type Handle, toMdast } from "hast-util-to-mdast";
import type { PhrasingContent, Root } from "mdast";
import type { Node } from "prosemirror-model";
import { elementHandlers } from "./conversions/conversions.ts";
import { hastOf } from "./html/hast.ts";
import { docOf } from "./markdown/mdast-blocks.ts";
import { markNotes, spellOrphans } from "./markdown/notes.ts";
import { serializedSources } from "./markdown/sources.ts";
import { noteName } from "./note-name.ts";
import { markOfTag, tagOfMark } from "./tag-marks.ts";

/**
 * A document as an HTML fragment, made without a DOM. No script can come out of it: text is escaped, also where it is kept
 * source, and links that are not safe are their text.
 */
export function toHtml(doc: Node): string {
  return write(hastOf(doc));
}

/** The document that an HTML text says, read without a DOM. Scripts and styles are left out. */
export function fromHtml(html: string): Node {
  const root = parseHtml(html);
  markNotes(root);
  spellOrphans(root);
  return docOf(root, serializedSources(root));
}

function parseHtml(html: string): Root {
  try {
    const tree = toMdast(parse(html, { fragment: true }), {
      document: true,
      handlers: { ...markHandlers, p: lineOrNote, ...elementHandlers },
      nodeHandlers: { comment: () => undefined },
    });
    return tree.type === "root" ? tree : { type: "root", children: [] };
  } catch (error) {
    // The parsers recurse. Nobody wrote by hand what is nested so deep that the stack ends: its words are kept.
    if (!(error instanceof RangeError)) throw error;
    return {
      type: "root",
      children: [{ type: "paragraph", children: [{ type: "text", value: wordsOf(html) }] }],
    };
  }
}

function wordsOf(html: string): string {
  const [before = "", ...tagged] = html.split("<");
  return [before, ...tagged.map((part) => part.slice(part.indexOf(">") + 1))].join("").trim();
}

/** The tree has no node for what such tags say: it is emphasis that names its tag. A tag that says nothing is what is in it. */
const tagged: Handle = (state, element: Element) => {
  const children = state.all(element) as PhrasingContent[];
  const name = element.tagName === "ins" ? "u" : element.tagName;
  const hue = typeof element.properties.dataColor === "string" ? element.properties.dataColor : null;
  const note = noteName.read(element.properties.dataFootnoteRef);
  if (note !== null)
    return { type: "footnoteReference", identifier: note, label: note, data: { words: wordsIn(element) } };
  if ("dataFootnoteNumber" in element.properties) return [];
  const mark = isNoteSign(element) ? undefined : markOfTag(name, hue);
  const markTag = mark && tagOfMark(mark);
  return markTag === undefined ? children : { type: "emphasis", data: { markTag }, children };
};

function wordsIn({ children }: Element): string {
  return children
    .map((child) => (child.type === "text" ? child.value : child.type === "element" ? wordsIn(child) : ""))
    .join("");
}

/** A footnote's paragraph says which note it is of. */
const lineOrNote: Handle = (state, element: Element) => {
  const line = defaultHandlers.p(state, element);
  const note = noteName.read(element.properties.dataFootnote);
  return note === null
    ? line
    : {
        type: "footnoteDefinition",
        identifier: note,
        label: note,
        children: line === undefined ? [] : [line],
      };
};

const markHandlers = { u: tagged, ins: tagged, mark: tagged, span: tagged, sup: tagged, sub: tagged };

function isNoteSign({ properties }: Element): boolean {
  return "dataFootnoteRef" in properties;
}
