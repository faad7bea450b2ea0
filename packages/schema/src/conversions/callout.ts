import type { Blockquote, Nodes, Paragraph, PhrasingContent, Root } from "mdast";
import type { Node } from "prosemirror-model";
import { type CalloutTone, calloutTones, readTone } from "../blocks/callout.ts";
import { schema } from "../schema.ts";
import type { Conversion } from "./conversion.ts";

declare module "mdast" {
  interface BlockquoteData {
    /** Says that the quote is a callout of this tone. The line that said so in the text is not among its children. */
    callout?: CalloutTone;
  }
}

/** A callout is what GitHub calls an alert: a quote that begins with `[!NOTE]`. */
export const calloutConversion: Conversion = {
  name: "callout",
  toMdast: (block, inside) => [
    { type: "blockquote", children: withSign(inside(block), readTone(block.attrs)) },
  ],
  toHast: (block, inside) => ({
    type: "element",
    tagName: "aside",
    properties: { dataCallout: readTone(block.attrs) },
    children: inside(block),
  }),
  fromMdast(node) {
    const tone = node.type === "blockquote" ? node.data?.callout : undefined;
    if (node.type !== "blockquote" || tone === undefined) return undefined;
    return { type: "flow", children: node.children, make: (blocks) => calloutOf(tone, blocks) };
  },
  elements: {
    aside(state, element) {
      const given = String(element.properties.dataCallout ?? "note");
      const callout = calloutTones.find((tone) => tone === given) ?? "note";
      return { type: "blockquote", data: { callout }, children: state.toFlow(state.all(element)) };
    },
  },
};

/** Finds the alerts of a tree that was parsed from this Markdown. */
export function markAlerts(root: Root, markdown: string): void {
  const stack: Nodes[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.type === "blockquote") markAlert(node, markdown);
    if ("children" in node) for (const child of node.children) stack.push(child);
  }
}

function markAlert(quote: Blockquote, markdown: string): void {
  const [line, ...others] = quote.children;
  if (line?.type !== "paragraph") return;
  const [first, ...rest] = line.children;
  const sign = first?.type === "text" ? alertSign.exec(first.value) : null;
  const tone = toneOf(sign?.[1]);
  // What is written with a backslash is meant as it stands, and has lost the backslash here.
  const isSign = markdown.startsWith("[!", first?.position?.start.offset ?? 0);
  if (first?.type !== "text" || sign === null || tone === undefined || !isSign) return;
  if (rest.length > 0 && sign[2] === "") return;
  const text = first.value.slice(sign[0].length);
  const words: PhrasingContent[] = text === "" ? rest : [{ ...first, value: text }, ...rest];
  quote.data = { ...quote.data, callout: tone };
  quote.children = words.length > 0 ? [{ ...line, children: words }, ...others] : others;
}

const alertSign = /^\[!([a-z]+)\](\n|$)/i;

/** GitHub has a fifth, between a tip and a warning. */
function toneOf(name: string | undefined): CalloutTone | undefined {
  const tone = name?.toLowerCase();
  return tone === "important" ? "note" : calloutTones.find((known) => known === tone);
}

/** The sign on a line of its own: above the first line of text, since GitHub asks for that, else alone. */
function withSign(children: Blockquote["children"], tone: CalloutTone): Blockquote["children"] {
  const sign = `[!${tone.toUpperCase()}]`;
  const [first, ...others] = children;
  const line: Paragraph = { type: "paragraph", children: [{ type: "html", value: sign }] };
  if (first?.type !== "paragraph") return [line, ...children];
  const words: PhrasingContent[] = [{ type: "html", value: `${sign}\n` }, ...first.children];
  return [{ ...first, children: words }, ...others];
}

function calloutOf(tone: CalloutTone, blocks: readonly Node[]): Node {
  return schema.node("callout", { tone: tone === "note" ? null : tone }, blocks);
}
