import { defaultHandlers, type Handle } from "hast-util-to-mdast";
import type { Nodes, RootContent } from "mdast";
import type { Node } from "prosemirror-model";
import { calloutConversion } from "./callout.ts";
import { codeBlockConversion } from "./code-block.ts";
import type { Conversion, Lines, Reading } from "./conversion.ts";
import { dateConversion } from "./date.ts";
import { documentLinkConversion } from "./document-link.ts";
import { embedConversion } from "./embed.ts";
import { figureConversion } from "./figure.ts";
import { fileConversion } from "./file.ts";
import { footnoteRefConversion } from "./footnote-ref.ts";
import { horizontalRuleConversion } from "./horizontal-rule.ts";
import { imageConversion } from "./image.ts";
import type { InlineConversion, InlineReading } from "./inline-conversion.ts";
import { mathConversion } from "./math.ts";
import { mentionConversion } from "./mention.ts";
import { pageBreakConversion } from "./page-break.ts";
import { tableConversion } from "./table.ts";
import { tocConversion } from "./toc.ts";
import { toggleConversion } from "./toggle.ts";

const conversions: readonly Conversion[] = [
  codeBlockConversion,
  horizontalRuleConversion,
  calloutConversion,
  toggleConversion,
  tableConversion,
  figureConversion,
  fileConversion,
  embedConversion,
  pageBreakConversion,
  tocConversion,
];

const inlineConversions: readonly InlineConversion[] = [
  dateConversion,
  mentionConversion,
  documentLinkConversion,
  imageConversion,
  footnoteRefConversion,
  mathConversion,
];

const handled = [...conversions, ...inlineConversions];

const byName = new Map<string, Conversion>(conversions.map((conversion) => [conversion.name, conversion]));

/** How a block stands in Markdown and HTML, undefined for a paragraph. */
export function conversionOf(block: Node): Conversion | undefined {
  return byName.get(block.type.name);
}

/** What a node of a Markdown tree says, undefined where it is of no kind but a paragraph's. */
export function readingOf(node: RootContent, lines: Lines): Reading | undefined {
  for (const conversion of conversions) {
    const reading = conversion.fromMdast(node, lines);
    if (reading !== undefined) return reading;
  }
  return undefined;
}

const inlineByName = new Map<string, InlineConversion>(
  inlineConversions.map((conversion) => [conversion.name, conversion]),
);

/** How what stands in a line as one thing stands in Markdown and HTML, undefined for text and line breaks. */
export function inlineConversionOf(node: Node): InlineConversion | undefined {
  return inlineByName.get(node.type.name);
}

/** What a node of a line says as one thing, perhaps with those behind it; undefined where it is text. */
export function inlineReadingOf(
  nodes: readonly Nodes[],
  at: number,
  isLinked: boolean,
): InlineReading | undefined {
  for (const conversion of inlineConversions) {
    const reading = conversion.fromMdast(nodes, at, isLinked);
    if (reading !== undefined) return reading;
  }
  return undefined;
}

/** What elements of foreign HTML are in a Markdown tree, by their names: what the first kind says that knows one, else the library. */
export const elementHandlers: Readonly<Record<string, Handle>> = Object.fromEntries(
  [...new Set(handled.flatMap(({ elements = {} }) => Object.keys(elements)))].map((name) => [
    name,
    handlerOf(name),
  ]),
);

function handlerOf(name: string): Handle {
  const known = handled.flatMap(({ elements }) => elements?.[name] ?? []);
  const library: Readonly<Record<string, Handle>> = defaultHandlers;
  return (state, element, parent) => {
    for (const handle of known) {
      const read = handle(state, element, parent);
      if (read !== undefined) return read;
    }
    return library[name]?.(state, element, parent);
  };
}
