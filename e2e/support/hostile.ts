import { readFileSync } from "node:fs";
import path from "node:path";
import * as Y from "yjs";

/** Content that means harm, by the class of what it tries. Each calls `alert` or asks canary.example if it gets through. */
export interface Hostile {
  /**
   * D1 addresses that run something, D2 HTML, D3 Markdown, D4 attributes and slices that are not what they should be, D5
   * names, D6 frames and embeds.
   */
  readonly class: "D1" | "D2" | "D3" | "D4" | "D5" | "D6";
  readonly kind: "address" | "html" | "markdown" | "name";
  readonly value: string;
}

const file = path.join(import.meta.dirname, "../../packages/editor/test/fixtures/hostile.json");

/** The table of hostile content. */
export const hostileShapes = JSON.parse(readFileSync(file, "utf8")) as readonly Hostile[];

/** The shapes as somebody writes them into a file for import, or sends them to the API. */
export function asMarkdown({ kind, value }: Hostile): string {
  if (kind === "html" || kind === "markdown") return value;
  return `[words](${value}) ![picture](${value}) <${value}> <a href="${value}">words</a> <img src="${value}">`;
}

/** Every attribute of a document that holds words, by its kind; what stands in a line, and on words. */
const ofBlocks = {
  paragraph: ["kind", "list", "name"],
  callout: ["tone"],
  figure: ["src", "alt", "align"],
  file: ["src", "name", "type"],
  embed: ["src"],
} as const;
const ofLines = {
  date: ["date"],
  mention: ["person", "name"],
  document_link: ["document", "title"],
  image: ["src", "alt", "title"],
  footnote_ref: ["name"],
  math: ["tex"],
} as const;
const ofWords = {
  link: ["title"],
  highlight: ["color"],
  color: ["color"],
} as const;

/**
 * The value wherever a document holds a word, as shared types that no editor of ours wrote; not as a link's address, which the
 * gate refuses.
 */
export function asBlocks(value: string): readonly Y.XmlElement[] {
  const inLine = Object.entries(ofLines).flatMap(([name, attributes]) =>
    attributes.map((attribute) => element(name, { [attribute]: value })),
  );
  const words = Object.entries(ofWords).flatMap(([mark, attributes]) =>
    attributes.map((attribute) =>
      text("words ", {
        [mark]: { ...(mark === "link" && { href: "https://example.org/" }), [attribute]: value },
      }),
    ),
  );
  const line = element("paragraph", {}, [text(value), ...inLine, ...words]);
  const blocks = Object.entries(ofBlocks).flatMap(([name, attributes]) =>
    attributes.map((attribute) => element(name, { [attribute]: value }, contentOf(name))),
  );
  const codes = [value, "math", "mermaid"].map((language) =>
    element("code_block", { language }, [text(value)]),
  );
  const cell = element("table_cell", { background: value, align: value }, [element("paragraph", {})]);
  return [line, ...blocks, ...codes, element("table", { layout: value }, [element("table_row", {}, [cell])])];
}

function contentOf(name: string): (Y.XmlElement | Y.XmlText)[] {
  if (name === "callout") return [element("paragraph", {})];
  return name === "paragraph" || name === "figure" ? [text("words")] : [];
}

function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  content: (Y.XmlElement | Y.XmlText)[] = [],
): Y.XmlElement {
  const made = new Y.XmlElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.insert(0, content);
  return made;
}

function text(words: string, marks: object = {}): Y.XmlText {
  const made = new Y.XmlText();
  made.insert(0, words, marks);
  return made;
}
